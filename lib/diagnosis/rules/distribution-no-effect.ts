import type { Service } from '@/lib/kubernetes/record'
import { wantsTopologyHints } from '@/lib/membership/pod'
import { isHeadless } from '@/lib/membership/service'
import { wishOf } from '../hints'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { isReachedFromOutside } from '../service-port'

/** Why nobody heeds `trafficDistribution`: the annotation beats it, every client stays on its node, or DNS answers. */
type Reason = 'annotation' | 'local' | 'headless'

/** Source: k8s.io/endpointslice reconcileByAddressType; pkg/proxy UsesClusterEndpoints. */
export const distributionNoEffect: Rule = {
  code: 'distribution-no-effect',
  needs: ['services'],
  *judge({ graph: { service } }) {
    const { trafficDistribution } = service
    if (trafficDistribution === undefined || service.type === 'ExternalName') return
    const reason = reasonOf(service)
    if (reason === undefined) return
    const wish = wishOf(service)
    yield {
      id: 'distribution-no-effect',
      code: 'distribution-no-effect',
      severity: 'info',
      facts: { value: trafficDistribution, reason },
      objects: [refOf(service)],
      evidence: [
        quoteField(service, 'spec.trafficDistribution', trafficDistribution),
        ...(reason === 'local' ? [quoteField(service, 'spec.internalTrafficPolicy', 'Local')] : []),
        ...(reason === 'headless' ? [quoteField(service, 'spec.clusterIP', 'None')] : []),
        ...(reason === 'annotation' && wish !== undefined ? [wish.evidence] : []),
      ],
      command: kubectlIn(service.namespace, 'get', 'service', service.name, '-o', 'yaml'),
    }
  },
}

function reasonOf(service: Service): Reason | undefined {
  if (isHeadless(service)) return 'headless'
  if (service.internalTrafficPolicy === 'Local' && !isReachedFromOutside(service)) return 'local'
  return wantsTopologyHints(service.annotations) ? 'annotation' : undefined
}
