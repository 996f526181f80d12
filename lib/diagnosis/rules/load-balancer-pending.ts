import { isGrown } from '../grown'
import { kubectlIn } from '../kubectl'
import { quoteEvent, quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/** Clouds take a minute or so. */
const PATIENCE_MS = 120_000

/**
 * A LoadBalancer that nobody gave an address or a host name. The event is the cloud controllers': k8s.io/cloud-provider
 * controllers/service/controller.go.
 */
export const loadBalancerPending: Rule = {
  code: 'load-balancer-pending',
  needs: ['services'],
  *judge(inquiry) {
    const { service, key } = inquiry.graph
    if (service.type !== 'LoadBalancer' || service.deleted !== undefined) return
    if (service.loadBalancer.some(({ ip, hostname }) => ip !== undefined || hostname !== undefined)) return
    const failure = inquiry.cluster
      .eventsAbout('Service', key)
      .find(({ reason }) => reason === 'SyncLoadBalancerFailed')
    if (!isGrown(inquiry, service, PATIENCE_MS)) return
    const { loadBalancerClass } = service
    yield {
      id: 'load-balancer-pending',
      code: 'load-balancer-pending',
      severity: 'error',
      facts: {
        failures: failure?.count ?? 0,
        classes: loadBalancerClass === undefined ? 0 : 1,
        class: loadBalancerClass ?? '',
      },
      objects: [refOf(service)],
      evidence: [
        quoteField(service, 'spec.type', service.type),
        ...(loadBalancerClass === undefined ? [] : [quoteField(service, 'spec.loadBalancerClass', loadBalancerClass)]),
        ...(failure === undefined ? [] : [quoteEvent(failure)]),
      ],
      command: kubectlIn(service.namespace, 'describe', 'service', service.name),
      since: service.created,
    }
  },
}
