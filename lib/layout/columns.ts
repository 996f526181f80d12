import { isHeadless } from '@/lib/topology/ports'
import type { Arrangement, Placed } from './arrangement'
import type { Gap } from './lanes'
import { orderedLanes, sharedLanes } from './lanes'
import {
  ANCHOR,
  boxes,
  CARD_WIDTH,
  COLUMNS_WIDTH,
  CORNER,
  columns,
  groupHeight,
  LANE_MARGIN,
  LANE_PITCH,
  portRowAt,
  ROW_GAP,
  ROW_HEIGHT,
  SHARE_LABEL,
  SHARE_PITCH,
  serviceHeight,
} from './measures'
import { roundedPath } from './path'
import type { Block, Card, Row, Slot, Wire } from './plan'
import type { Box, SceneEdge, SceneNode } from './scene'

const SERVICE_RIGHT = columns.services + CARD_WIDTH
const entryGap: Gap = { from: columns.clients + boxes.client.width + LANE_MARGIN, to: columns.services - LANE_MARGIN }
const membershipGap: Gap = { from: SERVICE_RIGHT + LANE_MARGIN, to: columns.endpoints - LANE_MARGIN }
/** The figures of the shares stand between the lanes and the endpoints. */
const sharesGap: Gap = {
  from: membershipGap.from,
  to: columns.endpoints - SHARE_LABEL.gap - SHARE_LABEL.width - CORNER,
}
const backingGap: Gap = { from: columns.endpoints + boxes.endpoint.width + 8, to: columns.pods - 8 }
/** A group of endpoints is wider than an endpoint, so that less of the gap is left. */
const backingGapBesideGroups: Gap = { from: columns.endpoints + CARD_WIDTH + 6, to: columns.pods - 6 }

/**
 * Clients, Services, endpoints and pods from left to right; each Service level with its first row. Room for shares takes
 * edges another way, and moves no card.
 */
export function columnsArrangement(shares: boolean): Arrangement {
  return {
    width: COLUMNS_WIDTH,
    place: (block, top) => placeBlock(block, top, shares),
    routeBackings: (wires, nodes) => routeBackings(wires, new Map(nodes.map((node) => [node.id, node]))),
  }
}

function placeBlock(block: Block, top: number, shares: boolean): Placed {
  const nodes: SceneNode[] = []
  const byId = new Map<string, SceneNode>()
  const place = (card: Card, x: number, y: number) => {
    const node: SceneNode = { ...card, x, y, ...sizeOf(card) }
    nodes.push(node)
    byId.set(node.id, node)
  }
  block.clients.forEach((client, at) => {
    place(client, columns.clients, top + at * (ROW_HEIGHT + ROW_GAP))
  })
  place(block.service, columns.services, top)
  const rowsBottom = placeRows(block.rows, top, place)
  const bottom = Math.max(
    top + block.clients.length * (ROW_HEIGHT + ROW_GAP) - ROW_GAP,
    top + serviceHeight(block.graph.service.ports.length),
    rowsBottom,
  )
  return { nodes, edges: [...routeEntries(block, byId), ...routeMemberships(block, byId, shares)], bottom }
}

function sizeOf(card: Card): { readonly width: number; readonly height: number } {
  switch (card.type) {
    case 'service':
      return { width: CARD_WIDTH, height: serviceHeight(card.graph.service.ports.length) }
    case 'group':
      return { width: CARD_WIDTH, height: groupHeight(card.members.length, CARD_WIDTH) }
    default:
      return boxes[card.type]
  }
}

function cardsHeight(slot: Slot): number {
  return slot.reduce((sum, card) => sum + sizeOf(card).height + ROW_GAP, -ROW_GAP)
}

/** A slot is at least as high as a row, so that an endpoint alone lies level with the pod beside it. */
function slotHeight(slot: Slot): number {
  return Math.max(cardsHeight(slot), ROW_HEIGHT)
}

function stackHeight(slots: readonly Slot[]): number {
  return slots.reduce((sum, slot) => sum + slotHeight(slot) + ROW_GAP, -ROW_GAP)
}

/**
 * Places the rows under one another and gives the lower edge of the last. Endpoints and their pod are level by their
 * middles; where many stand beside few, or beside a group, both begin at the top.
 */
function placeRows(rows: readonly Row[], top: number, place: (card: Card, x: number, y: number) => void): number {
  let y = top
  for (const { left, right } of rows) {
    const height = Math.max(stackHeight(left), stackHeight(right))
    const isPair = left.length <= 1 && right.length <= 1 && right.every(isPod) && !left.some(isGroup)
    const inset = (stack: readonly Slot[]) => (isPair ? (height - stackHeight(stack)) / 2 : 0)
    placeStack(left, columns.endpoints, y + inset(left), place)
    placeStack(right, columns.pods, y + inset(right), place)
    y += height + ROW_GAP
  }
  return y - ROW_GAP
}

function isGroup(slot: Slot): boolean {
  return slot[0]?.type === 'group'
}

function isPod(slot: Slot): boolean {
  return slot[0]?.type === 'pod'
}

function placeStack(
  slots: readonly Slot[],
  x: number,
  top: number,
  place: (card: Card, x: number, y: number) => void,
): void {
  let y = top
  for (const slot of slots) {
    let cardTop = y + (slotHeight(slot) - cardsHeight(slot)) / 2
    for (const card of slot) {
      place(card, x, cardTop)
      cardTop += sizeOf(card).height + ROW_GAP
    }
    y += slotHeight(slot) + ROW_GAP
  }
}

