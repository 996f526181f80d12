import { parseIp } from '@/lib/kubernetes/ip'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/** An alias to an address: there is no such CNAME. Source: CoreDNS plugin/kubernetes, core/v1 ServiceSpec.externalName. */
export const externalNameIp: Rule = {
  code: 'external-name-ip',
  needs: ['services'],
  *judge({ graph: { service } }) {
    const { externalName } = service
    if (service.type !== 'ExternalName' || externalName === undefined || parseIp(externalName) === undefined) return
    yield {
      id: 'external-name-ip',
      code: 'external-name-ip',
      severity: 'error',
      facts: { address: externalName },
      objects: [refOf(service)],
      evidence: [quoteField(service, 'spec.externalName', externalName)],
      command: kubectlIn(service.namespace, 'get', 'service', service.name),
    }
  },
}
