import { compareOptional } from '@/lib/topology/compare'
import type { Client, Member, ServiceGraph } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/members'
import { MAX_CLIENTS, MAX_ROWS } from './measures'

/** Members of one Service that are drawn together: all of them, or in a folded view those of one workload and zone. */
export interface Cell {
  readonly members: readonly Member[]
  /** Present where the endpoints are drawn as one group. */
  readonly endpointGroup?: Group
  /** Present where the pods are; it is the same object for every Service that these pods stand behind. */
  readonly podGroup?: Group
  /** Members that are not published, one by one; a pod group holds those of its pods that are only starting. */
  readonly ghosts: readonly Member[]
  /** Present where they are one group: of this Service alone. */
  readonly ghostGroup?: Group
}

export interface Group {
  readonly id: string
  readonly label: string
  readonly zone?: string
  readonly members: readonly Member[]
  readonly services: readonly string[]
}

/**
 * How the members of some Services are drawn: one by one, or above MAX_ROWS in groups by workload and zone. Unfolding
 * either group of a workload and zone unfolds endpoints and pods together, so that each row has both its ends; a
 * group of one is never made. Cells are the same objects as the last time as long as nothing that they say has changed.
 */
export function fold(
  graphs: readonly ServiceGraph[],
  unfolded: ReadonlySet<string>,
): ReadonlyMap<ServiceGraph, readonly Cell[]> {
  if (!isFolded(graphs)) return new Map(graphs.map((graph) => [graph, [wholeCell(graph)]]))

  const shared = new Map<string, Sharing>()
  for (const graph of graphs) {
    for (const part of partsOf(graph)) {
      const known = shared.get(part.key)
      if (known === undefined) shared.set(part.key, { parts: [part], services: [graph.key] })
      else {
        known.parts.push(part)
        known.services.push(graph.key)
      }
    }
  }
  const podGroups = new Map<string, Group>()
  for (const [key, sharing] of shared) {
    const isOpen = unfolded.size > 0 && isUnfolded(sharing, unfolded)
    const group = isOpen ? undefined : podGroupOf(sharing)
    if (group !== undefined) podGroups.set(key, group)
  }
  return new Map(graphs.map((graph) => [graph, cellsOf(graph, podGroups, unfolded)]))
}

/** Whether a view of these Services has too many rows to draw one by one. */
export function isFolded(graphs: readonly ServiceGraph[]): boolean {
  return graphs.reduce((sum, graph) => sum + graph.members.length, 0) > MAX_ROWS
}

/** Whether any address stands in a slice for it; else it is drawn as a ghost. */
export function isPublished(member: Member): boolean {
  return member.endpoints.length > 0
}

/** Clients of one kind that are drawn as one card. */
export interface ClientGroup {
  readonly id: string
  readonly clients: readonly Client[]
}

/** The ways into a Service as they are drawn, in order: kinds that would fill the column become one card each. */
export function foldClients(
  { key, clients }: ServiceGraph,
  unfolded: ReadonlySet<string>,
): readonly (Client | ClientGroup)[] {
  if (clients.length <= MAX_CLIENTS) return clients
  const kinds = new Map<Client['kind'], Client[]>()
  for (const client of clients) {
    const known = kinds.get(client.kind)
    if (known === undefined) kinds.set(client.kind, [client])
    else known.push(client)
  }
  return [...kinds].flatMap(([kind, own]): readonly (Client | ClientGroup)[] => {
    const id = `group:clients:${key}:${kind}`
    return own.length > MAX_CLIENTS && !unfolded.has(id) ? [{ id, clients: own }] : own
  })
}

/** The members of a Service of one workload and zone. */
interface Part {
  readonly key: string
  readonly podGroupId: string
  readonly members: readonly Member[]
  readonly published: readonly Member[]
  /** Of the published, those with a pod. */
  readonly backed: readonly Member[]
  /** Those with a pod that is published or has no address yet. */
  readonly grouped: readonly Member[]
  readonly endpointGroup: Group
  /** Without those that a pod group holds. */
  readonly ghosts: Ghosts
  readonly allGhosts: Ghosts
}

interface Ghosts {
  readonly members: readonly Member[]
  readonly group: Group
}

interface Sharing {
  readonly parts: Part[]
  readonly services: string[]
}

// What follows from one graph, or from objects that do, is kept with them: a change of one Service costs one Service.
const wholeCells = new WeakMap<ServiceGraph, Cell>()
const partsByGraph = new WeakMap<ServiceGraph, readonly Part[]>()
const cellsByGraph = new WeakMap<ServiceGraph, readonly Cell[]>()
const podGroupsByPart = new WeakMap<Part, { readonly parts: readonly Part[]; readonly group: Group | undefined }>()

