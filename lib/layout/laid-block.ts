import { isHeadless } from '@/lib/topology/ports'
import type { Placed } from './arrangement'
import { isEqual, keepAll } from './keep-scene'
import { shiftPath } from './path'
import type { Block, Card, Row, Wire } from './plan'
import type { SceneEdge, SceneNode } from './scene'

/** A block where it stands in a scene. */
export interface LaidBlock extends Placed {
  readonly block: Block
  readonly top: number
}

/** Whether the same cards of the same sizes are joined by the same edges, so that all of them have the same places. */
export function isSameShape(a: Block, b: Block): boolean {
  return (
    a === b ||
    (isHeadless(a.graph.service) === isHeadless(b.graph.service) &&
      isSameCard(a.service, b.service) &&
      isEach(a.clients, b.clients, isSameCard) &&
      isEach(a.rows, b.rows, isSameRow) &&
      isEach(a.entries, b.entries, isSameWire) &&
      isEach(a.memberships, b.memberships, isSameWire) &&
      isEach(a.backings, b.backings, isSameWire))
  )
}

/** The content of a block in the places of one of the same shape. */
export function refill(laid: LaidBlock, block: Block): LaidBlock {
  if (laid.block === block) return laid
  const cards = new Map<string, Card>([block.service, ...block.clients].map((card) => [card.id, card]))
  for (const { left, right } of block.rows)
    for (const slot of [...left, ...right]) for (const card of slot) cards.set(card.id, card)
  const nodes = laid.nodes.map((node): SceneNode => {
    const card = cards.get(node.id)
    if (card === undefined) return node
    const { x, y, width, height } = node
    return { ...card, x, y, width, height }
  })
  return {
    ...laid,
    block,
    nodes: keepAll(laid.nodes, nodes),
    edges: refillEdges(laid.edges, [...block.entries, ...block.memberships]),
  }
}

/** Edges that go the ways of those before them; each of `before` that says the same stays. */
export function refillEdges(before: readonly SceneEdge[], wires: readonly Wire[]): readonly SceneEdge[] {
  const ways = new Map(before.map((edge) => [edge.id, edge]))
  return wires.map((wire) => {
    const known = ways.get(wire.id)
    const edge = { ...wire, path: known?.path ?? '' }
    return known !== undefined && isEqual(known, edge) ? known : edge
  })
}

/** A block as it is, from another height on. */
export function shift(laid: LaidBlock, top: number): LaidBlock {
  const by = top - laid.top
  if (by === 0) return laid
  return {
    ...laid,
    top,
    bottom: laid.bottom + by,
    nodes: laid.nodes.map((node) => ({ ...node, y: node.y + by })),
    edges: laid.edges.map((edge) => ({ ...edge, path: shiftPath(edge.path, by) })),
  }
}

/** Cards of one id have one size but for what makes them higher: the ports of a Service, the marks of a group. */
function isSameCard(a: Card, b: Card): boolean {
  return a.id === b.id && a.type === b.type && linesOf(a) === linesOf(b)
}

function linesOf(card: Card): number {
  return card.type === 'service' ? card.graph.service.ports.length : card.type === 'group' ? card.members.length : 0
}

function isSameRow(a: Row, b: Row): boolean {
  return isEach(a.left, b.left, isSameSlot) && isEach(a.right, b.right, isSameSlot)
}

function isSameSlot(a: readonly Card[], b: readonly Card[]): boolean {
  return isEach(a, b, isSameCard)
}

function isSameWire(a: Wire, b: Wire): boolean {
  return a.id === b.id && a.port === b.port && a.source === b.source && a.target === b.target && a.block === b.block
}

function isEach<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, at) => isSame(item, b[at] as T))
}
