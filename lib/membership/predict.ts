import { selects } from '@/lib/kubernetes/labels'
import type { IPFamily, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import { membershipOf } from './membership'
import type { MemberNode, MemberPod } from './pod'
import { portsKey } from './ports'
import { familiesOf, type MemberService, selectorOf } from './service'

/** Endpoints of one family whose pods resolve the Service's ports alike; the slices of a group differ only by packing. */
export interface EndpointGroup {
  readonly family: IPFamily
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly SliceEndpoint[]
}

/** A node by its name: a Map of records will do. */
export type NodeLookup = (name: string) => MemberNode | undefined

/**
 * The endpoints that the EndpointSlice controller will publish for a Service, once it has caught up: every family has
 * at least one group, an empty one without ports where nothing is published (the placeholder slice). Undefined where
 * the controller leaves the Service alone (no selector, ExternalName). `pods` may hold more than match.
 * Source: k8s.io/endpointslice reconcileByAddressType.
 */
export function predict(
  service: MemberService,
  pods: Iterable<MemberPod>,
  nodeOf: NodeLookup,
): readonly EndpointGroup[] | undefined {
  const selector = selectorOf(service)
  if (selector === undefined) return undefined
  const members: MemberPod[] = []
  for (const pod of pods) {
    if (pod.namespace === service.namespace && selects(selector, pod.labels)) members.push(pod)
  }
  return familiesOf(service).flatMap((family) => groupsOfFamily(service, members, nodeOf, family))
}

function groupsOfFamily(
  service: MemberService,
  pods: readonly MemberPod[],
  nodeOf: NodeLookup,
  family: IPFamily,
): EndpointGroup[] {
  const groups = new Map<string, { family: IPFamily; ports: readonly SlicePort[]; endpoints: SliceEndpoint[] }>()
  for (const pod of pods) {
    const node = pod.node === undefined ? undefined : nodeOf(pod.node)
    const membership = membershipOf(service, pod, node, family)
    if (membership.type === 'leftOut') continue
    const key = portsKey(membership.ports)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { family, ports: membership.ports, endpoints: [membership.endpoint] })
    else group.endpoints.push(membership.endpoint)
  }
  return groups.size === 0 ? [{ family, ports: [], endpoints: [] }] : [...groups.values()]
}
