import type { EndpointState } from '@/lib/kubernetes/summary'
import { compareNames } from '@/lib/topology/compare'
import { worstState } from '@/lib/topology/endpoints'
import type { Client, Member, ServiceGraph } from '@/lib/topology/graph'
import { hasSelector, isHeadless, serves } from '@/lib/topology/ports'
import type { Cell, Group } from './folding'
import { fold, isPublished } from './folding'
import type { Box, SceneEdge, SceneNode } from './scene'

type Unplaced<N> = N extends SceneNode ? Omit<N, keyof Box> : never

/** What a card shows, before it has a place. */
export type Card = Unplaced<SceneNode>

/** Cards that stand together under one another: the endpoints of a dual-stack pod, or a single card. */
export type Slot = readonly Card[]

/** Endpoints at the left, what stands behind them at the right. One slot on each side belongs together. */
export interface Row {
  readonly left: readonly Slot[]
  readonly right: readonly Slot[]
}

/** An edge before it has a way. `port` is the row of the Service that it begins or ends at; absent for its head. */
export interface Wire extends Omit<SceneEdge, 'path'> {
  readonly port?: number
}

/** One Service with everything that is drawn level with it. */
export interface Block {
  readonly graph: ServiceGraph
  readonly service: Card
  readonly clients: readonly Card[]
  readonly rows: readonly Row[]
  readonly entries: readonly Wire[]
  readonly memberships: readonly Wire[]
}

export interface Plan {
  readonly blocks: readonly Block[]
  /** Endpoints to pods, which may stand in the block of another Service. */
  readonly backings: readonly Wire[]
}

/**
 * Which cards are drawn and which edges join them, in drawing order, with nothing said yet of where: Services by
 * name, and each pod once, with the first Service that it stands behind.
 */
export function planScene(graphs: readonly ServiceGraph[], unfolded: ReadonlySet<string>): Plan {
  const ordered = [...graphs].sort((a, b) => compareNames(a.key, b.key))
  const cells = fold(ordered, unfolded)
  const servicesOfPod = groupByPod(ordered)
  const placed = new Set<string>()
  const backings = createWires()
  const blocks = ordered.map((graph): Block => {
    const own = cells.get(graph) ?? []
    for (const cell of own) connectPods(graph, cell, backings)
    return {
      graph,
      service: { id: serviceId(graph), type: 'service', graph },
      clients: graph.clients.map((client) => ({
        id: clientId(client),
        type: 'client',
        client,
        service: graph.key,
      })),
      rows: withNote(
        graph,
        own.flatMap((cell) => rowsOf(graph, cell, placed, servicesOfPod)),
      ),
      entries: entriesOf(graph),
      memberships: membershipsOf(graph, own),
    }
  })
  return { blocks, backings: backings.list() }
}

function serviceId(graph: ServiceGraph): string {
  return `service:${graph.key}`
}

function clientId(client: Client): string {
  return `client:${client.id}`
}

function podId(member: Member): string {
  return `pod:${member.id}`
}

function endpointIds(graph: ServiceGraph, member: Member): readonly string[] {
  return member.endpoints.map((endpoint) => `endpoint:${graph.key}:${endpoint.id}`)
}

function groupByPod(graphs: readonly ServiceGraph[]): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>()
  for (const graph of graphs) {
    for (const member of graph.members) {
      const known = services.get(member.id)
      if (known === undefined) services.set(member.id, [graph.key])
      else known.push(graph.key)
    }
  }
  return services
}

function rowsOf(
  graph: ServiceGraph,
  cell: Cell,
  placed: Set<string>,
  servicesOfPod: ReadonlyMap<string, readonly string[]>,
): readonly Row[] {
  const ghost = (member: Member): Slot => [
    { id: `ghost:${graph.key}:${member.id}`, type: 'ghost', member, service: graph.key },
  ]
  const pod = (member: Member): Slot[] => {
    const id = podId(member)
    if (member.pod === undefined || placed.has(id)) return []
    placed.add(id)
    return [[{ id, type: 'pod', member, services: servicesOfPod.get(member.id) ?? [graph.key] }]]
  }
  const endpoints = (member: Member): Slot =>
    member.endpoints.map((endpoint) => ({
      id: `endpoint:${graph.key}:${endpoint.id}`,
      type: 'endpoint',
      endpoint,
      member,
      service: graph.key,
    }))

  const { endpointGroup, podGroup, ghostGroup } = cell
  if (endpointGroup === undefined && podGroup === undefined && ghostGroup === undefined)
    return cell.members.map((member) =>
      isPublished(member) ? { left: [endpoints(member)], right: pod(member) } : { left: [], right: [ghost(member)] },
    )

  const published = cell.members.filter(isPublished)
  const ghosts = cell.members.filter((member) => !isPublished(member))
  const rows: Row[] = []
  if (endpointGroup === undefined && podGroup === undefined)
    rows.push(...published.map((member) => ({ left: [endpoints(member)], right: pod(member) })))
  else {
    const isNew = podGroup !== undefined && !placed.has(podGroup.id)
    if (isNew) placed.add(podGroup.id)
    rows.push({
      left: endpointGroup ? [[groupCard(endpointGroup, 'endpoints')]] : published.map(endpoints),
      right: podGroup === undefined ? published.flatMap(pod) : isNew ? [[groupCard(podGroup, 'pods')]] : [],
    })
  }
  if (ghostGroup) rows.push({ left: [], right: [[groupCard(ghostGroup, 'pods')]] })
  else rows.push(...ghosts.map((member) => ({ left: [], right: [ghost(member)] })))
  return rows.filter((row) => row.left.length + row.right.length > 0)
}

