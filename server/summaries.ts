import type { Summaries } from '@/lib/stream/feed'
import { summarise } from '@/lib/topology/summary'
import type { TopologyIndex } from '@/lib/topology/topology-index'
import type { Knowledge } from './knowledge'

/** The summaries of the Services of one cluster, with counts wherever there is something to count by. */
export function createSummaries(topology: TopologyIndex, knowledge: Knowledge): Summaries {
  return {
    apply: (changes) => topology.apply(changes),
    summary(key) {
      const graph = topology.graph(key)
      return graph && summarise(graph, knowledge.in(graph.service.namespace))
    },
  }
}
