import type { Node } from '@xyflow/react'
import type { Scene, SceneNode } from '@/lib/layout/scene'

// Not the scene's own type names: React Flow dresses a few of those, `group` among them, in its own way.
export type CardType = `${SceneNode['type']}Card`
export type FlowNode = Node<{ readonly node: SceneNode }, CardType>

/** A scene as React Flow takes it. */
export interface Flow {
  readonly scene: Scene
  readonly nodes: readonly FlowNode[]
}

/**
 * Dresses a scene for React Flow. What the scene kept keeps its dress, so that React Flow sees the same object and
 * repaints nothing else. Sizes, measures and (though no edge uses them) handles are given: what lacks one of them is
 * drawn even where it cannot be seen, until it has been measured.
 */
export function toFlow(scene: Scene, previous?: Flow): Flow {
  if (previous?.scene === scene) return previous
  const nodes = new Map(previous?.nodes.map((dressed) => [dressed.data.node, dressed]))
  return { scene, nodes: scene.nodes.map((node) => nodes.get(node) ?? toFlowNode(node)) }
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