function wholeCell(graph: ServiceGraph): Cell {
  const known = wholeCells.get(graph)
  if (known !== undefined) return known
  const members = inOrder(graph.members)
  const cell: Cell = { members, ghosts: members.filter((member) => !isPublished(member)) }
  wholeCells.set(graph, cell)
  return cell
}

function partsOf(graph: ServiceGraph): readonly Part[] {
  const known = partsByGraph.get(graph)
  if (known !== undefined) return known
  const places = new Map<string, { workload: string | undefined; zone: string | undefined; members: Member[] }>()
  for (const member of graph.members) {
    const { workload, zone } = member
    const key = `${workload ?? ''}:${zone ?? ''}`
    const place = places.get(key)
    if (place === undefined) places.set(key, { workload, zone, members: [member] })
    else place.members.push(member)
  }
  const parts = [...places]
    .sort(([, a], [, b]) => compareOptional(a.zone, b.zone) || compareOptional(a.workload, b.workload))
    .map(([key, { workload, zone, members }]): Part => {
      const published = members.filter(isPublished)
      const title = {
        label: workload?.slice(workload.indexOf('/') + 1) ?? '',
        ...(zone !== undefined && { zone }),
        services: [graph.key],
      }
      const ghosts = (own: readonly Member[]): Ghosts => ({
        members: own,
        group: { ...title, id: `group:ghosts:${graph.key}:${key}`, members: own },
      })
      const ordered = inOrder(members)
      const absent = ordered.filter((member) => !isPublished(member))
      return {
        key,
        podGroupId: `group:pods:${key}`,
        members: ordered,
        published,
        backed: published.filter(({ pod }) => pod !== undefined),
        grouped: members.filter((member) => (isPublished(member) ? member.pod !== undefined : isStarting(member))),
        endpointGroup: { ...title, id: `group:endpoints:${graph.key}:${key}`, members: published },
        ghosts: ghosts(absent.filter((member) => !isStarting(member))),
        allGhosts: ghosts(absent),
      }
    })
  partsByGraph.set(graph, parts)
  return parts
}

function isUnfolded({ parts }: Sharing, unfolded: ReadonlySet<string>): boolean {
  return parts.some((part) => unfolded.has(part.podGroupId) || unfolded.has(part.endpointGroup.id))
}

/**
 * The pods of one workload and zone, of whichever Services; undefined where there are not two that are published. Where
 * they stand behind one Service alone those that are starting count among them, so that a pod that comes up moves nothing.
 */
function podGroupOf({ parts, services }: Sharing): Group | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const known = podGroupsByPart.get(first)
  if (known !== undefined && isSame(known.parts, parts)) return known.group
  const pods = new Map<string, Member>()
  for (const member of parts.flatMap(({ backed }) => backed)) if (!pods.has(member.id)) pods.set(member.id, member)
  const { label, zone } = first.endpointGroup
  const members = parts.length === 1 ? first.grouped : [...pods.values()]
  const group: Group | undefined =
    pods.size > 1 ? { label, ...(zone !== undefined && { zone }), id: first.podGroupId, members, services } : undefined
  podGroupsByPart.set(first, { parts, group })
  return group
}

/** Whether a pod is coming up: it has no address yet. */
function isStarting({ state, pod }: Member): boolean {
  return state === 'pending' && pod !== undefined
}

function cellsOf(
  graph: ServiceGraph,
  podGroups: ReadonlyMap<string, Group>,
  unfolded: ReadonlySet<string>,
): readonly Cell[] {
  const known = cellsByGraph.get(graph)
  const cells = partsOf(graph).map((part, at): Cell => {
    const { endpointGroup } = part
    const isOpen = part.published.length < 2 || unfolded.has(endpointGroup.id) || unfolded.has(part.podGroupId)
    const podGroup = podGroups.get(part.key)
    const ghosts = podGroup?.services.length === 1 ? part.ghosts : part.allGhosts
    const hasGhostGroup = ghosts.members.length > 1 && !unfolded.has(ghosts.group.id)
    const before = known?.[at]
    const isKept =
      before !== undefined &&
      (before.endpointGroup === undefined) === isOpen &&
      before.podGroup === podGroup &&
      before.ghosts === ghosts.members &&
      (before.ghostGroup !== undefined) === hasGhostGroup
    if (isKept) return before
    return {
      members: part.members,
      ...(!isOpen && { endpointGroup }),
      ...(podGroup !== undefined && { podGroup }),
      ghosts: ghosts.members,
      ...(hasGhostGroup && { ghostGroup: ghosts.group }),
    }
  })
  if (known !== undefined && isSame(known, cells)) return known
  cellsByGraph.set(graph, cells)
  return cells
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}

/** Pods that ended stand last: they never come back, and the living ones keep their places. */
function inOrder(members: readonly Member[]): readonly Member[] {
  return members.some(isFinished)
    ? [...members.filter((member) => !isFinished(member)), ...members.filter(isFinished)]
    : members
}
