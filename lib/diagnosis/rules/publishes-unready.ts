import { isReady } from '@/lib/membership/pod'
import { isHeadless } from '@/lib/membership/service'
import { podsCommand } from '../pod-command'
import { quoteCondition, quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { standingPods } from '../standing-pods'

/**
 * `publishNotReadyAddresses` has clients sent to pods that say they are not ready. With a headless Service that is what
 * it is for: peers find one another before they are ready. Source: k8s.io/endpointslice podToEndpoint.
 */
export const publishesUnready: Rule = {
  code: 'publishes-unready',
  needs: ['pods'],
  *judge({ graph }) {
    const { service } = graph
    if (service.publishNotReadyAddresses !== true) return
    const standing = standingPods(graph).filter(({ ips }) => ips.length > 0)
    const unready = standing.filter((pod) => !isReady(pod))
    const [first] = unready
    if (first === undefined) return
    const condition = first.conditions.find(({ type }) => type === 'Ready')
    yield {
      id: 'publishes-unready',
      code: 'publishes-unready',
      severity: isHeadless(service) ? 'info' : 'warning',
      facts: { pods: unready.length, total: standing.length, headless: isHeadless(service) ? 'yes' : 'no' },
      objects: refsOf(unready),
      evidence: [
        quoteField(service, 'spec.publishNotReadyAddresses', 'true'),
        ...(condition === undefined ? [] : [quoteCondition(first, condition)]),
      ],
      command: podsCommand(service),
    }
  },
}
