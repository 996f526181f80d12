import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { Pod, Service } from '@/lib/kubernetes/record'
import { compareNames, compareOptional } from './compare'
import { endpointsOf, worstState } from './endpoints'
import type { Endpoint, Member, MissingReason } from './graph'
import { isSame, keepItems } from './keep'
import { missingReasons } from './missing'
import type { GraphSource } from './service-graph'

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

interface Draft {
  readonly id: string
  readonly endpoints: Endpoint[]
  readonly pod: Pod | undefined
}

/**
 * Everyone that stands behind a Service or should, in drawing order. Members and endpoints that say the same as in
 * `previous` are the same objects as there. For a Service of thousands of which one changed, most of the cost is
 * looking: nothing is compared in depth that can be told apart or together by identity.
 */
export function membersOf(service: Service, source: GraphSource, previous: readonly Member[] = []): Member[] {
  const memberOf = new Map<string, Member>()
  for (const member of previous) for (const { id } of member.endpoints) memberOf.set(id, member)
  const endpointOf = (id: string) => memberOf.get(id)?.endpoints.find((endpoint) => endpoint.id === id)

  const drafts = new Map<string, Draft>()
  const published = new Set<Pod>()
  for (const endpoint of endpointsOf(service, source.slices, endpointOf)) {
    const pod = livePod(endpoint, source)
    if (pod !== undefined) published.add(pod)
    const old = memberOf.get(endpoint.id)
    const isOld = old !== undefined && old.pod?.uid === pod?.uid && old.endpoints.includes(endpoint)
    const id = isOld ? old.id : memberId(endpoint, pod)
    const draft = drafts.get(id)
    if (draft === undefined) drafts.set(id, { id, endpoints: [endpoint], pod })
    else draft.endpoints.push(endpoint)
  }
  for (const pod of source.matching) {
    if (published.has(pod) || pod.deleted !== undefined) continue
    const id = idOfPod(pod)
    drafts.set(id, { id, endpoints: [], pod })
  }

  const members: Member[] = []
  // In the previous order first, which leaves the sort next to nothing to do.
  for (const member of previous) {
    const draft = drafts.get(member.id)
    if (draft === undefined) continue
    drafts.delete(member.id)
    members.push(toMember(draft, service, source, member))
  }
  for (const draft of drafts.values()) members.push(toMember(draft, service, source))
  return members.sort(compareMembers)
}

function toMember(draft: Draft, service: Service, source: GraphSource, previous?: Member): Member {
  const { id } = draft
  const pod = draft.pod !== undefined && isSame(previous?.pod, draft.pod) ? previous?.pod : draft.pod
  const endpoints = keepItems(previous?.endpoints, draft.endpoints.sort(compareEndpoints))
  const node = firstOf(endpoints, 'node') ?? pod?.node
  const nodeRecord = node === undefined ? undefined : source.node(node)
  const zone = firstOf(endpoints, 'zone') ?? nodeRecord?.zone
  const workload = pod && workloadOf(pod, source)
  const published = endpoints.length > 0 ? worstState(endpoints) : undefined
  let reasons: readonly MissingReason[] = []
  if (published === 'missing') reasons = ['noPort']
  else if (published === undefined && pod !== undefined) {
    const hasNode = nodeRecord !== undefined || node === undefined || !source.knowsNodes
    reasons = missingReasons(service, pod, hasNode)
  }
  const state = published ?? (reasons.includes('noAddress') ? 'pending' : 'missing')
  const isPrevious =
    previous !== undefined &&
    previous.state === state &&
    previous.endpoints === endpoints &&
    previous.pod === pod &&
    previous.node === node &&
    previous.zone === zone &&
    previous.workload === workload &&
    isSame(previous.reasons, reasons)
  if (isPrevious) return previous
  return {
    id,
    state,
    endpoints,
    ...(pod !== undefined && { pod }),
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    ...(workload !== undefined && { workload }),
    reasons,
  }
}

function firstOf(endpoints: readonly Endpoint[], key: 'node' | 'zone'): string | undefined {
  for (const endpoint of endpoints) if (endpoint[key] !== undefined) return endpoint[key]
  return undefined
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
export function workloadOf(pod: Pod, source: Pick<GraphSource, 'replicaSet'>): string | undefined {
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
    compareOptional(podNameOf(a), podNameOf(b)) ||
    compareOptional(a.endpoints[0]?.address, b.endpoints[0]?.address) ||
    compareNames(a.id, b.id)
  )
}

function podNameOf(member: Member): string | undefined {
  if (member.pod !== undefined) return member.pod.name
  const target = member.endpoints[0]?.target
  return target?.kind === 'Pod' ? target.name : undefined
}

const families = ['IPv4', 'IPv6', 'FQDN']

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  return families.indexOf(a.family) - families.indexOf(b.family) || compareNames(a.id, b.id)
}
