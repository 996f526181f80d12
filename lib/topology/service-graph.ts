import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, Ingress, Node, Pod, Route, Service, Workload } from '@/lib/kubernetes/record'
import { clientsOf } from './clients'
import { compareNames, compareOptional } from './compare'
import { endpointsOf, worstState } from './endpoints'
import type { Counts, Endpoint, Member, MissingReason, ServiceGraph } from './graph'
import { keep } from './keep'
import { missingReasons } from './missing'

/** What the graph of one Service is computed from. */
export interface GraphSource {
  /** Those that name the Service in their label, by name. */
  readonly slices: readonly EndpointSlice[]
  /** The pods that its selector matches. */
  readonly matching: Iterable<Pod>
  readonly ingresses: readonly Ingress[]
  readonly routes: readonly Route[]
  pod(key: Key): Pod | undefined
  node(name: string): Node | undefined
  /** False while no node is known at all (denied, or not yet read): then none is said to be gone. */
  readonly knowsNodes: boolean
  replicaSet(key: Key): Workload | undefined
}

/**
 * The graph of one Service. Whatever of it says the same as in `previous` is the same object as there: endpoints,
 * members, clients, and the graph itself.
 */
export function graphOf(service: Service, source: GraphSource, previous?: ServiceGraph): ServiceGraph {
  const members = membersOf(service, source, previous)
  const standing = members.filter((member) => !isFinished(member))
  const zones = new Set<string>()
  const workloads = new Set<string>()
  for (const member of standing) {
    if (member.zone !== undefined) zones.add(member.zone)
    if (member.workload !== undefined) workloads.add(member.workload)
  }
  const [workload] = workloads
  const clients = clientsOf(service, source.ingresses, source.routes)
  const next: ServiceGraph = {
    key: keyOf(service),
    service: keep(previous?.service, service),
    slices: keepItems(previous?.slices, keepSlices(previous?.slices, source.slices)),
    members: keepItems(previous?.members, members),
    clients: keep(
      previous?.clients,
      clients.map((client) => keep(find(previous?.clients, client.id), client)),
    ),
    counts: keep(previous?.counts, countsOf(standing)),
    zones: keep(previous?.zones, [...zones].sort(compareNames)),
    ...(workloads.size === 1 && workload !== undefined && { workload }),
  }
  return previous !== undefined && isSameGraph(previous, next) ? previous : next
}

/** A pod that ended, so that nothing is missing: it is drawn, and counted nowhere. */
export function isFinished(member: Member): boolean {
  return member.reasons.includes('finished')
}

/** The pod that a member stands for, live or not; undefined for an address that no pod stands behind. */
export function podKeyOf(member: Member): Key | undefined {
  if (member.pod !== undefined) return keyOf(member.pod)
  const target = member.endpoints[0]?.target
  return target?.kind === 'Pod' ? keyOf(target) : undefined
}

function membersOf(service: Service, source: GraphSource, previous: ServiceGraph | undefined): Member[] {
  const known = new Map(previous?.members.map((member) => [member.id, member]))
  const drafts = new Map<string, { readonly endpoints: Endpoint[]; readonly pod: Pod | undefined }>()
  const published = new Set<Pod>()
  for (const endpoint of endpointsOf(service, source.slices)) {
    const pod = livePod(endpoint, source)
    const id = memberId(endpoint, pod)
    if (pod !== undefined) published.add(pod)
    const draft = drafts.get(id)
    if (draft === undefined) drafts.set(id, { endpoints: [endpoint], pod })
    else draft.endpoints.push(endpoint)
  }
  for (const pod of source.matching) {
    if (!published.has(pod) && pod.deleted === undefined) drafts.set(idOfPod(pod), { endpoints: [], pod })
  }

  const found: Member[] = []
  const member = (id: string, { endpoints, pod }: { endpoints: Endpoint[]; pod: Pod | undefined }) => {
    const before = known.get(id)
    return keep(before, toMember(id, service, source, endpoints, pod, before))
  }
  // In the previous order first: the sort below is then nearly linear for a Service of thousands.
  for (const id of known.keys()) {
    const draft = drafts.get(id)
    if (draft === undefined) continue
    found.push(member(id, draft))
    drafts.delete(id)
  }
  for (const [id, draft] of drafts) found.push(member(id, draft))
  return found.sort(compareMembers)
}

