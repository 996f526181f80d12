import type { FindingsSource, Summaries } from './feed'

/** Says nothing of any Service. */
export const noSummaries: Summaries = { apply: () => [], summary: () => undefined, absent: () => [] }

/** Finds nothing wrong. */
export const noFindings: FindingsSource = {
  take: () => [],
  all: () => [],
  namespaces: () => [],
  subscribe: () => () => {},
}
