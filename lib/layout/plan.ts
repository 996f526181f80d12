import type { EndpointState } from '@/lib/kubernetes/summary'
import { compareNames } from '@/lib/topology/compare'
import { worstState } from '@/lib/topology/endpoints'
import type { Client, Endpoint, Member, ServiceGraph } from '@/lib/topology/graph'
import { hasSelector, isHeadless, serves } from '@/lib/topology/ports'
import type { Cell, Group } from './folding'
import { fold, isFolded, isPublished } from './folding'
import { nearGhosts } from './near-ghosts'
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

/** An edge before it has a way. */
export type Wire = Omit<SceneEdge, 'path'>

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
  const folded = isFolded(ordered)
  const servicesOfPod = servicesByPod(cells)
  const placed = new Set<string>()
  const backings: Wire[] = []
  const blocks = ordered.map((graph): Block => {
    const own = cells.get(graph) ?? []
    const joints = own.map((cell) => jointsOf(graph, cell))
    backings.push(...own.flatMap((cell, at) => backingsOf(joints[at] ?? [], cell.podGroup)))
    return {
      graph,
      service: { id: serviceId(graph), type: 'service', graph },
      clients: graph.clients.map((client) => ({
        id: clientId(client),
        type: 'client',
        client,
        service: graph.key,
      })),
      rows: withNote(graph, [
        ...own.flatMap((cell) => rowsOf(graph, cell, placed, servicesOfPod)),
        ...nearGhosts(graph, folded).map((card): Row => ({ left: [], right: [[card]] })),
      ]),
      entries: entriesOf(graph),
      memberships: membershipsOf(graph, joints.flat()),
    }
  })
  return { blocks, backings }
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

function endpointId(graph: ServiceGraph, endpoint: Endpoint): string {
  return `endpoint:${graph.key}:${endpoint.id}`
}

/** The Services of each pod that has a card of its own, by member id. */
function servicesByPod(cells: ReadonlyMap<ServiceGraph, readonly Cell[]>): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>()
  for (const [graph, own] of cells) {
    for (const member of own.flatMap((cell) => (cell.podGroup === undefined ? cell.members : []))) {
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
      id: endpointId(graph, endpoint),
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
    const type = client.kind === 'inferred' ? 'inferred' : 'entry'
    const wire = { source, target, type, state: 'ready' } as const
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

/** Where edges come out on the way to pods: an endpoint's card, or a group of them. */
interface Joint {
  readonly id: string
  readonly members: readonly Member[]
  readonly endpoints: readonly Endpoint[]
}

function jointsOf(graph: ServiceGraph, { members, endpointGroup }: Cell): readonly Joint[] {
  if (endpointGroup !== undefined)
    return [{ ...endpointGroup, endpoints: endpointGroup.members.flatMap((member) => member.endpoints) }]
  return members.flatMap((member) =>
    member.endpoints.map((endpoint) => ({
      id: endpointId(graph, endpoint),
      members: [member],
      endpoints: [endpoint],
    })),
  )
}

/** A headless Service has one edge for each endpoint, since a client picks the address and not the port's row. */
function membershipsOf(graph: ServiceGraph, joints: readonly Joint[]): readonly Wire[] {
  const { ports } = graph.service
  const wire = { source: serviceId(graph), type: 'membership' } as const
  if (isHeadless(graph.service))
    return joints.map(({ id, endpoints }) => ({
      ...wire,
      id: `membership:${graph.key}:${id}`,
      target: id,
      state: together(endpoints),
    }))
  return joints.flatMap(({ id, endpoints }) =>
    ports.flatMap((port, row) => {
      const served = endpoints.filter((endpoint) => endpoint.ports.some((published) => serves(published, port)))
      if (served.length === 0) return []
      const name = `${port.port}/${port.protocol}`
      return [{ ...wire, id: `membership:${graph.key}:${name}:${id}`, target: id, state: together(served), port: row }]
    }),
  )
}

function backingsOf(joints: readonly Joint[], podGroup: Group | undefined): readonly Wire[] {
  const wire = (source: string, target: string, endpoints: readonly Endpoint[]): Wire => ({
    id: `backing:${source}:${target}`,
    source,
    target,
    type: 'backing',
    state: together(endpoints),
  })
  return joints.flatMap((joint) => {
    const backed = joint.members.filter((member) => member.pod !== undefined)
    const own = (member: Member) => member.endpoints.filter((endpoint) => joint.endpoints.includes(endpoint))
    if (podGroup === undefined) return backed.map((member) => wire(joint.id, podId(member), own(member)))
    return backed.length > 0 ? [wire(joint.id, podGroup.id, joint.endpoints)] : []
  })
}

/** Edges that run as one are ready as soon as any is, else as bad as the worst of them. */
function together(endpoints: readonly Endpoint[]): EndpointState {
  return endpoints.some(({ state }) => state === 'ready') ? 'ready' : worstState(endpoints)
}
