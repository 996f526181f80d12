import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { several } from '../several'

/** Every node takes these addresses for its own, whosever they are. Source: pkg/proxy serviceport.go, CVE-2020-8554. */
export const externalIps: Rule = {
  code: 'external-ips',
  needs: ['services'],
  *judge({ graph: { service } }) {
    if (service.externalIPs.length === 0 || service.type === 'ExternalName') return
    const { names, more } = several(service.externalIPs)
    yield {
      id: 'external-ips',
      code: 'external-ips',
      severity: 'warning',
      facts: { addresses: names, more, count: service.externalIPs.length },
      objects: [refOf(service)],
      evidence: [quoteField(service, 'spec.externalIPs', service.externalIPs.join(', '))],
      command: kubectlIn(service.namespace, 'get', 'service', service.name, '-o', 'wide'),
    }
  },
}
