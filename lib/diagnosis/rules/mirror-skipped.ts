import { keyOf } from '@/lib/kubernetes/key'
import { selectorOf } from '@/lib/membership/service'
import { isApiServerService } from '../api-server-service'
import { kubectlIn } from '../kubectl'
import { lasts } from '../lasting'
import { isMirrorSkipped } from '../legacy-endpoints'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/** An Endpoints object that is not mirrored, of a Service without slices: its addresses are read by nobody. */
export const mirrorSkipped: Rule = {
  code: 'mirror-skipped',
  needs: ['services', 'endpointslices', 'endpoints'],
  compares: true,
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const { service, slices } = graph
    if (service.type === 'ExternalName' || selectorOf(service) !== undefined || isApiServerService(service)) return
    if (slices.some(({ endpoints }) => endpoints.length > 0)) return
    const legacy = cluster.endpoints(keyOf(service))
    if (!isMirrorSkipped(legacy) || !lasts(inquiry, legacy.uid)) return
    const addresses = legacy.subsets.reduce(
      (sum, { addresses, notReadyAddresses }) => sum + addresses.length + notReadyAddresses.length,
      0,
    )
    yield {
      id: 'mirror-skipped',
      code: 'mirror-skipped',
      severity: 'error',
      facts: { addresses },
      objects: [refOf(legacy)],
      evidence: [quoteField(legacy, 'metadata.labels[endpointslice.kubernetes.io/skip-mirror]', 'true')],
      command: kubectlIn(service.namespace, 'get', 'endpoints', service.name, '-o', 'yaml'),
    }
  },
}
