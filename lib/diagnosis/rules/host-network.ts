import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { standingPods } from '../standing-pods'

/** Pods on the host's network: their endpoints carry the address of the node, whose ports they share. */
export const hostNetwork: Rule = {
  code: 'host-network',
  needs: ['pods'],
  *judge({ graph }) {
    const all = standingPods(graph)
    const pods = all.filter((pod) => pod.hostNetwork === true)
    const [first] = pods
    if (first === undefined) return
    yield {
      id: 'host-network',
      code: 'host-network',
      severity: 'info',
      facts: { pods: pods.length, total: all.length },
      objects: refsOf(pods),
      evidence: [quoteField(first, 'spec.hostNetwork', 'true')],
      command: podsCommand(graph.service),
    }
  },
}
