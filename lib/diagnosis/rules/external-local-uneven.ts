import type { Pod } from '@/lib/kubernetes/record'
import { readyMembers } from '../callable'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { keepsClientAddress } from './external-local-gaps'

/** The share of one endpoint that makes a difference worth a word: twice another's. */
const UNEVEN = 2

/**
 * A balancer that spreads calls evenly over the nodes that answer gives an endpoint 1 / (nodes × endpoints on its
 * node): who stands alone on a node gets the most.
 */
export const externalLocalUneven: Rule = {
  code: 'external-local-uneven',
  needs: ['services', 'pods', 'endpointslices'],
  *judge({ graph }) {
    const { service } = graph
    if (!keepsClientAddress(service)) return
    const podsOnNode = new Map<string, Pod[]>()
    const counts = new Map<string, number>()
    for (const { node, pod } of readyMembers(graph)) {
      if (node === undefined) continue
      counts.set(node, (counts.get(node) ?? 0) + 1)
      podsOnNode.set(node, [...(podsOnNode.get(node) ?? []), ...(pod === undefined ? [] : [pod])])
    }
    const sorted = [...counts].sort(([a, countA], [b, countB]) => countA - countB || (a < b ? -1 : 1))
    const [fewest, most] = [sorted[0], sorted.at(-1)]
    if (fewest === undefined || most === undefined || most[1] < UNEVEN * fewest[1]) return
    const shareOf = (count: number) => 1 / (counts.size * count)
    const examples = [...(podsOnNode.get(fewest[0]) ?? []), ...(podsOnNode.get(most[0]) ?? [])]
    yield {
      id: 'external-local-uneven',
      code: 'external-local-uneven',
      severity: 'warning',
      facts: {
        nodes: counts.size,
        most: shareOf(fewest[1]),
        mostNode: fewest[0],
        mostCount: fewest[1],
        least: shareOf(most[1]),
        leastNode: most[0],
        leastCount: most[1],
      },
      objects: refsOf(examples),
      evidence: [
        quoteField(service, 'spec.externalTrafficPolicy', 'Local'),
        ...examples.slice(0, 4).map((pod) => quoteField(pod, 'spec.nodeName', pod.node ?? '')),
      ],
      command: podsCommand(service),
    }
  },
}
