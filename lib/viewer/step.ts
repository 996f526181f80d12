import type { Findings } from '@/lib/kubernetes/finding'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import { applyChanges, type Change, type Records } from '@/lib/kubernetes/records'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Scope, StreamChange, StreamRecord, Upstream, WireMessage } from '@/lib/stream/message'
import { scopeKey } from '@/lib/stream/scope'
import { applyToMap, isFindingsChange, isRecordChange, isSummaryChange, wholeChanges } from './changes'
import type { Moment } from './clock'
import { blank } from './initial-state'
import { keepMap, keepRecords } from './keep'
import type { Picture, ViewerState } from './state'

/** Below this a change of the measured difference is the network's, not the clock's. */
const SKEW_TOLERANCE_MS = 500

/**
 * The state after one message. Nothing given is altered; whatever the message does not change is the same object as
 * before, the whole state included.
 */
export function step(state: ViewerState, message: WireMessage, at: Moment): ViewerState {
  switch (message.type) {
    case 'hello': {
      const { pending: _, ...rest } = state
      const greeted: ViewerState = {
        ...rest,
        connection: { status: 'open', since: at.now },
        epoch: message.epoch,
        gap: false,
      }
      return withUpstream(greeted, message, at)
    }
    case 'reset':
      // What may no longer be read is not shown a moment longer; any other old picture is better than none.
      return {
        ...state,
        ...(message.reason === 'denied' ? blank : {}),
        complete: false,
        gap: false,
        pending: blank,
      }
    case 'snapshot':
      return withPicture(state, withSnapshot(state.pending ?? state, message))
    case 'delta':
      return withDelta(state, message)
    case 'ready':
      return complete(state, message.revision)
    case 'state':
      return withUpstream(state, message, at)
    case 'heartbeat':
      return withUpstream(withRevision(state, message.revision), message, at)
    case 'busy':
      return { ...state, connection: { status: 'busy', since: at.now, retryAt: at.now + message.retry } }
    case 'bye':
      return {
        ...state,
        connection: { status: 'lost', since: at.now, reason: 'restarting', retryAt: at.now + message.retry },
      }
  }
}

/** What a reconnect may name in Last-Event-ID; undefined where only a snapshot helps. */
export function resumeId(state: ViewerState): string | undefined {
  const whole = state.complete && !state.gap && state.pending === undefined && state.epoch !== undefined
  return whole ? `${state.epoch}.${state.revision}` : undefined
}

function withPicture(state: ViewerState, picture: Picture): ViewerState {
  if (state.pending !== undefined) return picture === state.pending ? state : { ...state, pending: picture }
  return picture === state ? state : { ...state, ...picture }
}

function withSnapshot(picture: Picture, message: Extract<WireMessage, { type: 'snapshot' }>): Picture {
  const scopes = new Map(picture.scopes).set(scopeKey(message), message.revision)
  const changes = message.records
    .map((record): Change<StreamRecord> => ({ type: 'put', record }))
    .filter((change) => tells(picture, message, change))
  return { ...withChanges({ ...picture, scopes }, changes), scopes }
}

function withDelta(state: ViewerState, message: Extract<WireMessage, { type: 'delta' }>): ViewerState {
  const picture = state.pending ?? state
  const scope = scopeKey(message)
  const last = picture.scopes.get(scope) ?? 0
  if (message.revision <= last) return state
  if (message.previous !== last) return withGap(state)
  const told = message.changes.filter((change) => tells(picture, message, change))
  const changes = wholeChanges(told, (kind, key) => anyRecordAt(picture, kind, key))
  if (changes === undefined) return withGap(state)
  const changed = withChanges(picture, changes)
  const next = { ...changed, scopes: new Map(picture.scopes).set(scope, message.revision) }
  if (state.pending !== undefined) return { ...state, pending: next }
  return { ...state, ...pictureOf(next), revision: Math.max(state.revision, message.revision) }
}

function withGap(state: ViewerState): ViewerState {
  return state.gap ? state : { ...state, gap: true }
}

/** The new picture, with every record and map of the old one that says the same. */
function complete(state: ViewerState, revision: number): ViewerState {
  const { pending, ...rest } = state
  const seen = { ...rest, revision, complete: true }
  if (pending === undefined) return seen
  return {
    ...seen,
    scopes: pending.scopes,
    records: keepRecords(state.records, pending.records),
    summaries: keepMap(state.summaries, pending.summaries),
    findings: keepMap(state.findings, pending.findings),
  }
}

function withRevision(state: ViewerState, revision: number): ViewerState {
  const behind = state.complete && state.pending === undefined && !state.gap && revision > state.revision
  return behind ? { ...state, revision } : state
}

function withUpstream(
  state: ViewerState,
  { upstream, now }: { readonly upstream: Upstream; readonly now: string },
  at: Moment,
): ViewerState {
  const measured = Date.parse(now) - at.wallNow
  const skew = Math.abs(measured - state.skew) > SKEW_TOLERANCE_MS ? measured : state.skew
  const known = state.upstream !== undefined && sameRecord(state.upstream, upstream)
  if (known && skew === state.skew) return state
  return { ...state, skew, ...(known ? {} : { upstream }) }
}

function pictureOf({ records, summaries, findings, scopes }: Picture): Picture {
  return { records, summaries, findings, scopes }
}

/** The picture after changes that its scopes tell; the same picture where they change nothing. */
function withChanges(picture: Picture, changes: readonly Change<StreamRecord>[]): Picture {
  const recordChanges: Change[] = []
  const summaryChanges: Change<ServiceSummary>[] = []
  const findingChanges: Change<Findings>[] = []
  for (const change of changes) {
    if (isSummaryChange(change)) summaryChanges.push(change)
    else if (isFindingsChange(change)) findingChanges.push(change)
    else if (isRecordChange(change)) recordChanges.push(change)
  }
  const real = recordChanges.filter((change) => alters(picture.records, change))
  if (real.length + summaryChanges.length + findingChanges.length === 0) return picture
  return {
    ...pictureOf(picture),
    ...(real.length === 0 ? {} : { records: applyChanges(picture.records, real) }),
    ...(summaryChanges.length === 0 ? {} : { summaries: applyToMap(picture.summaries, summaryChanges) }),
    ...(findingChanges.length === 0 ? {} : { findings: applyToMap(picture.findings, findingChanges) }),
  }
}

/** A route stands in its own namespace's scope and may stand in the cluster's as well: the former has the last word. */
function tells(picture: Picture, scope: Scope, change: StreamChange): boolean {
  if (scope.view !== 'cluster') return true
  const { namespace } = change.type === 'put' ? change.record : parseKey(change.key)
  return namespace === '' || !picture.scopes.has(scopeKey({ view: 'namespace', namespace }))
}

function recordAt(records: Records, kind: string, key: string): KubernetesRecord | undefined {
  return records[kind as Kind]?.get(key)
}

function anyRecordAt(picture: Picture, kind: string, key: string): StreamRecord | undefined {
  if (kind === 'ServiceSummary') return picture.summaries.get(key)
  return kind === 'Findings' ? picture.findings.get(key) : recordAt(picture.records, kind, key)
}

function alters(records: Records, change: Change): boolean {
  if (change.type === 'remove') return recordAt(records, change.kind, change.key) !== undefined
  return !sameRecord(recordAt(records, change.record.kind, keyOf(change.record)), change.record)
}
