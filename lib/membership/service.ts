import type { IPFamily, Labels, Service } from '@/lib/kubernetes/record'
import { familyOf } from './pod'

/** What membership reads of a Service. */
export type MemberService = Pick<
  Service,
  | 'namespace'
  | 'name'
  | 'uid'
  | 'labels'
  | 'annotations'
  | 'type'
  | 'selector'
  | 'clusterIPs'
  | 'ipFamilies'
  | 'ports'
  | 'publishNotReadyAddresses'
  | 'trafficDistribution'
>

/**
 * The selector by which the controllers look for pods, or undefined where they leave the Service alone: no selector,
 * an empty one, or an ExternalName. Source: pkg/controller/endpointslice syncService.
 */
export function selectorOf(service: Pick<MemberService, 'type' | 'selector'>): Labels | undefined {
  if (service.type === 'ExternalName' || service.selector === undefined) return undefined
  return Object.keys(service.selector).length === 0 ? undefined : service.selector
}

/** Whether the Service has no virtual address of its own. Source: k8s.io/endpointslice isServiceIPSet. */
export function isHeadless(service: Pick<MemberService, 'clusterIPs'>): boolean {
  const first = service.clusterIPs[0]
  return first === undefined || first === '' || first === 'None'
}

/**
 * The families that get slices of their own. A Service written before `ipFamilies` existed counts as the family of its
 * address, or as both when headless. Source: k8s.io/endpointslice getAddressTypesForService.
 */
export function familiesOf(service: Pick<MemberService, 'clusterIPs' | 'ipFamilies'>): readonly IPFamily[] {
  if (service.ipFamilies.length > 0) return service.ipFamilies
  return isHeadless(service) ? ['IPv4', 'IPv6'] : [familyOf(service.clusterIPs[0] ?? '')]
}
