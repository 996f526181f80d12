import type { Service } from '@/lib/kubernetes/record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { MAX_MARKS, stateLetters } from '@/lib/kubernetes/summary'
import type { Counts, ServiceGraph } from './graph'
import { isFinished } from './members'
import { isHeadless } from './ports'

/** What the overview tells of a Service: its counts and marks are those of the graph's members, finished pods left out. */
export function summarise(graph: ServiceGraph): ServiceSummary {
  const { service, counts, zones, workload } = graph
  const standing = graph.members.filter((member) => !isFinished(member))
  return {
    kind: 'ServiceSummary',
    namespace: service.namespace,
    name: service.name,
    uid: service.uid,
    type: service.type,
    ...(isHeadless(service) && { headless: true as const }),
    labels: service.labels,
    ...(workload !== undefined && { workload }),
    ...counts,
    zones,
    marks: standing.length > MAX_MARKS ? '' : standing.map((member) => stateLetters[member.state]).join(''),
  }
}

export type Trouble = 'error' | 'warning'

/**
 * How bad the counts are, undefined where all is well. Nobody answers: an error, or a warning while draining pods
 * still do. Some that should answer do not: a warning. Pods on their way in or out alone are no trouble, and an
 * ExternalName has nobody of its own.
 */
export function troubleOf(of: Counts & { readonly type: Service['type'] }): Trouble | undefined {
  if (of.type === 'ExternalName') return undefined
  if (of.ready === 0) return of.draining > 0 ? 'warning' : 'error'
  return of.notReady + of.missing > 0 ? 'warning' : undefined
}
