import type { Service } from '@/lib/kubernetes/record'
import { readyMembers } from '../callable'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { isReachedFromOutside } from '../service-port'
import { several } from '../several'

/**
 * Calls from outside are answered only on the node where they enter. A load balancer's health check leaves out nodes
 * without a ready endpoint; a node port does not, so that a call to such a node is dropped. Where no endpoint stands on
 * any node, nobody outside is answered. Source: pkg/proxy CategorizeEndpoints, healthcheck.
 */
export const externalLocalGaps: Rule = {
  code: 'external-local-gaps',
  needs: ['services', 'pods', 'endpointslices', 'nodes'],
  *judge({ graph, cluster }) {
    const { service, counts, members } = graph
    if (!keepsClientAddress(service) || members.length === 0) return
    const local = new Set(readyMembers(graph).flatMap(({ node }) => node ?? []))
    const nodes = schedulableNodes(cluster)
    const without = nodes.filter(({ name }) => !local.has(name))
    if (without.length === 0 && local.size > 0) return
    const named = several(without.map(({ name }) => name))
    yield {
      id: 'external-local-gaps',
      code: 'external-local-gaps',
      severity: local.size === 0 ? 'error' : 'info',
      facts: {
        local: local.size,
        ready: counts.ready,
        nodes: without.length,
        total: nodes.length,
        names: named.names,
        more: named.more,
      },
      objects: refsOf(without),
      evidence: [quoteField(service, 'spec.externalTrafficPolicy', 'Local')],
      command: podsCommand(service),
    }
  },
}

/** Whether calls from outside stay on the node where they enter, and come from there at all. */
export function keepsClientAddress(service: Service): boolean {
  return service.externalTrafficPolicy === 'Local' && isReachedFromOutside(service)
}
