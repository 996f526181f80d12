import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react'
import type { Scene, SceneEdge, SceneNode } from '@/lib/layout/scene'

export type FlowNode = Node<{ readonly node: SceneNode }, SceneNode['type']>
export type FlowEdge = Edge<{ readonly edge: SceneEdge }, 'path'>

/** A scene as React Flow takes it. */
export interface Flow {
  readonly scene: Scene
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

/**
 * Dresses a scene for React Flow. What the scene kept keeps its dress, so that React Flow sees the same object and
 * repaints nothing else. Sizes, measures and handles are given: React Flow never has to measure a card.
 */
export function toFlow(scene: Scene, previous?: Flow): Flow {
  if (previous?.scene === scene) return previous
  const nodes = new Map(previous?.nodes.map((dressed) => [dressed.data.node, dressed]))
  const edges = new Map(previous?.edges.map((dressed) => [dressed.data?.edge, dressed]))
  return {
    scene,
    nodes: scene.nodes.map((node) => nodes.get(node) ?? toFlowNode(node)),
    edges: scene.edges.map((edge) => edges.get(edge) ?? toFlowEdge(edge)),
  }
}

// The card itself carries role, name and focus; React Flow's wrapper is a place and no more.
const wrapperAttributes = { 'aria-roledescription': undefined }

export function toFlowNode(node: SceneNode): FlowNode {
  const { id, type, x, y, width, height } = node
  return {
    id,
    type,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: handlesOf(width, height),
    domAttributes: wrapperAttributes,
    data: { node },
  }
}

function handlesOf(width: number, height: number): NodeHandle[] {
  return [
    { type: 'target', position: Position.Left, x: 0, y: height / 2 },
    { type: 'source', position: Position.Right, x: width, y: height / 2 },
  ]
}

// The cards tell who is connected; a thousand pictures named "Edge from … to …" would not.
const edgeAttributes = { 'aria-hidden': true }

function toFlowEdge(edge: SceneEdge): FlowEdge {
  const { id, source, target } = edge
  return { id, type: 'path', source, target, data: { edge }, domAttributes: edgeAttributes }
}
