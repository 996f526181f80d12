import type { Gap } from '@/components/data/past-history'
import { fetchPast } from '@/components/data/past-history'
import type { MarkFacts } from '@/lib/timeline/marks'
import type { Strip } from '@/lib/timeline/strips'
import type { StretchJson, TimelineJson } from '@/lib/timeline/timeline-json'
import type { Stretch } from './moment'

/** Something that was done to a Service or befell it; `at` in milliseconds since the epoch, as every time here. */
export type TimeMark = { readonly at: number } & MarkFacts

/** What is known of how far the answer reaches. */
export interface Reach extends Stretch {
  /** As far back as anything is kept. */
  readonly since: number
  /** The server's clock. */
  readonly now: number
  readonly gaps: readonly Gap[]
}

/** Who answered for a Service over time. */
export interface Timeline extends Reach {
  readonly strips: readonly Strip[]
  readonly marks: readonly TimeMark[]
}

/** How much happened in a short while. */
export interface Bucket extends Stretch {
  readonly changes: number
  /** Endpoints that began to answer, and that stopped. */
  readonly won: number
  readonly lost: number
}

/** How much happened over time in a namespace, or in all of them. */
export interface Density extends Reach {
  readonly buckets: readonly Bucket[]
}

/** @throws {HistoryFailure} where nothing is remembered of it */
export async function fetchTimeline(address: string): Promise<Timeline> {
  return readTimeline(await fetchPast(address))
}

/** @throws {HistoryFailure} where nothing is remembered of it */
export async function fetchDensity(address: string): Promise<Density> {
  const json = await fetchPast<DensityJson>(address)
  const buckets = json.buckets.map(
    ({ from, to, changes, ready, notReady }): Bucket => ({
      ...{ from: Date.parse(from), to: Date.parse(to), changes, won: ready, lost: notReady },
    }),
  )
  return { ...readReach(json), buckets }
}

interface DensityJson extends StretchJson {
  readonly buckets: readonly {
    readonly from: string
    readonly to: string
    readonly changes: number
    readonly ready: number
    readonly notReady: number
  }[]
}

/** The answer as the page takes it, with every time as a number. */
export function readTimeline(json: TimelineJson): Timeline {
  return {
    ...readReach(json),
    strips: json.endpoints.map((strip) => ({
      ...strip,
      spans: strip.spans.map(({ from, to, state }) => ({ from: Date.parse(from), to: Date.parse(to), state })),
    })),
    marks: json.marks.map((mark) => ({ ...mark, at: Date.parse(mark.at) })),
  }
}

function readReach({ since, now, from, to, gaps }: StretchJson): Reach {
  return {
    ...{ since: Date.parse(since), now: Date.parse(now), from: Date.parse(from), to: Date.parse(to) },
    gaps: gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), reason: gap.reason })),
  }
}
