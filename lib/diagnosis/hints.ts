import type { Evidence } from '@/lib/kubernetes/finding'
import { labelOf } from '@/lib/kubernetes/labels'
import type { Service } from '@/lib/kubernetes/record'
import { wantsTopologyHints } from '@/lib/membership/pod'
import { isHeadless } from '@/lib/membership/service'
import { quoteField } from './quote'
import { isReachedFromOutside } from './service-port'

const annotations = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode'] as const

/** How a Service asks that clients be kept in their zone or on their node. */
export interface Wish {
  readonly by: 'annotation' | 'distribution'
  readonly value: string
  /** The kinds of hints that endpoints are to carry for it. */
  readonly kinds: readonly ('zone' | 'node')[]
  readonly evidence: Evidence
}

/** What the Service asks for, the annotation before the field, as the controller reads them. Source: k8s.io/endpointslice hintsEnabled, reconcileByAddressType. */
export function wishOf(service: Service): Wish | undefined {
  if (wantsTopologyHints(service.annotations)) {
    const name = annotations.find((each) => labelOf(service.annotations ?? {}, each) !== undefined) ?? annotations[1]
    const value = labelOf(service.annotations ?? {}, name) ?? ''
    const evidence = quoteField(service, `metadata.annotations[${name}]`, value)
    return { by: 'annotation', value, kinds: ['zone'], evidence }
  }
  const value = service.trafficDistribution
  if (value === undefined) return undefined
  const evidence = quoteField(service, 'spec.trafficDistribution', value)
  if (value === 'PreferSameNode') return { by: 'distribution', value, kinds: ['zone', 'node'], evidence }
  if (value === 'PreferClose' || value === 'PreferSameZone')
    return { by: 'distribution', value, kinds: ['zone'], evidence }
  return undefined
}

/**
 * Whether anybody heeds hints of this Service: DNS answers for a headless one with everybody, and clients that must
 * stay on their node are not asked for their zone. Source: pkg/proxy CategorizeEndpoints, UsesClusterEndpoints.
 */
export function heedsHints(service: Service): boolean {
  if (service.type === 'ExternalName' || isHeadless(service)) return false
  return service.internalTrafficPolicy !== 'Local' || isReachedFromOutside(service)
}
