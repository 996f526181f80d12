import type { Scene, SceneNode } from '@/lib/layout/scene'

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

/**
 * The card next to one in a direction, or the card itself where there is none: along an edge to the left and right
 * (the nearest column's nearest card where no edge leads there), within the column up and down.
 */
export function walk(scene: Scene, from: SceneNode, direction: Direction): SceneNode {
  switch (direction) {
    case 'first':
      return scene.nodes[0] ?? from
    case 'last':
      return scene.nodes.at(-1) ?? from
    case 'up':
      return (
        nearest(
          columnOf(scene, from).filter(({ y }) => y < from.y),
          from,
        ) ?? from
      )
    case 'down':
      return (
        nearest(
          columnOf(scene, from).filter(({ y }) => y > from.y),
          from,
        ) ?? from
      )
    case 'left':
      return nearest(linked(scene, from, 'target', 'source'), from) ?? beside(scene, from, -1) ?? from
    case 'right':
      return nearest(linked(scene, from, 'source', 'target'), from) ?? beside(scene, from, 1) ?? from
  }
}

function columnOf(scene: Scene, from: SceneNode): SceneNode[] {
  return scene.nodes.filter(({ x }) => x === from.x)
}

function linked(scene: Scene, from: SceneNode, near: 'source' | 'target', far: 'source' | 'target'): SceneNode[] {
  const ids = new Set(scene.edges.filter((edge) => edge[near] === from.id).map((edge) => edge[far]))
  return scene.nodes.filter(({ id }) => ids.has(id))
}

function beside(scene: Scene, from: SceneNode, side: 1 | -1): SceneNode | undefined {
  const there = scene.nodes.filter(({ x }) => (x - from.x) * side > 0)
  const column = Math.min(...there.map(({ x }) => Math.abs(x - from.x)))
  return nearest(
    there.filter(({ x }) => Math.abs(x - from.x) === column),
    from,
  )
}

function nearest(nodes: readonly SceneNode[], from: SceneNode): SceneNode | undefined {
  let best: SceneNode | undefined
  for (const node of nodes) {
    if (best === undefined || Math.abs(node.y - from.y) < Math.abs(best.y - from.y)) best = node
  }
  return best
}
