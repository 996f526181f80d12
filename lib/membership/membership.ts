import type { IPFamily, ServicePort, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import { familyOf, isFinished, isReady, type MemberNode, type MemberPod, wantsTopologyHints } from './pod'
import { resolvePorts } from './ports'
import type { MemberService } from './service'

/** Why a pod that the selector matches has no endpoint. */
export type LeftOut =
  /** phase Succeeded or Failed */
  | 'finished'
  /** no pod IP yet */
  | 'noAddress'
  /** no pod IP of this family */
  | 'noAddressOfFamily'
  /** its Node object does not exist */
  | 'noNode'

/** Whether and how one pod is published for one Service in one family. */
export type Membership =
  | {
      readonly type: 'published'
      readonly ports: readonly SlicePort[]
      readonly unresolved: readonly ServicePort[]
      readonly endpoint: SliceEndpoint
    }
  | { readonly type: 'leftOut'; readonly reason: LeftOut }

/**
 * What the EndpointSlice controller makes of a pod that the Service's selector matches (the caller has matched it).
 * A pod whose ports cannot be resolved is published all the same, with fewer ports or none.
 * Sources: k8s.io/endpointslice/util ShouldPodBeInEndpoints, reconcileByAddressType, podToEndpoint.
 */
export function membershipOf(
  service: MemberService,
  pod: MemberPod,
  node: MemberNode | undefined,
  family: IPFamily,
): Membership {
  if (isFinished(pod)) return { type: 'leftOut', reason: 'finished' }
  if (pod.ips.length === 0) return { type: 'leftOut', reason: 'noAddress' }
  if (node === undefined && service.publishNotReadyAddresses !== true) return { type: 'leftOut', reason: 'noNode' }
  const addresses = pod.ips.filter((ip) => familyOf(ip) === family)
  if (addresses.length === 0) return { type: 'leftOut', reason: 'noAddressOfFamily' }
  const { ports, unresolved } = resolvePorts(service, pod)
  return { type: 'published', ports, unresolved, endpoint: endpointOf(service, pod, node, addresses) }
}

function endpointOf(
  service: MemberService,
  pod: MemberPod,
  node: MemberNode | undefined,
  addresses: readonly string[],
): SliceEndpoint {
  const serving = isReady(pod)
  const terminating = pod.deleted !== undefined
  const ready = service.publishNotReadyAddresses === true || (serving && !terminating)
  return {
    addresses,
    ready,
    serving,
    terminating,
    ...(hasHostname(service, pod) ? { hostname: pod.hostname } : {}),
    ...(pod.node === undefined ? {} : { node: pod.node }),
    ...(node?.zone === undefined || node.zone === '' ? {} : { zone: node.zone }),
    target: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
    ...(ready ? hintsOf(service, pod.node, node?.zone) : {}),
  }
}

/** Source: k8s.io/endpointslice/util ShouldSetHostname. */
export function hasHostname(
  service: Pick<MemberService, 'namespace' | 'name'>,
  pod: MemberPod,
): pod is MemberPod & { readonly hostname: string } {
  return (
    pod.hostname !== undefined &&
    pod.hostname !== '' &&
    pod.subdomain === service.name &&
    pod.namespace === service.namespace
  )
}

const distributions = new Set(['PreferClose', 'PreferSameZone', 'PreferSameNode'])

/**
 * Hints that `trafficDistribution` asks for, on ready endpoints only; the topology annotation beats it.
 * Sources: k8s.io/endpointslice validTrafficDistribution, trafficdist.ReconcileHints.
 */
function hintsOf(
  service: Pick<MemberService, 'annotations' | 'trafficDistribution'>,
  node: string | undefined,
  zone: string | undefined,
): Pick<SliceEndpoint, 'zoneHints' | 'nodeHints'> {
  const distribution = service.trafficDistribution
  if (distribution === undefined || !distributions.has(distribution) || wantsTopologyHints(service.annotations))
    return {}
  return {
    ...(zone === undefined || zone === '' ? {} : { zoneHints: [zone] }),
    ...(distribution === 'PreferSameNode' && node !== undefined ? { nodeHints: [node] } : {}),
  }
}
