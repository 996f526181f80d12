import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/** A port that the load balancer could not open, in its own words (core/v1 PortStatus). */
export const loadBalancerPortError: Rule = {
  code: 'load-balancer-port-error',
  needs: ['services'],
  *judge({ graph: { service } }) {
    if (service.type !== 'LoadBalancer') return
    const failed = service.loadBalancer.flatMap(({ ip, hostname, ports = [] }, entry) =>
      ports.flatMap(({ port, protocol, error }, index) => {
        if (error === undefined) return []
        const path = `status.loadBalancer.ingress[${entry}].ports[${index}].error`
        return [{ address: ip ?? hostname ?? '', port, protocol, error, path }]
      }),
    )
    const [first] = failed
    if (first === undefined) return
    const { address, port, protocol, error } = first
    yield {
      id: 'load-balancer-port-error',
      code: 'load-balancer-port-error',
      severity: 'error',
      facts: { port, protocol, error, address, addresses: address === '' ? 0 : 1, more: failed.length - 1 },
      objects: [refOf(service)],
      evidence: failed.map(({ path, error }) => quoteField(service, path, error)),
      command: kubectlIn(service.namespace, 'get', 'service', service.name, '-o', 'yaml'),
    }
  },
}
