import { keyOf } from '@/lib/kubernetes/key'
import { labelOf } from '@/lib/kubernetes/labels'
import { MAX_LEGACY_ADDRESSES } from '@/lib/membership/legacy'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/**
 * More endpoints than an Endpoints object holds: whoever still reads that sees a part. Slices hold them all.
 * Source: pkg/controller/endpoint truncateEndpoints; pkg/controller/endpointslicemirroring maxEndpointsPerSubset.
 */
export const overCapacity: Rule = {
  code: 'over-capacity',
  needs: ['services', 'endpointslices'],
  *judge({ graph, cluster }) {
    const { service, members } = graph
    const legacy = cluster.endpoints(keyOf(service))
    const state = labelOf(legacy?.annotations ?? {}, 'endpoints.kubernetes.io/over-capacity')
    const endpoints = members.length > MAX_LEGACY_ADDRESSES ? members.filter(isPublished).length : 0
    if (state === undefined && endpoints <= MAX_LEGACY_ADDRESSES) return
    yield {
      id: 'over-capacity',
      code: 'over-capacity',
      severity: 'warning',
      facts: {
        endpoints: endpoints > 0 ? endpoints : members.filter(isPublished).length,
        limit: MAX_LEGACY_ADDRESSES,
        state: state ?? 'unknown',
      },
      objects: [refOf(legacy ?? service)],
      evidence:
        legacy !== undefined && state !== undefined
          ? [quoteField(legacy, 'metadata.annotations[endpoints.kubernetes.io/over-capacity]', state)]
          : [],
      command: kubectlIn(service.namespace, 'get', 'endpoints', service.name, '-o', 'yaml'),
    }
  },
}

function isPublished({ endpoints }: { readonly endpoints: readonly unknown[] }): boolean {
  return endpoints.length > 0
}
