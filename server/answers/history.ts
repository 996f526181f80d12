import type { Upstream } from '@/lib/stream/message'
import { type AskedView, readViews } from '@/lib/stream/scope'
import type { History } from '@/lib/timeline/history'
import { retell, scopesOf, timeOf } from '@/lib/timeline/retell'
import { toGapJson } from '@/lib/timeline/timeline-json'
import { problem } from '../problem'
import type { OpenContext, Switchboard } from '../switchboard'
import { readableContext } from './context-of'
import { reachOf, readStretch, type Stretch } from './moments'

/** Changes in one answer, and characters of their JSON, after which no further moment is begun. */
const MOST_CHANGES = 50_000
const MOST_CHARACTERS = 32 * 1024 * 1024

/**
 * `GET /api/history?view=…&from=…&to=…`: what a stream of these views would have told from one moment to another, as its
 * messages with their times. Where that is too much for one answer it ends earlier, and `to` says how far it goes.
 */
export function answerHistory(request: Request, switchboard: Switchboard): Response {
  const parameters = new URL(request.url).searchParams
  const asked = readViews(parameters.getAll('view'))
  if ('refusal' in asked) return problem(400, asked.refusal)
  const context = readable(request, switchboard, asked.views)
  if (context instanceof Response) return context
  const none = reachOf(context, [])
  if (!none.ok) return none.error
  const { history } = none.value
  const scopes = scopesOf(history, asked.views).filter(({ view }) => view !== 'overview')
  const reach = reachOf(context, scopes)
  if (!reach.ok) return reach.error
  const stretch = readStretch(parameters, reach.value, (to) => to)
  if (!stretch.ok) return stretch.error
  const { since, now } = reach.value
  const head = { context: context.name, since: timeOf(since), now: timeOf(now), from: timeOf(stretch.value.from) }
  const pieces = written(history, asked.views, stretch.value, head, (resources) => ({
    ...context.upstream(),
    resources,
  }))
  return new Response(toStream(pieces), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** The context, once all that is asked for can be read. */
function readable(request: Request, switchboard: Switchboard, views: readonly AskedView[]): OpenContext | Response {
  let context: OpenContext | undefined
  for (const view of views) {
    const found = readableContext(request, switchboard, view.view === 'namespace' ? view.namespace : undefined)
    if (!found.ok) return found.error
    context = found.value
  }
  return context ?? problem(400, 'Ask for at least one view.')
}

/** The answer in pieces of JSON. How far it goes is known only at its end, and stands there. */
function* written(
  history: History,
  views: readonly AskedView[],
  { from, to }: Stretch,
  head: Readonly<Record<string, string>>,
  upstreamOf: (resources: Upstream['resources']) => Upstream,
): Generator<string, void> {
  const scopes = scopesOf(history, views)
  yield `${JSON.stringify(head).slice(0, -1)},"messages":[`
  let changes = 0
  let characters = 0
  let last = from
  let covered = to
  for (const { at, message } of retell(history, { views, from, to, upstreamOf })) {
    if (at > last && (changes >= MOST_CHANGES || characters >= MOST_CHARACTERS)) {
      covered = last
      break
    }
    last = at
    const piece = JSON.stringify({ at: timeOf(at), message })
    if (message.type === 'delta') {
      changes += message.changes.length
      characters += piece.length
    }
    yield message.type === 'hello' ? piece : `,${piece}`
  }
  const gaps = history.gaps(scopes, from, covered).map(toGapJson)
  yield `],"to":${JSON.stringify(timeOf(covered))},"gaps":${JSON.stringify(gaps)}}\n`
}

/** Pieces of at least this many characters: a message of its own for each change would cost more than the change. */
const CHUNK = 64 * 1024

/** Written as it is read, so that a long answer neither waits in memory nor keeps others waiting. */
function toStream(pieces: Generator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull(controller) {
      let text = ''
      while (text.length < CHUNK) {
        const next = pieces.next()
        if (next.done === true) {
          if (text !== '') controller.enqueue(encoder.encode(text))
          controller.close()
          return
        }
        text += next.value
      }
      controller.enqueue(encoder.encode(text))
    },
    cancel() {
      pieces.return()
    },
  })
}
