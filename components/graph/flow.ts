import type { Node, NodeProps } from '@xyflow/react'
import { isEqual } from '@/lib/layout/keep-scene'
import type { Scene, SceneNode } from '@/lib/layout/scene'

type Unplaced<N> = N extends SceneNode ? Omit<N, 'x' | 'y'> : never

/** What a card shows, wherever it lies. */
export type CardContent = Unplaced<SceneNode>

// Not the scene's own type names: React Flow dresses a few of those, `group` among them, in its own way.
export type CardType = `${SceneNode['type']}Card`
/** `node` is the same object however the card slides. */
export type FlowNode = Node<{ readonly node: CardContent }, CardType>

/** A scene as React Flow takes it. */
export interface Flow {
  readonly scene: Scene
  readonly nodes: readonly FlowNode[]
}

/**
 * Dresses a scene for React Flow. What the scene kept keeps its dress, so that React Flow sees the same object and
 * repaints nothing else; a card that only slid keeps its content. Sizes, measures and (though no edge uses them) handles
 * are given: what lacks one of them is drawn even where it cannot be seen, until it has been measured.
 */
export function toFlow(scene: Scene, previous?: Flow): Flow {
  if (previous?.scene === scene) return previous
  const places = new Map<string, number>()
  if (previous !== undefined) for (const [at, { id }] of previous.scene.nodes.entries()) places.set(id, at)
  return {
    scene,
    nodes: scene.nodes.map((node) => {
      const at = places.get(node.id) ?? -1
      const [placed, dressed] = [previous?.scene.nodes[at], previous?.nodes[at]]
      if (placed === undefined || dressed === undefined) return toFlowNode(node)
      if (placed === node) return dressed
      return isSameCard(placed, node) ? { ...dressed, position: { x: node.x, y: node.y } } : toFlowNode(node)
    }),
  }
}

// The card itself carries role, name and focus; React Flow's wrapper is a place and no more.
const wrapperAttributes = { 'aria-roledescription': undefined }
const noHandles: NonNullable<FlowNode['handles']> = []

export function toFlowNode(node: SceneNode): FlowNode {
  const { id, type, x, y, width, height } = node
  return {
    id,
    type: `${type}Card`,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: noHandles,
    domAttributes: wrapperAttributes,
    data: { node },
  }
}

/** For `memo`: a card that slides is moved by React Flow, and need not be drawn again for it. */
export function hasSameContent(before: NodeProps<FlowNode>, after: NodeProps<FlowNode>): boolean {
  return before.data === after.data
}

/** Whether two cards of one id differ in place alone. */
function isSameCard(a: SceneNode, b: SceneNode): boolean {
  return isEqual({ ...a, x: 0, y: 0 }, { ...b, x: 0, y: 0 })
}
