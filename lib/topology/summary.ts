import type { Severity } from '@/lib/kubernetes/finding'
import type { Service } from '@/lib/kubernetes/record'
import type { ResourceState } from '@/lib/kubernetes/state'
import { isKnown } from '@/lib/kubernetes/state'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { MAX_MARKS, stateLetters } from '@/lib/kubernetes/summary'
import type { Counts, ServiceGraph } from './graph'
import { isFinished } from './members'
import { hasSelector, isHeadless } from './ports'

/** Whether the pods and the slices of a namespace are known at all: where they are not, none of them says nothing. */
export interface Known {
  readonly pods: boolean
  readonly endpointSlices: boolean
}

export const everything: Known = { pods: true, endpointSlices: true }

/** What the states of the reads say about a namespace. */
export function knownIn(states: readonly ResourceState[], namespace: string): Known {
  return {
    pods: isKnown(states, 'pods', namespace),
    endpointSlices: isKnown(states, 'endpointslices', namespace),
  }
}

/** Whether the counts of a Service mean something. Without a selector its slices alone say who answers. */
export function areCountsKnown(service: Service, known: Known): boolean {
  return service.type === 'ExternalName' || (known.endpointSlices && (known.pods || !hasSelector(service)))
}

/**
 * What the overview tells of a Service: its counts and marks are those of the graph's members, finished pods left out.
 * Where those cannot be known, nothing that looks like a count is told.
 */
export function summarise(graph: ServiceGraph, known: Known = everything): ServiceSummary {
  const { service } = graph
  return {
    kind: 'ServiceSummary',
    namespace: service.namespace,
    name: service.name,
    uid: service.uid,
    type: service.type,
    ...(isHeadless(service) && { headless: true as const }),
    labels: service.labels,
    ...(areCountsKnown(service, known) ? figuresOf(graph) : noFigures),
  }
}

const noFigures = {
  unknown: true,
  ready: 0,
  notReady: 0,
  draining: 0,
  terminating: 0,
  pending: 0,
  missing: 0,
  zones: [],
  marks: stateLetters.unknown,
} as const

function figuresOf({ members, counts, zones, workload }: ServiceGraph) {
  const standing = members.filter((member) => !isFinished(member))
  return {
    ...(workload !== undefined && { workload }),
    ...counts,
    zones,
    marks: standing.length > MAX_MARKS ? '' : standing.map((member) => stateLetters[member.state]).join(''),
  }
}

export type Trouble = 'error' | 'warning'

/**
 * How bad it is, undefined where all is well. A finding that is more than a note knows best. Where none is made, the
 * counts tell: nobody answers is an error, or a warning while draining pods still do; some that should answer and do
 * not are a warning. Pods on their way in or out alone are no trouble, and an ExternalName has nobody of its own; what
 * is not known is no trouble either.
 */
export function troubleOf(
  of: Counts & {
    readonly type: Service['type']
    readonly unknown?: true
    readonly worst?: { readonly severity: Severity }
  },
): Trouble | undefined {
  if (of.worst !== undefined && of.worst.severity !== 'info') return of.worst.severity
  if (of.type === 'ExternalName' || of.unknown === true) return undefined
  if (of.ready === 0) return of.draining > 0 ? 'warning' : 'error'
  return of.notReady + of.missing > 0 ? 'warning' : undefined
}
