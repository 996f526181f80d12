import { PATIENCE_MS } from '../lasting'
import { slicesCommand } from '../pod-command'
import { refOf, refsOf } from '../quote'
import { MEMORY_MS } from '../readiness-history'
import type { Rule } from '../rule'

/** Slices that followed their pods too late a moment ago: what is published was wrong for that long. */
export const slicesLag: Rule = {
  code: 'slices-lag',
  needs: ['pods', 'endpointslices'],
  compares: true,
  *judge({ graph, cluster, now, askAgainAt }) {
    const lag = cluster.sliceLag(graph.key)
    if (lag === undefined || lag.lag <= PATIENCE_MS || lag.at + MEMORY_MS <= now) return
    askAgainAt(lag.at + MEMORY_MS)
    const pod = graph.members.find((member) => member.pod?.name === lag.pod)?.pod
    yield {
      id: 'slices-lag',
      code: 'slices-lag',
      severity: 'warning',
      facts: { seconds: Math.round(lag.lag / 1000), pod: lag.pod },
      objects: [...(pod === undefined ? [] : [refOf(pod)]), ...refsOf(graph.slices)].slice(0, 10),
      evidence: [],
      command: slicesCommand(graph.service),
      since: new Date(lag.at - lag.lag).toISOString(),
    }
  },
}
