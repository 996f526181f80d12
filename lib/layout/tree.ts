import type { Arrangement, Placed } from './arrangement'
import type { Gap } from './lanes'
import { orderedLanes, sharedLanes } from './lanes'
import { ANCHOR, groupHeight, portRowAt, ROW_GAP, serviceHeight } from './measures'
import { roundedPath } from './path'
import type { Block, Card, Wire } from './plan'
import type { Box, SceneEdge, SceneNode } from './scene'

const WIDTH = 390
const RIGHT = 374
/** The least height of what a finger is to hit. */
const TARGET = 44

/** Left edges by depth: clients at the root, each level below stepping in by one. */
const indent = { client: 16, clients: 16, service: 32, endpoint: 56, note: 56, pod: 80, ghost: 80 } as const
const INSET = 12

/** Left of the clients, between a Service's and its endpoints' edges, and right of every card. */
const entryRail: Gap = { from: 4, to: 12 }
const trunkRail: Gap = { from: indent.service + 4, to: indent.endpoint - 4 }
const backingRail: Gap = { from: RIGHT + 4, to: WIDTH - 4 }

/** One column for a phone: the same cards under one another, stepping in from client to pod; every target a finger high. */
export const treeArrangement: Arrangement = { width: WIDTH, place: placeBlock, routeBackings }

function placeBlock(block: Block, top: number): Placed {
  const nodes: SceneNode[] = []
  const byId = new Map<string, SceneNode>()
  let y = top
  const place = (card: Card) => {
    const node: SceneNode = { ...card, y, ...sizeOf(card) }
    nodes.push(node)
    byId.set(node.id, node)
    y += node.height + ROW_GAP
  }
  block.clients.forEach(place)
  place(block.service)
  for (const { left, right } of block.rows) for (const slot of [...left, ...right]) slot.forEach(place)
  return { nodes, edges: [...routeEntries(block, byId), ...routeMemberships(block, byId)], bottom: y - ROW_GAP }
}

function sizeOf(card: Card): { readonly x: number; readonly width: number; readonly height: number } {
  const x = card.type === 'group' ? indent[card.of === 'pods' ? 'pod' : 'endpoint'] : indent[card.type]
  const width = RIGHT - x
  return { x, width, height: heightOf(card, width) }
}

function heightOf(card: Card, width: number): number {
  switch (card.type) {
    case 'service':
      return serviceHeight(card.graph.service.ports.length)
    case 'group':
      return groupHeight(card.members.length, width)
    case 'ghost':
      return 60
    default:
      return TARGET
  }
}

function middle(node: SceneNode): number {
  return node.type === 'group' || node.type === 'service' ? node.y + ANCHOR : node.y + node.height / 2
}

/** Down the left margin, past the clients below, to the Service's head or port row. */
function routeEntries({ entries }: Block, byId: ReadonlyMap<string, SceneNode>): SceneEdge[] {
  const rows = [...new Set(entries.map((wire) => wire.port ?? -1))].sort((a, b) => b - a)
  const lanes = orderedLanes(rows.length, entryRail)
  return entries.flatMap((wire) => {
    const source = byId.get(wire.source)
    const target = byId.get(wire.target)
    if (source === undefined || target === undefined) return []
    const end = wire.port === undefined ? middle(target) : target.y + portRowAt(wire.port)
    const lane = lanes[rows.indexOf(wire.port ?? -1)] ?? entryRail.from
    return [around(wire, { x: source.x, y: middle(source) }, lane, { x: target.x, y: end })]
  })
}

/** From the Service's lower edge down a trunk for each port, and in to each endpoint. */
function routeMemberships({ memberships, service }: Block, byId: ReadonlyMap<string, SceneNode>): SceneEdge[] {
  const card = byId.get(service.id)
  if (card === undefined) return []
  const rows = [...new Set(memberships.map((wire) => wire.port ?? -1))].sort((a, b) => b - a)
  const lanes = orderedLanes(rows.length, trunkRail)
  return memberships.flatMap((wire) => {
    const target = byId.get(wire.target)
    const lane = lanes[rows.indexOf(wire.port ?? -1)]
    return target === undefined || lane === undefined ? [] : [under(wire, card, lane, target)]
  })
}

/** To the pod right below down a short branch; to any other along the right margin. */
function routeBackings(wires: readonly Wire[], nodes: readonly SceneNode[]): readonly SceneEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const below = new Map(nodes.map((node, at) => [node.id, nodes[at + 1]?.id]))
  const far = wires.filter((wire) => below.get(wire.source) !== wire.target)
  const lanes = sharedLanes(runsOf(far, byId), backingRail)
  return wires.flatMap((wire) => {
    const source = byId.get(wire.source)
    const target = byId.get(wire.target)
    if (source === undefined || target === undefined) return []
    if (below.get(wire.source) === wire.target) return [under(wire, source, source.x + INSET, target)]
    const lane = lanes.get(wire.target) ?? backingRail.from
    return [around(wire, { x: RIGHT, y: middle(source) }, lane, { x: RIGHT, y: middle(target) })]
  })
}

function runsOf(wires: readonly Wire[], byId: ReadonlyMap<string, SceneNode>) {
  const runs = new Map<string, { readonly id: string; readonly top: number; readonly bottom: number }>()
  for (const wire of wires) {
    const ends = [byId.get(wire.source), byId.get(wire.target)].flatMap((node) => (node ? [middle(node)] : []))
    const known = runs.get(wire.target)
    runs.set(wire.target, {
      id: wire.target,
      top: Math.min(...ends, known?.top ?? Infinity),
      bottom: Math.max(...ends, known?.bottom ?? -Infinity),
    })
  }
  return [...runs.values()]
}

function around(
  wire: Wire,
  from: { readonly x: number; readonly y: number },
  lane: number,
  to: { readonly x: number; readonly y: number },
): SceneEdge {
  return withPath(wire, [from, { x: lane, y: from.y }, { x: lane, y: to.y }, to])
}

function under(wire: Wire, source: Box, lane: number, target: SceneNode): SceneEdge {
  return withPath(wire, [
    { x: lane, y: source.y + source.height },
    { x: lane, y: middle(target) },
    { x: target.x, y: middle(target) },
  ])
}

function withPath(wire: Wire, points: Parameters<typeof roundedPath>[0]): SceneEdge {
  return { ...wire, path: roundedPath(points) }
}
