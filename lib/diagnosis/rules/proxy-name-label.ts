import { labelOf } from '@/lib/kubernetes/labels'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

const label = 'service.kubernetes.io/service-proxy-name'

/** A Service that kube-proxy leaves to another proxy, whichever the label names. Source: pkg/proxy/config, labels of service-proxy-name. */
export const proxyNameLabel: Rule = {
  code: 'proxy-name-label',
  needs: ['services'],
  *judge({ graph: { service } }) {
    const proxy = labelOf(service.labels, label)
    if (proxy === undefined || service.type === 'ExternalName') return
    yield {
      id: 'proxy-name-label',
      code: 'proxy-name-label',
      severity: 'warning',
      facts: { proxy },
      objects: [refOf(service)],
      evidence: [quoteField(service, `metadata.labels[${label}]`, proxy)],
      command: kubectlIn(service.namespace, 'get', 'service', service.name, '--show-labels'),
    }
  },
}
