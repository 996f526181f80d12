import { keyOf } from '@/lib/kubernetes/key'
import { isHeadless, selectorOf } from '@/lib/membership/service'
import { isApiServerService } from '../api-server-service'
import { kubectlIn } from '../kubectl'
import { lasts } from '../lasting'
import { hasAddresses, isMirrorSkipped } from '../legacy-endpoints'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/**
 * A Service without a selector, for which nobody has published an endpoint: no controller looks for pods for it. With
 * an Endpoints object the mirroring controller is to make slices, unless it is told not to, which another rule tells. A
 * headless Service whose Endpoints object is empty is there to keep it: Patroni writes its configuration into annotations.
 */
export const selectorlessUnpublished: Rule = {
  code: 'selectorless-unpublished',
  needs: ['services', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const { service, slices } = graph
    if (service.type === 'ExternalName' || selectorOf(service) !== undefined || isApiServerService(service)) return
    if (slices.some(({ endpoints }) => endpoints.length > 0)) return
    const legacy = cluster.endpoints(keyOf(service))
    if (isHeadless(service) && legacy !== undefined && !hasAddresses(legacy)) return
    if (isMirrorSkipped(legacy) || !lasts(inquiry, service.uid)) return
    yield {
      id: 'selectorless-unpublished',
      code: 'selectorless-unpublished',
      severity: 'error',
      facts: {
        slices: slices.length,
        legacy: legacy !== undefined && hasAddresses(legacy) ? 'filled' : 'none',
        emptySelector: service.selector === undefined ? 'no' : 'yes',
      },
      objects: [refOf(service)],
      evidence: [quoteField(service, 'spec.selector', service.selector === undefined ? 'null' : '{}')],
      command: kubectlIn(
        service.namespace,
        'get',
        'endpointslices,endpoints',
        '-l',
        `kubernetes.io/service-name=${service.name}`,
      ),
    }
  },
}
