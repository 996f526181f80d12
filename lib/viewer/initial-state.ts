import type { Picture, ViewerState } from './state'

/** No picture at all. */
export const blank: Picture = { records: {}, summaries: new Map(), findings: new Map(), scopes: new Map() }

/** A viewer who has seen nothing yet; `now` is monotonic milliseconds. */
export function initialState(now: number): ViewerState {
  return {
    ...blank,
    connection: { status: 'connecting', since: now },
    revision: 0,
    complete: false,
    gap: false,
    skew: 0,
  }
}