function groupCard(group: Group, of: 'endpoints' | 'pods'): Card {
  return { ...group, type: 'group', of }
}

/** Words stand where the first endpoint would, so that an empty column is not taken for one that was not read. */
function withNote(graph: ServiceGraph, rows: readonly Row[]): readonly Row[] {
  if (graph.members.some(isPublished)) return rows
  const { service } = graph
  const note = service.type === 'ExternalName' ? 'externalName' : hasSelector(service) ? 'nonePublished' : 'noSelector'
  const slot: Slot = [{ id: `note:${graph.key}`, type: 'note', note, service: graph.key }]
  const [first, ...rest] = rows
  return [{ left: [slot], right: first?.right ?? [] }, ...rest]
}

function entriesOf(graph: ServiceGraph): readonly Wire[] {
  const { ports } = graph.service
  const target = serviceId(graph)
  return graph.clients.flatMap((client): Wire[] => {
    const source = clientId(client)
    const wire = { source, target, type: 'entry', state: 'ready' } as const
    const isUnresolved = 'unresolved' in client && client.unresolved !== undefined
    const takesAll = ports.every((port) => client.ports.includes(port.port))
    if ((client.ports.length === 0 && !isUnresolved) || (ports.length > 0 && takesAll))
      return [{ ...wire, id: `entry:${client.id}` }]
    return ports.flatMap((port, row) =>
      client.ports.includes(port.port)
        ? [{ ...wire, id: `entry:${client.id}:${port.port}/${port.protocol}`, port: row }]
        : [],
    )
  })
}

/** A headless Service has one edge for each endpoint, since a client picks the address and not the port's row. */
function membershipsOf(graph: ServiceGraph, cells: readonly Cell[]): readonly Wire[] {
  const { ports } = graph.service
  const wires = createWires()
  const source = serviceId(graph)
  for (const { members, endpointGroup } of cells) {
    for (const member of members) {
      const ids = endpointIds(graph, member)
      member.endpoints.forEach((endpoint, at) => {
        const target = endpointGroup?.id ?? ids[at] ?? ''
        const wire = { source, target, type: 'membership', state: endpoint.state } as const
        if (isHeadless(graph.service)) {
          wires.add({ ...wire, id: `membership:${graph.key}::${target}` })
          return
        }
        ports.forEach((port, row) => {
          if (endpoint.ports.some((published) => serves(published, port)))
            wires.add({
              ...wire,
              id: `membership:${graph.key}:${port.port}/${port.protocol}:${target}`,
              port: row,
            })
        })
      })
    }
  }
  return wires.list()
}

function connectPods(graph: ServiceGraph, { members, endpointGroup, podGroup }: Cell, wires: Wires): void {
  for (const member of members) {
    if (member.pod === undefined) continue
    const target = podGroup?.id ?? podId(member)
    const ids = endpointIds(graph, member)
    member.endpoints.forEach((endpoint, at) => {
      const source = endpointGroup?.id ?? ids[at] ?? ''
      wires.add({ id: `backing:${source}:${target}`, source, target, type: 'backing', state: endpoint.state })
    })
  }
}

interface Wires {
  add(wire: Wire): void
  list(): readonly Wire[]
}

/** Edges of a group run together: the state of one is ready as soon as any endpoint in it is, else the worst of them. */
function createWires(): Wires {
  const wires = new Map<string, Wire>()
  return {
    add(wire) {
      const known = wires.get(wire.id)
      if (known === undefined) wires.set(wire.id, wire)
      else if (known.state !== wire.state) wires.set(wire.id, { ...known, state: together(known, wire) })
    },
    list: () => [...wires.values()],
  }
}

function together(a: Wire, b: Wire): EndpointState {
  return a.state === 'ready' || b.state === 'ready' ? 'ready' : worstState([a, b])
}
