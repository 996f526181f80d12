import type { EndpointState } from '@/lib/kubernetes/summary'
import { compareNames } from '@/lib/topology/compare'
import { worstState } from '@/lib/topology/endpoints'
import type { Client, Endpoint, Member, ServiceGraph } from '@/lib/topology/graph'
import { hasSelector, isHeadless, serves } from '@/lib/topology/ports'
import type { Cell, ClientGroup, Group } from './folding'
import { fold, foldClients, isFolded, isPublished } from './folding'
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
  /** Endpoints to pods, which may stand in the block of another Service. */
  readonly backings: readonly Wire[]
}

/**
 * Which cards are drawn and which edges join them, in drawing order, with nothing said yet of where: Services by
 * name, and each pod once, with the first Service that it stands behind. A block is the same object as the last time
 * as long as nothing in it has changed.
 */
export function planScene(graphs: readonly ServiceGraph[], unfolded: ReadonlySet<string>): readonly Block[] {
  const ordered = [...graphs].sort((a, b) => compareNames(a.key, b.key))
  const cells = fold(ordered, unfolded)
  const folded = isFolded(ordered)
  const homes = homesOf(cells)
  return ordered.map((graph) => {
    const own = cells.get(graph) ?? []
    const clients = foldClients(graph, unfolded)
    const ties = tiesOf(own, homes)
    const known = planned.get(graph)
    const isKept =
      known !== undefined &&
      known.cells === own &&
      known.folded === folded &&
      known.ties === ties &&
      known.clients.length === clients.length &&
      known.clients.every(({ id }, at) => id === clients[at]?.id)
    if (isKept) return known.block
    const block = planBlock(graph, { cells: own, clients, folded, homes })
    planned.set(graph, { cells: own, clients, folded, ties, block })
    return block
  })
}

/** What a block was made of, besides its graph. */
interface Planned {
  readonly cells: readonly Cell[]
  readonly clients: readonly (Client | ClientGroup)[]
  readonly folded: boolean
  readonly ties: string
  readonly block: Block
}

const planned = new WeakMap<ServiceGraph, Planned>()