function toMember(
  id: string,
  service: Service,
  source: GraphSource,
  drafted: Endpoint[],
  pod: Pod | undefined,
  previous: Member | undefined,
): Member {
  const endpoints = keepItems(
    previous?.endpoints,
    drafted.map((endpoint) => keep(find(previous?.endpoints, endpoint.id), endpoint)).sort(compareEndpoints),
  )
  const node = endpoints.find((endpoint) => endpoint.node !== undefined)?.node ?? pod?.node
  const nodeRecord = node === undefined ? undefined : source.node(node)
  const zone = endpoints.find((endpoint) => endpoint.zone !== undefined)?.zone ?? nodeRecord?.zone
  const workload = pod && workloadOf(pod, source)
  const state = worstState(endpoints.map((endpoint) => endpoint.state))
  let reasons: readonly MissingReason[] = []
  if (endpoints.length > 0) reasons = state === 'missing' ? ['noPort'] : []
  else if (pod !== undefined) {
    const hasNode = nodeRecord !== undefined || node === undefined || !source.knowsNodes
    reasons = missingReasons(service, pod, hasNode)
  }
  const absent = reasons.includes('noAddress') ? 'pending' : 'missing'
  return {
    id,
    state: endpoints.length > 0 ? state : absent,
    endpoints,
    ...(pod !== undefined && { pod }),
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    ...(workload !== undefined && { workload }),
    reasons,
  }
}

/** The pod that an endpoint names, unless it is gone or another pod has taken its name. */
function livePod(endpoint: Endpoint, source: GraphSource): Pod | undefined {
  const { target } = endpoint
  if (target?.kind !== 'Pod') return undefined
  const pod = source.pod(keyOf(target))
  return pod !== undefined && (target.uid === undefined || target.uid === pod.uid) ? pod : undefined
}

function memberId(endpoint: Endpoint, pod: Pod | undefined): string {
  if (pod !== undefined) return idOfPod(pod)
  const { target } = endpoint
  return target?.kind === 'Pod' ? `Pod/${keyOf(target)}/${target.uid ?? ''}` : endpoint.id
}

function idOfPod(pod: Pod): string {
  return `Pod/${keyOf(pod)}/${pod.uid}`
}

/** `Kind/name` of what made the pod. A static pod's owner is its Node, which is no workload. */
function workloadOf(pod: Pod, source: GraphSource): string | undefined {
  const { owner } = pod
  if (owner === undefined || owner.kind === 'Node') return undefined
  if (owner.kind === 'ReplicaSet') {
    const replicaSet = source.replicaSet(keyOf({ namespace: pod.namespace, name: owner.name }))
    if (replicaSet?.uid === owner.uid && replicaSet.owner !== undefined)
      return `${replicaSet.owner.kind}/${replicaSet.owner.name}`
  }
  return `${owner.kind}/${owner.name}`
}

function compareMembers(a: Member, b: Member): number {
  return (
    compareOptional(a.zone, b.zone) ||
    compareOptional(a.node, b.node) ||
    compareOptional(podKeyOf(a), podKeyOf(b)) ||
    compareOptional(a.endpoints[0]?.address, b.endpoints[0]?.address) ||
    compareNames(a.id, b.id)
  )
}

const families = ['IPv4', 'IPv6', 'FQDN']

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  return families.indexOf(a.family) - families.indexOf(b.family) || compareNames(a.id, b.id)
}

function countsOf(members: readonly Member[]): Counts {
  const counts = { ready: 0, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0 }
  for (const { state } of members) if (state !== 'unknown') counts[state]++
  return counts
}

function find<T extends { readonly id: string }>(items: readonly T[] | undefined, id: string): T | undefined {
  return items?.find((item) => item.id === id)
}

function keepSlices(previous: readonly EndpointSlice[] = [], next: readonly EndpointSlice[]): readonly EndpointSlice[] {
  return next.map((slice) =>
    keep(
      previous.find((candidate) => candidate.name === slice.name),
      slice,
    ),
  )
}

/** `previous` where both hold the same objects in the same order. */
function keepItems<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return previous?.length === next.length && next.every((item, at) => item === previous[at]) ? previous : next
}

function isSameGraph(a: ServiceGraph, b: ServiceGraph): boolean {
  return (
    a.service === b.service &&
    a.slices === b.slices &&
    a.members === b.members &&
    a.clients === b.clients &&
    a.counts === b.counts &&
    a.zones === b.zones &&
    a.workload === b.workload
  )
}
