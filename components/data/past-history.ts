import type { StreamMessage } from '@/lib/stream/message'
import type { Recording } from '@/lib/viewer/recording'
import type { Viewing } from './viewer-stores'

/** A stretch of which nothing is known, and why; milliseconds since the epoch. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly reason: string
}

/** A stretch of what our server remembers; `since` is as far back as it reaches, `now` its clock. */
export interface HistorySegment {
  readonly since: number
  readonly now: number
  readonly gaps: readonly Gap[]
  readonly recording: Recording
}

/**
 * Why there is no history: `status` is that of the answer, undefined where our server gave none, `since` how far back it
 * reaches where more was asked of it. The message is our server's own sentence.
 */
export class HistoryFailure extends Error {
  readonly status: number | undefined
  readonly since: number | undefined

  constructor(status: number | undefined, detail: string, since?: number) {
    super(detail)
    this.status = status
    this.since = since
  }
}

/**
 * What some views showed from one moment to another. The server may answer for less than was asked, where that is much.
 * @throws {HistoryFailure} where it remembers nothing of it, and `AbortError` where the signal ended the request
 */
export async function fetchHistory(
  { context, views }: Viewing,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<HistorySegment> {
  const query = new URLSearchParams(views.map((view) => ['view', view]))
  query.set('from', new Date(from).toISOString())
  query.set('to', new Date(to).toISOString())
  if (context !== undefined) query.set('context', context)
  return readSegment(await fetchPast<HistoryJson>(`/api/history?${query}`, signal))
}

/**
 * The answer of an address that tells of the past.
 * @throws {HistoryFailure} as `fetchHistory`
 */
export async function fetchPast<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { cache: 'no-store', ...(signal && { signal }) }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new HistoryFailure(undefined, '')
  })
  if (answer.ok) return await answer.json()
  throw await failureOf(answer)
}

interface HistoryJson {
  readonly since: string
  readonly now: string
  readonly from: string
  readonly to: string
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly reason: string }[]
  readonly messages: readonly { readonly at: string; readonly message: StreamMessage }[]
}

function readSegment(json: HistoryJson): HistorySegment {
  return {
    since: Date.parse(json.since),
    now: Date.parse(json.now),
    gaps: json.gaps.map(({ from, to, reason }) => ({ from: Date.parse(from), to: Date.parse(to), reason })),
    recording: {
      from: Date.parse(json.from),
      to: Date.parse(json.to),
      messages: json.messages.map(({ at, message }) => ({ at: Date.parse(at), message })),
    },
  }
}

/** What the problem (RFC 9457) says; the status where something else answered in our server's place. */
async function failureOf(answer: Response): Promise<HistoryFailure> {
  const body: unknown = await answer.json().catch(() => undefined)
  const isObject = typeof body === 'object' && body !== null
  const detail = isObject && 'detail' in body ? String(body.detail) : `${answer.status} ${answer.statusText}`.trim()
  const since = isObject && 'since' in body ? Date.parse(String(body.since)) : Number.NaN
  return new HistoryFailure(answer.status, detail, Number.isNaN(since) ? undefined : since)
}
