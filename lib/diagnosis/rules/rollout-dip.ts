import { wantedOf } from '@/lib/kubernetes/summary'
import { kubectlIn } from '../kubectl'
import { podsCommand } from '../pod-command'
import { refOf } from '../quote'
import { MEMORY_MS } from '../readiness-history'
import { revisionsOf } from '../ready-history'
import type { Rule } from '../rule'

/**
 * A rollout in which fewer than half of the endpoints were left for a while. Fewer pods of one version are no rollout:
 * they were scaled down, or failed.
 */
export const rolloutDip: Rule = {
  code: 'rollout-dip',
  needs: ['pods', 'endpointslices'],
  *judge({ graph, cluster, now, askAgainAt }) {
    const low = cluster.readyLow(graph.key)
    if (low === undefined || low.at + MEMORY_MS <= now) return
    askAgainAt(low.at + MEMORY_MS)
    if (2 * low.ready >= wantedOf(graph.counts)) return
    const revisions = new Set([...low.revisions, ...revisionsOf(graph)])
    if (revisions.size < 2) return
    const { service, workload } = graph
    const deployment = workload?.startsWith('Deployment/') ? workload.replace('Deployment', 'deployment') : undefined
    yield {
      id: 'rollout-dip',
      code: 'rollout-dip',
      severity: 'info',
      facts: { ready: low.ready, of: low.of },
      objects: [refOf(service)],
      evidence: [],
      command:
        deployment === undefined
          ? podsCommand(service)
          : kubectlIn(service.namespace, 'rollout', 'history', deployment),
      since: new Date(low.at).toISOString(),
    }
  },
}
