import type { Severity } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Service } from '@/lib/kubernetes/record'
import type { ResourceState } from '@/lib/kubernetes/state'
import { isKnown } from '@/lib/kubernetes/state'
import type { EndpointState, ServiceSummary } from '@/lib/kubernetes/summary'
import { MAX_MARKS, stateLetters } from '@/lib/kubernetes/summary'
import { compareNames } from './compare'
import type { Counts, Member, ServiceGraph } from './graph'
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
  const entries = entriesOf(graph)
  return {
    kind: 'ServiceSummary',
    namespace: service.namespace,
    name: service.name,
    uid: service.uid,
    type: service.type,
    ...(isHeadless(service) && { headless: true as const }),
    labels: service.labels,
    ...(entries.length > 0 && { entries }),
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
    ...byZoneOf(standing, zones),
    marks: standing.length > MAX_MARKS ? '' : standing.map((member) => stateLetters[member.state]).join(''),
  }
}

/** The members stand in order of their zones, those without one last: one run for each. */
function byZoneOf(standing: readonly Member[], zones: readonly string[]): Pick<ServiceSummary, 'byZone'> {
  if (zones.length < 2 && (zones.length === 0 || standing.every(({ zone }) => zone !== undefined))) return {}
  const spread = new Map<string | undefined, Map<EndpointState, number>>(zones.map((zone) => [zone, new Map()]))
  for (const { zone, state } of standing) {
    const counts = spread.get(zone) ?? new Map<EndpointState, number>()
    spread.set(zone, counts.set(state, (counts.get(state) ?? 0) + 1))
  }
  return { byZone: [...spread.values()].map((counts) => formatCounts(counts)) }
}

function formatCounts(counts: ReadonlyMap<EndpointState, number>): string {
  return [...counts].map(([state, count]) => `${stateLetters[state]}${count}`).join('')
}

/** Counts by state as `byZone` of a summary has them: `r4n1`. A letter that is none of `stateLetters` counts nowhere. */
export function parseCounts(text: string): Readonly<Record<EndpointState, number>> {
  const counts = { ready: 0, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0, unknown: 0 }
  for (const [, letter, count] of text.matchAll(/([a-z])(\d+)/g)) {
    const state = stateOfLetter.get(letter ?? '')
    if (state !== undefined) counts[state] += Number(count)
  }
  return counts
}

const stateOfLetter: ReadonlyMap<string, EndpointState> = new Map(
  (Object.keys(stateLetters) as EndpointState[]).map((state) => [stateLetters[state], state]),
)

/** What stands outside the cluster, or is made for those who do. A route that hangs on no Gateway leads from within. */
function entriesOf({ clients }: ServiceGraph): readonly string[] {
  const entries = new Set<string>()
  let loadBalancer = false
  for (const client of clients) {
    if (client.kind === 'ingress') entries.add(`Ingress/${keyOf(client)}`)
    else if (client.kind === 'route') for (const gateway of client.gateways) entries.add(`Gateway/${gateway}`)
    else if (client.kind === 'externalIP') entries.add('ExternalIP')
    else if (client.kind === 'loadBalancer') {
      loadBalancer = true
      entries.add('LoadBalancer')
    }
    // A load balancer comes in by node ports: they are its way, and not one more.
    else if (client.kind === 'nodePort' && !loadBalancer) entries.add('NodePort')
  }
  return [...entries].sort(compareNames)
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
