import type { EndpointSlice, SliceEndpoint } from '@/lib/kubernetes/record'
import type { StreamRecord } from '@/lib/stream/message'
import { stateOfConditions } from '@/lib/topology/endpoints'
import type { Step } from './history'

/** How much happened in a stretch of time; milliseconds since 1970, `to` not included but for the last. */
export interface Bucket {
  readonly from: number
  readonly to: number
  /** Of any object. */
  readonly changes: number
  /** Endpoints that were published, and that no longer were. */
  readonly joined: number
  readonly left: number
  /** Endpoints that began to take new connections, and that ceased to; joining and leaving ones among them. */
  readonly ready: number
  readonly notReady: number
}

/** The most buckets of one bar: each is a few pixels wide. */
export const MOST_BUCKETS = 240

/** Whole numbers of these are easy to read on an axis. */
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400].map(
  (each) => each * 1000,
)

/**
 * How the changes of some namespaces lie in [from, to], in buckets of the shortest length of which so many are enough.
 * They begin at multiples of it, so that a bar that grows does not shift its past; the first and the last are shorter.
 */
export function densityOf(steps: readonly Step[], from: number, to: number, most = MOST_BUCKETS): readonly Bucket[] {
  const length = lengths.find((each) => (to - from) / each <= most - 1) ?? Math.ceil((to - from) / (most - 1))
  const first = Math.floor(from / length)
  const buckets = Array.from({ length: Math.max(1, Math.ceil(to / length) - first) }, (_, place) => ({
    from: Math.max(from, (first + place) * length),
    to: Math.min(to, (first + place + 1) * length),
    ...{ changes: 0, joined: 0, left: 0, ready: 0, notReady: 0 },
  }))
  for (const { at, changes, before } of steps) {
    const bucket = buckets[Math.min(Math.floor(at / length) - first, buckets.length - 1)]
    if (bucket === undefined) continue
    bucket.changes += changes.length
    for (const [place, change] of changes.entries())
      count(bucket, sliceOf(before[place]), sliceOf(change.type === 'put' ? change.record : undefined))
  }
  return buckets
}

function sliceOf(record: StreamRecord | undefined): EndpointSlice | undefined {
  return record?.kind === 'EndpointSlice' ? record : undefined
}

type Counts = { -readonly [K in keyof Bucket]: number }

function count(bucket: Counts, before: EndpointSlice | undefined, after: EndpointSlice | undefined): void {
  if (before === undefined && after === undefined) return
  const [old, next] = [before?.endpoints ?? [], after?.endpoints ?? []]
  const gone = byAddress(old.filter((entry, place) => entry !== next[place]))
  const come = byAddress(next.filter((entry, place) => entry !== old[place]))
  for (const [address, entry] of come) {
    const was = gone.get(address)
    if (was === undefined) bucket.joined += 1
    if (isReady(entry) && !isReady(was)) bucket.ready += 1
    if (!isReady(entry) && isReady(was)) bucket.notReady += 1
  }
  for (const [address, entry] of gone) {
    if (come.has(address)) continue
    bucket.left += 1
    if (isReady(entry)) bucket.notReady += 1
  }
}

function byAddress(entries: readonly SliceEndpoint[]): ReadonlyMap<string, SliceEndpoint> {
  return new Map(entries.map((entry) => [entry.addresses[0] ?? '', entry]))
}

function isReady(entry: SliceEndpoint | undefined): boolean {
  return entry !== undefined && stateOfConditions(entry) === 'ready'
}
