import { readyMembers } from '../callable'
import { lasts } from '../lasting'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { wantsSeveral } from '../workload-behind'

/**
 * Several answer, all on one node, though there are others: the node takes the Service with it. For a moment it is so in
 * many a rollout, when an old pod and the new one both answer.
 */
export const oneNode: Rule = {
  code: 'one-node',
  needs: ['pods', 'endpointslices', 'nodes'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    if (graph.counts.ready < 2) return
    const members = readyMembers(graph)
    const node = members[0]?.node
    if (node === undefined || members.some((member) => member.node !== node)) return
    const nodes = schedulableNodes(cluster).length
    if (nodes < 2 || !lasts(inquiry, node)) return
    const pods = members.flatMap(({ pod }) => pod ?? [])
    const [first] = pods
    const record = cluster.node(node)
    yield {
      id: 'one-node',
      code: 'one-node',
      severity: wantsSeveral(members, graph.service.namespace, cluster) ? 'warning' : 'info',
      facts: { endpoints: members.length, node, nodes },
      objects: refsOf(record === undefined ? pods : [record, ...pods]),
      evidence: first === undefined ? [] : [quoteField(first, 'spec.nodeName', node)],
      command: podsCommand(graph.service),
    }
  },
}
