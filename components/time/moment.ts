/** Moments as an address says them, and lengths of time as one chooses them. Milliseconds since the epoch throughout. */

/** RFC 3339 with a zone, or milliseconds since the epoch. */
const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/** A moment as `?at=` says it: RFC 3339, or milliseconds since the epoch; undefined where it says neither. */
export function parseMoment(text: string): number | undefined {
  // In a query a plus that nobody escaped reads as a space.
  const written = text.trim().replace(' ', '+')
  const at = /^\d{12,14}$/.test(written) ? Number(written) : rfc3339.test(written) ? Date.parse(written) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** The moment in UTC, as precise as it is: `2026-01-01T12:04:31Z`. */
export function formatMoment(at: number): string {
  return new Date(Math.round(at)).toISOString().replace('.000Z', 'Z')
}

/** How much time one sees at once: milliseconds, or all that is kept. */
export type Span = number | 'all'

export const offered: readonly Span[] = [300_000, 900_000, 3_600_000, 'all']
export const defaultSpan: Span = 900_000

const LEAST_SPAN = 10_000
const MOST_SPAN = 24 * 3_600_000

/** A span as `?time=` says it: `90s`, `15m`, `1h`, `all`; the usual one where it says nothing that can be read. */
export function parseSpan(text: string | undefined): Span {
  if (text === 'all') return 'all'
  const found = /^(\d{1,6})([smh])$/.exec(text ?? '')
  const [, count, unit] = found ?? []
  if (count === undefined || unit === undefined) return defaultSpan
  return clampSpan(Number(count) * (unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 3_600_000))
}

export function formatSpan(span: Span): string {
  if (span === 'all') return 'all'
  if (span % 3_600_000 === 0) return `${span / 3_600_000}h`
  return span % 60_000 === 0 ? `${span / 60_000}m` : `${Math.round(span / 1_000)}s`
}

export function clampSpan(ms: number): number {
  return Math.min(MOST_SPAN, Math.max(LEAST_SPAN, Math.round(ms / 1_000) * 1_000))
}

/** A stretch of time on an axis. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * What an axis shows: the last of what is known, or, where the cursor lies before that, the page of half-overlapping
 * pages that holds the cursor nearest its middle: it stays while the cursor moves within it, and is the same for all who
 * open the link.
 */
export function stretchOf(
  span: Span,
  { at, now, since }: { readonly at: number | undefined; readonly now: number; readonly since: number | undefined },
): Stretch {
  if (span === 'all') return { from: Math.min(since ?? now - MOST_SPAN, now - LEAST_SPAN), to: now }
  const length = since === undefined ? span : Math.min(span, lengthFor(now - since))
  if (at === undefined || at >= now - length) return { from: now - length, to: now }
  const half = length / 2
  const from = Math.round((at - half) / half) * half
  const to = Math.min(now, from + length)
  return { from: to - length, to }
}

const lengths: readonly number[] = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((each) => each * 60_000)

/** An axis of which most would be unknown shows less: the shortest of some lengths that holds all that is kept. */
function lengthFor(kept: number): number {
  return lengths.find((each) => each >= kept) ?? MOST_SPAN
}
