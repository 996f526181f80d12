import type { Finding } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import { parseKey } from '@/lib/kubernetes/key'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Summaries } from '@/lib/stream/feed'
import { summarise } from '@/lib/topology/summary'
import type { TopologyIndex } from '@/lib/topology/topology-index'
import type { Diagnosis } from './diagnosis'
import type { Knowledge } from './knowledge'

export interface SummariesOptions {
  readonly topology: TopologyIndex
  readonly knowledge: Knowledge
  readonly diagnosis: Diagnosis
}

/**
 * The summaries of the Services of one cluster, with counts wherever there is something to count by, and with the worst
 * that is found; and those of Services that do not exist though something sends to them.
 */
export function createSummaries({ topology, knowledge, diagnosis }: SummariesOptions): Summaries {
  return {
    apply(changes) {
      const touched = topology.apply(changes)
      diagnosis.apply(changes, touched)
      return touched
    },
    summary(key) {
      const graph = topology.graph(key)
      const worst = diagnosis.worst(key)
      if (graph === undefined) return worst && absentService(key, worst)
      const summary = summarise(graph, knowledge.in(graph.service.namespace))
      return worst === undefined ? summary : { ...summary, worst: worstOf(worst) }
    },
    absent: diagnosis.absent,
  }
}

function absentService(key: Key, worst: Finding): ServiceSummary {
  return {
    kind: 'ServiceSummary',
    ...parseKey(key),
    uid: '',
    type: 'ClusterIP',
    labels: {},
    ready: 0,
    notReady: 0,
    draining: 0,
    terminating: 0,
    pending: 0,
    missing: 0,
    zones: [],
    marks: '',
    absent: true,
    worst: worstOf(worst),
  }
}

function worstOf({ code, severity, facts }: Finding): NonNullable<ServiceSummary['worst']> {
  return { code, severity, facts }
}
