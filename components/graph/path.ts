import type { Scene } from '@/lib/layout/scene'

/**
 * The cards and edges on the way through a card: everything that leads to it and everything it leads to, itself
 * included. Ids of nodes and edges in one set; they never meet.
 */
export function pathThrough(scene: Scene, id: string): ReadonlySet<string> {
  const path = new Set([id])
  follow(id, 'target', 'source')
  follow(id, 'source', 'target')
  return path

  function follow(from: string, near: 'source' | 'target', far: 'source' | 'target') {
    for (const edge of scene.edges) {
      if (edge[near] !== from || path.has(edge.id)) continue
      path.add(edge.id)
      path.add(edge[far])
      follow(edge[far], near, far)
    }
  }
}
