import type { Scope, StreamMessage, StreamRecord, Upstream } from '@/lib/stream/message'
import type { AskedView } from '@/lib/stream/scope'
import { scopeKey } from '@/lib/stream/scope'
import type { History } from './history'

/** A message of the stream and when it was told, milliseconds since 1970 by the API server's clock. */
export interface TimedMessage {
  readonly at: number
  readonly message: StreamMessage
}

/** Records in one snapshot message, so that writing one out is short work. */
const PART = 500
const EPOCH = 'past'
const cluster: Scope = { view: 'cluster', namespace: '' }

/** Whether a scope belongs to some views: what a stream of these would tell of. */
export function wantedBy(views: readonly AskedView[]): (scope: Scope) => boolean {
  const exact = new Set(views.flatMap((view) => (view.view === 'namespace' ? [scopeKey(view), scopeKey(cluster)] : [])))
  const overview = views.some((view) => view.view === 'overview')
  return (scope) => (overview && scope.view === 'overview') || exact.has(scopeKey(scope))
}

/** The scopes of some views; of the overview those of the namespaces that ever held a Service. */
export function scopesOf(history: History, views: readonly AskedView[]): readonly Scope[] {
  const own = views.flatMap((view): readonly Scope[] =>
    view.view === 'namespace' ? [view] : history.scopes('overview'),
  )
  return views.some(({ view }) => view === 'namespace') ? [...own, cluster] : own
}

/**
 * What a stream of these views that had begun at `from` would have told up to `to`: hello, reset, the snapshots, ready,
 * then every change with its time. Revisions are its own. Everything that it tells is taken at the first step, so that
 * it may be read slowly while the history goes on.
 */
export function* retell(
  history: History,
  {
    views,
    from,
    to,
    upstreamOf,
  }: {
    readonly views: readonly AskedView[]
    readonly from: number
    readonly to: number
    readonly upstreamOf: (states: Upstream['resources']) => Upstream
  },
): Generator<TimedMessage, void> {
  const snapshots = scopesOf(history, views).map((scope) => ({
    scope,
    records: [...history.stateAt(scope, from).values()],
  }))
  const told = [
    ...history.readsBetween(from, to).map(({ at, states }) => ({ at, states })),
    ...history.steps(wantedBy(views), from, to),
  ].sort((a, b) => a.at - b.at)
  const upstream = upstreamOf(history.readsAt(from))
  const at = from
  yield { at, message: { type: 'hello', epoch: EPOCH, resumed: false, now: timeOf(from), upstream } }
  yield { at, message: { type: 'reset', reason: 'start' } }
  for (const { scope, records } of snapshots) for (const message of partsOf(scope, records)) yield { at, message }
  yield { at, message: { type: 'ready', revision: 0 } }
  const revisions = new Map<string, number>()
  let revision = 0
  for (const each of told) {
    if ('states' in each) {
      const now = timeOf(each.at)
      yield { at: each.at, message: { type: 'state', now, upstream: upstreamOf(each.states) } }
      continue
    }
    const { scope, changes } = each
    revision += 1
    const previous = revisions.get(scopeKey(scope)) ?? 0
    revisions.set(scopeKey(scope), revision)
    yield { at: each.at, message: { type: 'delta', ...scope, previous, revision, changes } }
  }
}

/** RFC 3339 in UTC, to the millisecond. */
export function timeOf(at: number): string {
  return new Date(at).toISOString()
}

function* partsOf(scope: Scope, records: readonly StreamRecord[]): Generator<StreamMessage, void> {
  for (let start = 0; start === 0 || start < records.length; start += PART) {
    const more = start + PART < records.length
    const part = records.slice(start, start + PART)
    yield { type: 'snapshot', ...scope, revision: 0, ...(more ? { more } : {}), records: part }
  }
}
