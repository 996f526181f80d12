import { compareOptional } from '@/lib/topology/compare'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/members'
import { MAX_ROWS } from './measures'

/** Members of one Service that are drawn together: all of them, or in a folded view those of one workload and zone. */
export interface Cell {
  readonly members: readonly Member[]
  /** Present where the endpoints are drawn as one group. */
  readonly endpointGroup?: Group
  /** Present where the pods are; it is the same object for every Service that these pods stand behind. */
  readonly podGroup?: Group
  /** Present where the pods that match and are not published are one group: of this Service alone. */
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
 * group of one is never made.
 */
export function fold(
  graphs: readonly ServiceGraph[],
  unfolded: ReadonlySet<string>,
): ReadonlyMap<ServiceGraph, readonly Cell[]> {
  if (!isFolded(graphs)) return new Map(graphs.map((graph) => [graph, [{ members: inOrder(graph.members) }]]))

  const podGroups = new Map<string, PodGroup>()
  const parts = graphs.map((graph) => ({ graph, parts: partsOf(graph) }))
  for (const { graph, parts: own } of parts) {
    for (const part of own) {
      let group = podGroups.get(part.key)
      if (group === undefined) {
        group = { part, pods: new Map(), services: [], isOpen: unfolded.has(podGroupId(part)) }
        podGroups.set(part.key, group)
      }
      group.services.push(graph.key)
      if (unfolded.has(endpointGroupId(graph, part))) group.isOpen = true
      for (const member of part.members) {
        if (member.pod !== undefined && isPublished(member) && !group.pods.has(member.id))
          group.pods.set(member.id, member)
      }
    }
  }

  const made = new Map<string, Group>()
  for (const [key, { part, pods, services, isOpen }] of podGroups) {
    if (!isOpen && pods.size > 1)
      made.set(key, { ...titleOf(part), id: podGroupId(part), members: [...pods.values()], services })
  }
  return new Map(
    parts.map(({ graph, parts: own }) => [
      graph,
      own.map((part): Cell => {
        const published = part.members.filter(isPublished)
        const ghosts = part.members.filter((member) => !isPublished(member))
        const id = endpointGroupId(graph, part)
        const isOpen = unfolded.has(id) || unfolded.has(podGroupId(part)) || published.length < 2
        const podGroup = made.get(part.key)
        const ghostGroup = `group:ghosts:${graph.key}:${part.key}`
        const hasGhostGroup = ghosts.length > 1 && !unfolded.has(ghostGroup)
        return {
          members: inOrder(part.members),
          ...(!isOpen && {
            endpointGroup: { ...titleOf(part), id, members: published, services: [graph.key] },
          }),
          ...(podGroup !== undefined && { podGroup }),
          ...(hasGhostGroup && {
            ghostGroup: { ...titleOf(part), id: ghostGroup, members: ghosts, services: [graph.key] },
          }),
        }
      }),
    ]),
  )
}

/** Whether a view of these Services has too many rows to draw one by one. */
export function isFolded(graphs: readonly ServiceGraph[]): boolean {
  return graphs.reduce((sum, graph) => sum + graph.members.length, 0) > MAX_ROWS
}

/** Whether any address stands in a slice for it; else it is drawn as a ghost. */
export function isPublished(member: Member): boolean {
  return member.endpoints.length > 0
}

interface Part {
  readonly key: string
  readonly workload: string | undefined
  readonly zone: string | undefined
  readonly members: Member[]
}

/** The pods of one workload and zone, of whichever Services. */
interface PodGroup {
  readonly part: Part
  readonly pods: Map<string, Member>
  readonly services: string[]
  isOpen: boolean
}

function partsOf(graph: ServiceGraph): readonly Part[] {
  const parts = new Map<string, Part>()
  for (const member of graph.members) {
    const { workload, zone } = member
    const key = `${workload ?? ''}:${zone ?? ''}`
    const part = parts.get(key)
    if (part === undefined) parts.set(key, { key, workload, zone, members: [member] })
    else part.members.push(member)
  }
  return [...parts.values()].sort((a, b) => compareOptional(a.zone, b.zone) || compareOptional(a.workload, b.workload))
}

function endpointGroupId(graph: ServiceGraph, part: Part): string {
  return `group:endpoints:${graph.key}:${part.key}`
}

function podGroupId(part: Part): string {
  return `group:pods:${part.key}`
}

function titleOf({ workload, zone }: Part): { readonly label: string; readonly zone?: string } {
  return { label: workload?.slice(workload.indexOf('/') + 1) ?? '', ...(zone !== undefined && { zone }) }
}

/** Pods that ended stand last: they never come back, and the living ones keep their places. */
function inOrder(members: readonly Member[]): readonly Member[] {
  return members.some(isFinished)
    ? [...members.filter((member) => !isFinished(member)), ...members.filter(isFinished)]
    : members
}