/** Where edges meet a card, from the top of the scene. A group is met at its head, level with a card beside it. */
function anchorOf(node: SceneNode): number {
  return node.type === 'group' || node.type === 'service' ? node.y + ANCHOR : node.y + node.height / 2
}

function portAnchor(service: Box, wire: Wire): number {
  return service.y + (wire.port === undefined ? ANCHOR : portRowAt(wire.port))
}

/** So small a step between two levels would read as a slip of the pen: the edge goes straight, off the middle of a card. */
const STEP = 12

/** Edges to the head keep to the left lane and those to lower rows to the right, so that none crosses at the Service. */
function routeEntries({ entries }: Block, byId: ReadonlyMap<string, SceneNode>): SceneEdge[] {
  const rows = [...new Set(entries.map((wire) => wire.port ?? -1))].sort((a, b) => a - b)
  const lanes = orderedLanes(rows.length, entryGap)
  return entries.flatMap((wire) => {
    const ends = endsOf(wire, byId)
    if (ends === undefined) return []
    const lane = lanes[rows.indexOf(wire.port ?? -1)] ?? entryGap.from
    const [start, end] = [anchorOf(ends.source), portAnchor(ends.target, wire)]
    const isStep = Math.abs(end - start) <= STEP
    return [route(wire, right(ends.source), isStep ? end : start, lane, ends.target.x, end)]
  })
}

function routeMemberships(block: Block, byId: ReadonlyMap<string, SceneNode>, shares: boolean): SceneEdge[] {
  return isHeadless(block.graph.service) ? routeHeadless(block, byId, shares) : routeTrunks(block, byId, shares)
}

/** A trunk for each port, the first port's at the right: its way out then crosses no other port's. */
function routeTrunks(
  { memberships, graph }: Block,
  byId: ReadonlyMap<string, SceneNode>,
  shares: boolean,
): SceneEdge[] {
  const rows = [...new Set(memberships.map((wire) => wire.port ?? 0))].sort((a, b) => b - a)
  const pitch = shares ? SHARE_PITCH : LANE_PITCH
  const lanes = orderedLanes(rows.length, shares ? sharesGap : membershipGap, pitch)
  const ports = graph.service.ports.length
  const spread = ports > 1 ? Math.min(pitch, (boxes.endpoint.height - 8) / (ports - 1)) : 0
  return memberships.flatMap((wire) => {
    const ends = endsOf(wire, byId)
    if (ends === undefined) return []
    const port = wire.port ?? 0
    const start = portAnchor(ends.source, wire)
    const middle = anchorOf(ends.target)
    const end = middle + (port - (ports - 1) / 2) * spread
    const isStep = ports === 1 && Math.abs(end - start) <= Math.min(STEP, middle - ends.target.y - CORNER)
    const lane = lanes[rows.indexOf(port)] ?? membershipGap.from
    return [route(wire, SERVICE_RIGHT, start, lane, ends.target.x, isStep ? start : end)]
  })
}

/** A lane for each endpoint: the edges leave the card one under another and never cross. */
function routeHeadless(
  { memberships, service }: Block,
  byId: ReadonlyMap<string, SceneNode>,
  shares: boolean,
): SceneEdge[] {
  const card = byId.get(service.id)
  if (card === undefined) return []
  const room = card.height - ANCHOR - 8
  const pitch = memberships.length > 1 ? Math.min(LANE_PITCH, room / (memberships.length - 1)) : 0
  const lanes = orderedLanes(memberships.length, shares ? sharesGap : membershipGap)
  return memberships.flatMap((wire, at) => {
    const target = byId.get(wire.target)
    if (target === undefined) return []
    const lane = lanes[memberships.length - 1 - at] ?? membershipGap.from
    return [route(wire, SERVICE_RIGHT, card.y + ANCHOR + at * pitch, lane, target.x, anchorOf(target))]
  })
}

/** Level with its pod an edge is straight; else it shares a lane with the others that go to the same pod. */
function routeBackings(wires: readonly Wire[], byId: ReadonlyMap<string, SceneNode>): SceneEdge[] {
  const runs = new Map<string, { id: string; top: number; bottom: number }>()
  let gap = backingGap
  for (const wire of wires) {
    const ends = endsOf(wire, byId)
    if (ends === undefined) continue
    if (ends.source.type === 'group') gap = backingGapBesideGroups
    const [from, to] = [anchorOf(ends.source), anchorOf(ends.target)]
    if (from === to) continue
    const run = runs.get(wire.target) ?? { id: wire.target, top: to, bottom: to }
    runs.set(wire.target, { ...run, top: Math.min(run.top, from), bottom: Math.max(run.bottom, from) })
  }
  const lanes = sharedLanes([...runs.values()], gap)
  return wires.flatMap((wire) => {
    const ends = endsOf(wire, byId)
    if (ends === undefined) return []
    const lane = lanes.get(wire.target) ?? gap.from
    return [route(wire, right(ends.source), anchorOf(ends.source), lane, ends.target.x, anchorOf(ends.target))]
  })
}

function route(wire: Wire, fromX: number, fromY: number, lane: number, toX: number, toY: number): SceneEdge {
  return {
    ...wire,
    path: roundedPath([
      { x: fromX, y: fromY },
      { x: lane, y: fromY },
      { x: lane, y: toY },
      { x: toX, y: toY },
    ]),
  }
}

function endsOf(wire: Wire, byId: ReadonlyMap<string, SceneNode>) {
  const source = byId.get(wire.source)
  const target = byId.get(wire.target)
  return source && target && { source, target }
}

function right(box: Box): number {
  return box.x + box.width
}
