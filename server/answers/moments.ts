import { failure, type Result, success } from '@/lib/cluster/result'
import type { Scope } from '@/lib/stream/message'
import type { History } from '@/lib/timeline/history'
import { timeOf } from '@/lib/timeline/retell'
import { problem, problemHeaders, problemOf } from '../problem'
import type { OpenContext } from '../switchboard'

/** A stretch of time, milliseconds since 1970 by the API server's clock. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** How far a history reaches, for some scopes. */
export interface Reach {
  readonly history: History
  readonly since: number
  readonly now: number
}

const howToWrite = 'Write a moment in RFC 3339, as in 2026-05-01T12:04:31Z, or in milliseconds since 1970.'

/** A moment as addresses have it: RFC 3339 with its offset, or milliseconds since 1970. */
export function parseMoment(text: string): number | undefined {
  if (/^\d{10,15}$/.test(text)) return Number(text)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** How far back the context reaches for these scopes, or why nothing is kept. */
export function reachOf({ history, mirror, name }: OpenContext, scopes: readonly Scope[]): Result<Reach, Response> {
  if (history === undefined)
    return failure(
      problem(
        404,
        'Nothing is kept of what was. Start Switchboard with `--history 64`, in MiB, or without `--history 0`.',
      ),
    )
  const since = history.sinceOf(scopes)
  if (since === undefined)
    return failure(
      problem(503, `What was is kept from when the first lists of ${name} have come: ask again in a moment.`, {
        'Retry-After': '1',
      }),
    )
  return success({ history, since, now: Math.max(since, Date.parse(mirror.now())) })
}

/** The moment that `?at=` names; undefined without it. What lies ahead is now. */
export function readMoment(parameters: URLSearchParams, { since, now }: Reach): Result<number, Response> | undefined {
  const text = parameters.get('at')
  if (text === null) return undefined
  const at = parseMoment(text)
  if (at === undefined) return failure(problem(400, `\`at\` is no moment. ${howToWrite}`))
  return at < since ? failure(tooEarly(at, since)) : success(Math.min(at, now))
}

/**
 * `?from=` and `?to=`; without `to` up to now, and without `from` as far back as `usual` says. What lies ahead is now.
 */
export function readStretch(
  parameters: URLSearchParams,
  { since, now }: Reach,
  usual: (to: number) => number,
): Result<Stretch, Response> {
  const [fromText, toText] = [parameters.get('from'), parameters.get('to')]
  const to = toText === null ? now : parseMoment(toText)
  const from = fromText === null && to !== undefined ? usual(Math.min(to, now)) : parseMoment(fromText ?? '')
  if (to === undefined || from === undefined)
    return failure(problem(400, `\`${to === undefined ? 'to' : 'from'}\` is no moment. ${howToWrite}`))
  if (from > to)
    return failure(problem(422, `\`from\` lies behind \`to\`: ${timeOf(from)} is later than ${timeOf(to)}.`))
  if (from < since) return failure(tooEarly(from, since))
  return success({ from: Math.min(from, now), to: Math.min(to, now) })
}

/** The problem carries the moment from which on something is known as `since`, besides the sentence. */
function tooEarly(at: number, since: number): Response {
  const detail = `What was at ${timeOf(at)} is no longer, or was never, known: it is kept from ${timeOf(since)} on. A larger \`--history\` reaches further back.`
  const body = { ...problemOf(404, detail), since: timeOf(since) }
  return new Response(`${JSON.stringify(body)}\n`, { status: 404, headers: problemHeaders })
}
