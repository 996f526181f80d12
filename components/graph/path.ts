import type { Scene, SceneEdge } from '@/lib/layout/scene'

/**
 * The cards and edges on the way through a card: everything that leads to it and everything it leads to, itself
 * included. Ids of nodes and edges in one set; they never meet.
 */
export function pathThrough(scene: Scene, id: string): ReadonlySet<string> {
  const { into, from } = linksOf(scene)
  const path = new Set([id])
  follow(into, 'source')
  follow(from, 'target')
  return path

  function follow(links: ReadonlyMap<string, readonly SceneEdge[]>, far: 'source' | 'target') {
    const open = [id]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const edge of links.get(at) ?? []) {
        if (path.has(edge.id)) continue
        path.add(edge.id)
        path.add(edge[far])
        open.push(edge[far])
      }
    }
  }
}

interface Links {
  readonly into: ReadonlyMap<string, readonly SceneEdge[]>
  readonly from: ReadonlyMap<string, readonly SceneEdge[]>
}

const known = new WeakMap<Scene, Links>()

/** The edges by where they end and where they set out: a pointer crosses many cards of one scene. */
function linksOf(scene: Scene): Links {
  const made = known.get(scene)
  if (made !== undefined) return made
  const links = { into: byEnd(scene.edges, 'target'), from: byEnd(scene.edges, 'source') }
  known.set(scene, links)
  return links
}

function byEnd(edges: readonly SceneEdge[], end: 'source' | 'target'): ReadonlyMap<string, readonly SceneEdge[]> {
  const groups = new Map<string, SceneEdge[]>()
  for (const edge of edges) {
    const group = groups.get(edge[end])
    if (group === undefined) groups.set(edge[end], [edge])
    else group.push(edge)
  }
  return groups
}
