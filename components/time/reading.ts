import type { Stretch } from './moment'

/** Readings begin at round moments, so that one that goes on with time is not another one at every look. */
const LEAST_GRID = 10_000

/**
 * What to read for an axis: its stretch, begun a little earlier, but within what is kept. Without `to` it goes on up to
 * now. Without `from` the server says how far back it reaches, which nobody knows at first.
 */
export function readingOf({ from, to }: Stretch, now: number, since: number | undefined): Partial<Stretch> {
  if (since === undefined || to < since) return {}
  const grid = Math.max(LEAST_GRID, Math.round((to - from) / 8_000) * 1_000)
  const begun = Math.max(Math.floor(from / grid) * grid, since)
  return to < now ? { from: Math.min(begun, to), to } : { from: Math.min(begun, now) }
}
