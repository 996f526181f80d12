import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, Node, Pod, Service, Workload } from '@/lib/kubernetes/record'
import { clientsOf, type WaysIn } from './clients'
import { compareNames } from './compare'
import type { Counts, Member, ServiceGraph } from './graph'
import { keep, keepItems } from './keep'
import { isFinished, membersOf, workloadOf } from './members'
import { nearMissesOf } from './near-miss'
import { hasSelector } from './ports'

export { isFinished, podKeyOf } from './members'

/** What the graph of one Service is computed from. */
export interface GraphSource extends WaysIn {
  /** Those that name the Service in their label, by name. */
  readonly slices: readonly EndpointSlice[]
  /** The pods that its selector matches. */
  readonly matching: readonly Pod[]
  pod(key: Key): Pod | undefined
  node(name: string): Node | undefined
  /** False while no node is known at all (denied, or not yet read): then none is said to be gone. */
  readonly knowsNodes: boolean
  replicaSet(key: Key): Workload | undefined
  /** The pods of the Service's namespace, those that differ only in generated labels together. */
  podsByTemplate(): Iterable<Iterable<Pod>>
}

/** Whether a Service looks for pods and finds none, or only such as ended: then those that nearly match are of interest. */
export function isLonely(
  service: Service,
  matching: readonly Pod[],
): service is Service & { readonly selector: NonNullable<Service['selector']> } {
  return hasSelector(service) && matching.every((pod) => pod.phase === 'Succeeded' || pod.phase === 'Failed')
}

/**
 * The graph of one Service. Whatever of it says the same as in `previous` is the same object as there: endpoints,
 * members, clients, and the graph itself.
 */
export function graphOf(service: Service, source: GraphSource, previous?: ServiceGraph): ServiceGraph {
  const members = keepItems(previous?.members, membersOf(service, source, previous?.members))
  const standing = members.filter((member) => !isFinished(member))
  const zones = new Set<string>()
  const workloads = new Set<string>()
  for (const member of standing) {
    if (member.zone !== undefined) zones.add(member.zone)
    if (member.workload !== undefined) workloads.add(member.workload)
  }
  const [workload] = workloads
  const clients = clientsOf(service, source, members)
  const near = isLonely(service, source.matching)
    ? nearMissesOf(service.selector, source.podsByTemplate(), (pod) => workloadOf(pod, source), previous)
    : undefined
  const next: ServiceGraph = {
    key: keyOf(service),
    service: keep(previous?.service, service),
    slices: keepItems(previous?.slices, keepSlices(previous?.slices, source.slices)),
    members,
    clients: keepItems(
      previous?.clients,
      clients.map((client) => {
        const before = previous?.clients.find((candidate) => candidate.id === client.id)
        return keep(before, client)
      }),
    ),
    counts: keep(previous?.counts, countsOf(standing)),
    zones: keep(previous?.zones, [...zones].sort(compareNames)),
    ...(workloads.size === 1 && workload !== undefined && { workload }),
    ...near,
  }
  return previous !== undefined && isSameGraph(previous, next) ? previous : next
}

function countsOf(members: readonly Member[]): Counts {
  const counts = { ready: 0, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0 }
  for (const { state } of members) if (state !== 'unknown') counts[state]++
  return counts
}

function keepSlices(previous: readonly EndpointSlice[] = [], next: readonly EndpointSlice[]): readonly EndpointSlice[] {
  return next.map((slice) =>
    keep(
      previous.find((candidate) => candidate.name === slice.name),
      slice,
    ),
  )
}

function isSameGraph(a: ServiceGraph, b: ServiceGraph): boolean {
  return (
    a.service === b.service &&
    a.slices === b.slices &&
    a.members === b.members &&
    a.clients === b.clients &&
    a.counts === b.counts &&
    a.zones === b.zones &&
    a.workload === b.workload &&
    a.nearMisses === b.nearMisses &&
    a.nearMissCount === b.nearMissCount
  )
}
