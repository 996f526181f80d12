import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'

/** What the figures of a troubled Service say about it, before any finding explains why. */
export type Cause =
  /** nothing is published, and no pod is on its way */
  | 'noEndpoint'
  /** the last endpoints are on their way out */
  | 'onlyDraining'
  /** fewer answer than should */
  | 'lacking'

/** The cause to tell of a Service, or undefined where its figures are as they should be. */
export function causeOf(summary: ServiceSummary): Cause | undefined {
  if (troubleOf(summary) === undefined) return undefined
  if (summary.ready > 0) return 'lacking'
  if (summary.draining > 0) return 'onlyDraining'
  return wantedOf(summary) > 0 ? 'lacking' : 'noEndpoint'
}

/** Worst first: by weight, then where nobody answers before where somebody does, then the more that is lacking. */
export function byTrouble(a: ServiceSummary, b: ServiceSummary): number {
  return weightOf(b) - weightOf(a) || compare(a.namespace, b.namespace) || compare(a.name, b.name)
}

// Ranks that no count reaches.
const ERROR_RANK = 2e9
const NOBODY_RANK = 1e9

/** How much a Service wants to be seen: 0 where all is well. */
export function weightOf(summary: ServiceSummary): number {
  const trouble = troubleOf(summary)
  if (trouble === undefined) return 0
  const nobody = summary.ready === 0 ? NOBODY_RANK : 0
  return (trouble === 'error' ? ERROR_RANK : 0) + nobody + wantedOf(summary) - summary.ready
}

/** By code point: the same order on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The Services in trouble, worst first. */
export function troubled(services: readonly ServiceSummary[]): readonly ServiceSummary[] {
  return services.filter((summary) => troubleOf(summary) !== undefined).sort(byTrouble)
}
