import type { IPFamily, Pod, Service } from '@/lib/kubernetes/record'
import type { MissingReason } from './graph'
import { portIn } from './ports'

/** The family of a literal address. */
export function familyOf(address: string): IPFamily {
  return address.includes(':') ? 'IPv6' : 'IPv4'
}

/**
 * Why the controllers publish nothing for a pod that the Service's selector matches and that is not being deleted.
 * Never empty. `hasNode` is false only where the nodes are known and the pod's is not among them.
 * Follows k8s.io/endpointslice: util.ShouldPodBeInEndpoints, reconcileByAddressType, getEndpointAddresses.
 */
export function missingReasons(service: Service, pod: Pod, hasNode: boolean): readonly MissingReason[] {
  if (pod.phase === 'Succeeded' || pod.phase === 'Failed') return ['finished']
  if (pod.ips.length === 0) return ['noAddress']
  const reasons: MissingReason[] = []
  const { ipFamilies } = service
  if (ipFamilies.length > 0 && !pod.ips.some((address) => ipFamilies.includes(familyOf(address))))
    reasons.push('noFamily')
  if (service.ports.length > 0 && service.ports.every((port) => portIn(pod, port) === undefined)) reasons.push('noPort')
  if (!hasNode && !service.publishNotReadyAddresses) reasons.push('noNode')
  return reasons.length > 0 ? reasons : ['notPublished']
}
