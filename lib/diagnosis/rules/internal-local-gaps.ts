import { isHeadless } from '@/lib/membership/service'
import { localCounts } from '../callable'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { several } from '../several'

/**
 * Clients in the cluster must stay on their node, and on some nodes nobody answers: their calls are dropped, though
 * others would answer. Source: pkg/proxy CategorizeEndpoints, iptables syncProxyRules.
 */
export const internalLocalGaps: Rule = {
  code: 'internal-local-gaps',
  needs: ['services', 'pods', 'endpointslices', 'nodes'],
  *judge({ graph, cluster }) {
    const { service } = graph
    if (service.internalTrafficPolicy !== 'Local' || service.type === 'ExternalName' || isHeadless(service)) return
    if (graph.counts.ready + graph.counts.draining === 0) return
    const local = localCounts(graph)
    const nodes = schedulableNodes(cluster)
    const without = nodes.filter(({ name }) => !local.has(name))
    if (without.length === 0) return
    const named = several(without.map(({ name }) => name))
    yield {
      id: 'internal-local-gaps',
      code: 'internal-local-gaps',
      severity: 'warning',
      facts: { nodes: without.length, total: nodes.length, names: named.names, more: named.more },
      objects: refsOf(without),
      evidence: [quoteField(service, 'spec.internalTrafficPolicy', 'Local')],
      command: podsCommand(service),
    }
  },
}