function planBlock(
  graph: ServiceGraph,
  {
    cells,
    clients,
    folded,
    homes,
  }: Pick<Planned, 'cells' | 'clients' | 'folded'> & { readonly homes: ReadonlyMap<string, Home> },
): Block {
  const joints = cells.map((cell) => jointsOf(graph, cell))
  return {
    graph,
    service: { id: serviceId(graph), type: 'service', graph },
    clients: clients.map(
      (client): Card =>
        'clients' in client
          ? { ...client, type: 'clients', service: graph.key }
          : { id: clientId(client), type: 'client', client, service: graph.key },
    ),
    rows: withNote(graph, [
      ...cells.flatMap((cell) => rowsOf(graph, cell, homes)),
      ...nearGhosts(graph, folded).map((card): Row => ({ left: [], right: [[card]] })),
    ]),
    entries: clients.flatMap((client) => entriesOf(graph, client)),
    memberships: membershipsOf(graph, joints.flat()),
    backings: cells.flatMap((cell, at) => backingsOf(graph, joints[at] ?? [], { ...cell, homes })),
  }
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

/** Where a pod that has a card of its own is drawn, and which Services it stands behind or is meant to. */
interface Home {
  /** The first Service that publishes it. */
  owner?: string
  readonly services: string[]
}

/** By member id. */
function homesOf(cells: ReadonlyMap<ServiceGraph, readonly Cell[]>): ReadonlyMap<string, Home> {
  const homes = new Map<string, Home>()
  for (const [{ key }, own] of cells) {
    for (const { members, podGroup } of own) {
      if (podGroup !== undefined) continue
      for (const member of members) {
        const home = homes.get(member.id) ?? { services: [] }
        if (home.services.length === 0) homes.set(member.id, home)
        home.services.push(key)
        if (isPublished(member)) home.owner ??= key
      }
    }
  }
  return homes
}

/** What of other Services a block depends on: who else has its pods, and who draws them. Empty for most. */
function tiesOf(cells: readonly Cell[], homes: ReadonlyMap<string, Home>): string {
  let ties = ''
  for (const { members, podGroup } of cells) {
    if (podGroup !== undefined) continue
    for (const { id } of members) {
      const home = homes.get(id)
      if (home !== undefined && home.services.length > 1) ties += `${id} ${home.owner} ${home.services}\n`
    }
  }
  return ties
}

function rowsOf(graph: ServiceGraph, cell: Cell, homes: ReadonlyMap<string, Home>): readonly Row[] {
  const ghost = (member: Member): Slot => [
    { id: `ghost:${graph.key}:${member.id}`, type: 'ghost', member, service: graph.key },
  ]
  const pod = (member: Member): Slot[] => {
    const home = homes.get(member.id)
    if (member.pod === undefined || home?.owner !== graph.key) return []
    return [[{ id: podId(member), type: 'pod', member, services: home.services }]]
  }
  const endpoints = (member: Member): Slot =>
    member.endpoints.map((endpoint) => ({
      id: endpointId(graph, endpoint),
      type: 'endpoint',
      endpoint,
      member,
      service: graph.key,
    }))

  const { endpointGroup, podGroup, ghostGroup, ghosts } = cell
  if (endpointGroup === undefined && podGroup === undefined && ghostGroup === undefined)
    return cell.members.map((member) =>
      isPublished(member) ? { left: [endpoints(member)], right: pod(member) } : { left: [], right: [ghost(member)] },
    )

  const published = cell.members.filter(isPublished)
  const rows: Row[] = []
  if (endpointGroup === undefined && podGroup === undefined)
    rows.push(...published.map((member) => ({ left: [endpoints(member)], right: pod(member) })))
  else {
    const isDrawnHere = podGroup?.services[0] === graph.key
    rows.push({
      left: endpointGroup ? [[groupCard(endpointGroup, 'endpoints')]] : published.map(endpoints),
      right: podGroup === undefined ? published.flatMap(pod) : isDrawnHere ? [[groupCard(podGroup, 'pods')]] : [],
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

function entriesOf(graph: ServiceGraph, client: Client | ClientGroup): readonly Wire[] {
  if (!('clients' in client)) return wiresOf(graph, client, { id: client.id, source: clientId(client) })
  const wires = client.clients.flatMap((each) => wiresOf(graph, each, { id: client.id, source: client.id }))
  return [...new Map(wires.map((wire) => [wire.id, wire])).values()]
}

/** An edge to the head where a client comes by every port, else one to the row of each that it names. */
function wiresOf(
  graph: ServiceGraph,
  client: Client,
  { id, source }: { readonly id: string; readonly source: string },
): readonly Wire[] {
  const { ports } = graph.service
  const type = client.kind === 'inferred' ? 'inferred' : 'entry'
  const wire = { source, target: serviceId(graph), type, state: 'ready', block: graph.key } as const
  const isUnresolved = 'unresolved' in client && client.unresolved !== undefined
  const takesAll = ports.every((port) => client.ports.includes(port.port))
  if ((client.ports.length === 0 && !isUnresolved) || (ports.length > 0 && takesAll))
    return [{ ...wire, id: `entry:${id}` }]
  return ports.flatMap((port, row) =>
    client.ports.includes(port.port) ? [{ ...wire, id: `entry:${id}:${port.port}/${port.protocol}`, port: row }] : [],
  )
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
  const wire = { source: serviceId(graph), type: 'membership', block: graph.key } as const
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

function backingsOf(
  graph: ServiceGraph,
  joints: readonly Joint[],
  { podGroup, homes }: Pick<Cell, 'podGroup'> & { readonly homes: ReadonlyMap<string, Home> },
): readonly Wire[] {
  const wire = (source: string, target: string, endpoints: readonly Endpoint[], owner: string | undefined): Wire => ({
    id: `backing:${source}:${target}`,
    source,
    target,
    type: 'backing',
    state: together(endpoints),
    ...(owner === graph.key && { block: owner }),
  })
  return joints.flatMap((joint) => {
    const backed = joint.members.filter((member) => member.pod !== undefined)
    const own = (member: Member) => member.endpoints.filter((endpoint) => joint.endpoints.includes(endpoint))
    if (podGroup === undefined)
      return backed.map((member) => wire(joint.id, podId(member), own(member), homes.get(member.id)?.owner))
    return backed.length > 0 ? [wire(joint.id, podGroup.id, joint.endpoints, podGroup.services[0])] : []
  })
}

/** Edges that run as one are ready as soon as any is, else as bad as the worst of them. */
function together(endpoints: readonly Endpoint[]): EndpointState {
  return endpoints.some(({ state }) => state === 'ready') ? 'ready' : worstState(endpoints)
}
