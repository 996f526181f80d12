import type { Pod } from '@/lib/kubernetes/record'
import { lasts } from '../lasting'
import { isNodeGone } from '../node-gone'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { several } from '../several'
import { standingPods } from '../standing-pods'

/**
 * Pods whose Node object does not exist. The controller leaves them out of the slices when it next looks at the
 * Service, unless it publishes whoever is not ready; until then they may be called in vain.
 * Source: k8s.io/endpointslice reconcileByAddressType.
 */
export const nodeMissing: Rule = {
  code: 'node-missing',
  needs: ['pods', 'nodes'],
  compares: true,
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const standing = standingPods(graph)
    const pods = standing.filter((pod) => isNodeGone(pod, cluster) && lasts(inquiry, pod.uid))
    const [first] = pods
    if (first === undefined) return
    const gone = new Set<Pod | undefined>(pods)
    const published = graph.members.filter(({ pod, endpoints }) => endpoints.length > 0 && gone.has(pod)).length
    const nodes = several(pods.map(({ node = '' }) => node))
    yield {
      id: 'node-missing',
      code: 'node-missing',
      severity: 'warning',
      facts: {
        pods: pods.length,
        total: standing.length,
        published,
        nodes: nodes.names,
        more: nodes.more,
      },
      objects: refsOf(pods),
      evidence: [quoteField(first, 'spec.nodeName', first.node ?? '')],
      command: podsCommand(graph.service),
      since: new Date(Math.min(...pods.map(({ uid }) => inquiry.heldSince(uid)))).toISOString(),
    }
  },
}
