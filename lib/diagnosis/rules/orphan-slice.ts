import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice } from '@/lib/kubernetes/record'
import { MIRRORING_CONTROLLER } from '@/lib/membership/legacy'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { slipBetween } from '@/lib/topology/edit-distance'
import { kubectlIn } from '../kubectl'
import { lasts } from '../lasting'
import { quoteField, refOf } from '../quote'
import type { NamespaceInquiry, NamespaceRule } from '../rule'

const label = 'kubernetes.io/service-name'
const ours: ReadonlySet<string | undefined> = new Set([SLICE_CONTROLLER, MIRRORING_CONTROLLER, undefined])

/**
 * A slice that no Service stands for: it names none, or one that does not exist. Slices that somebody else manages may
 * stand for what Kubernetes does not know, such as Services of other clusters.
 */
export const orphanSlice: NamespaceRule = {
  code: 'orphan-slice',
  needs: ['services', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const { cluster, namespace } = inquiry
    for (const slice of cluster.slicesIn(namespace)) {
      const { service } = slice
      if (slice.deleted !== undefined || !ours.has(slice.managedBy)) continue
      if (service !== undefined && cluster.service(keyOf({ namespace, name: service })) !== undefined) continue
      if (!lasts(inquiry, `${slice.uid} ${service ?? ''}`)) continue
      const nearest = service === undefined ? undefined : nearestService(service, inquiry)
      yield {
        subject: { kind: 'EndpointSlice', name: slice.name },
        finding: {
          id: 'orphan-slice',
          code: 'orphan-slice',
          severity: 'warning',
          facts: {
            slice: slice.name,
            labelled: service === undefined ? 'no' : 'yes',
            service: service ?? '',
            near: nearest === undefined ? 'no' : 'yes',
            nearest: nearest ?? '',
            endpoints: slice.endpoints.length,
          },
          objects: [refOf(slice)],
          evidence: [quoteField(slice, `metadata.labels[${label}]`, service ?? '')],
          ...(nearest !== undefined && { differences: [differenceOf(slice, nearest)] }),
          command: kubectlIn(namespace, 'get', 'endpointslice', slice.name, '-o', 'yaml'),
        },
      }
    }
  },
}

function nearestService(name: string, { cluster, namespace }: NamespaceInquiry): string | undefined {
  for (const service of cluster.servicesIn(namespace)) if (slipBetween(service.name, name)) return service.name
  return undefined
}

function differenceOf(slice: EndpointSlice, nearest: string) {
  return {
    object: refOf(slice),
    path: `metadata.labels[${label}]`,
    is: `${label}: ${slice.service}`,
    wants: `${label}: ${nearest}`,
  }
}
