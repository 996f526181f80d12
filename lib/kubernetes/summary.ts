import type { Finding } from './finding'
import type { Labels, Service } from './record'

/** How an endpoint, or a pod that should be one, stands: the states of the product's one legend. */
export type EndpointState =
  /** takes new connections */
  | 'ready'
  /** published, and not to be called */
  | 'notReady'
  /** terminating and still serving: called only where nothing is ready */
  | 'draining'
  | 'terminating'
  /** a pod that will be one and has no address yet */
  | 'pending'
  /** a pod that matches, could be published and is not */
  | 'missing'
  | 'unknown'

/** One letter a state, so that a wall of 50,000 endpoints travels as text. */
export const stateLetters = {
  ready: 'r',
  notReady: 'n',
  draining: 'd',
  terminating: 't',
  pending: 'p',
  missing: 'm',
  unknown: 'u',
} as const satisfies Record<EndpointState, string>

/** The most marks that a tile draws; above that it draws a stacked bar from the counts. */
export const MAX_MARKS = 38

/**
 * What the overview knows of a Service. Counts are of endpoints as people count them: one for each pod or address
 * family group, see lib/topology.
 */
export interface ServiceSummary {
  readonly kind: 'ServiceSummary'
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: Service['type']
  readonly headless?: true
  readonly labels: Labels
  /** `Kind/name` of the workload behind the Service, where there is exactly one. */
  readonly workload?: string
  /** A read behind the counts is denied or has not ended yet: they say nothing, nor do zones and workload. */
  readonly unknown?: true
  readonly ready: number
  readonly notReady: number
  readonly draining: number
  readonly terminating: number
  readonly pending: number
  readonly missing: number
  readonly zones: readonly string[]
  /**
   * How the endpoints spread where they stand in more than one place: for each of `zones` in its order, and then for
   * those without a zone if there are any, how many are in which state, as in `r4n1`. Together they are the counts.
   */
  readonly byZone?: readonly string[]
  /**
   * What leads to the Service from outside, sorted: `Ingress/NS/NAME`, `Gateway/NS/NAME`, and `LoadBalancer`, `NodePort` or
   * `ExternalIP` where it is open by itself. Absent where nothing is known to.
   */
  readonly entries?: readonly string[]
  /** A letter of `stateLetters` for each endpoint in drawing order; empty above MAX_MARKS, one `u` where unknown. */
  readonly marks: string
  /** No such Service: others call it by this name, and `worst` says who. Its counts say nothing. */
  readonly absent?: true
  /** The worst finding, as much of it as its title needs; absent when there is none. */
  readonly worst?: Pick<Finding, 'code' | 'severity' | 'facts'>
}

/**
 * How many endpoints a Service would have if all were well: the second figure of `3/5`. Pods that should be published
 * and are not (pending, missing) count; those on their way out (draining, terminating) do not.
 */
export function wantedOf(counts: Readonly<Record<'ready' | 'notReady' | 'pending' | 'missing', number>>): number {
  return counts.ready + counts.notReady + counts.pending + counts.missing
}
