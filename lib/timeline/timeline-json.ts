import type { Gap, GapReason } from './gaps'
import type { Mark, MarkFacts } from './marks'
import { timeOf } from './retell'
import type { Span, Strip } from './strips'

/** Times are RFC 3339 in UTC, to the millisecond. */
export interface GapJson {
  readonly from: string
  readonly to: string
  readonly reason: GapReason
}

/** What every answer about a stretch of time begins with. */
export interface StretchJson {
  readonly context: string
  /** From when on anything is known. */
  readonly since: string
  readonly now: string
  readonly from: string
  readonly to: string
  /** Where not everything is known: what looks like none there is unknown. */
  readonly gaps: readonly GapJson[]
}

export interface StripJson extends Omit<Strip, 'spans'> {
  readonly spans: readonly { readonly from: string; readonly to: string; readonly state: Span['state'] }[]
}

export type MarkJson = { readonly at: string } & MarkFacts

/** `GET /api/namespaces/NS/services/SVC/timeline`: people script against this shape. */
export interface TimelineJson extends StretchJson {
  readonly endpoints: readonly StripJson[]
  readonly marks: readonly MarkJson[]
}

export function toStripJson({ spans, ...strip }: Strip): StripJson {
  return { ...strip, spans: spans.map(({ from, to, state }) => ({ from: timeOf(from), to: timeOf(to), state })) }
}

export function toMarkJson({ at, ...facts }: Mark): MarkJson {
  return { at: timeOf(at), ...facts }
}

export function toGapJson({ from, to, reason }: Gap): GapJson {
  return { from: timeOf(from), to: timeOf(to), reason }
}
