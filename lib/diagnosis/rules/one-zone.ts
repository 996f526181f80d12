import { readyMembers } from '../callable'
import { kubectl } from '../kubectl'
import { lasts } from '../lasting'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { wantsSeveral } from '../workload-behind'

/**
 * Several answer on several nodes, all in one zone, though there are others; not only for a moment of a rollout. All on
 * one node is told by its own rule.
 */
export const oneZone: Rule = {
  code: 'one-zone',
  needs: ['pods', 'endpointslices', 'nodes'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    if (graph.counts.ready < 2) return
    const members = readyMembers(graph)
    const [first] = members
    const zone = first?.zone
    if (zone === undefined || members.some((member) => member.zone !== zone)) return
    const schedulable = schedulableNodes(cluster)
    const zones = new Set(schedulable.flatMap((node) => node.zone ?? []))
    if (zones.size < 2) return
    const isOneNode = members.every(({ node }) => node === first?.node)
    if ((isOneNode && schedulable.length >= 2) || !lasts(inquiry, zone)) return
    const nodes = [...new Set(members.flatMap(({ node }) => node ?? []))].flatMap((name) => cluster.node(name) ?? [])
    yield {
      id: 'one-zone',
      code: 'one-zone',
      severity: wantsSeveral(members, graph.service.namespace, cluster) ? 'warning' : 'info',
      facts: { endpoints: members.length, zone, zones: zones.size },
      objects: refsOf(members.flatMap(({ pod }) => pod ?? [])),
      evidence: nodes.slice(0, 3).map((node) => quoteField(node, 'metadata.labels[topology.kubernetes.io/zone]', zone)),
      command: kubectl('get', 'nodes', '-L', 'topology.kubernetes.io/zone'),
    }
  },
}
