import type { Findings } from '@/lib/kubernetes/finding'
import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import { applyChanges, type Change } from '@/lib/kubernetes/records'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { StreamRecord } from '@/lib/stream/message'
import { scopeKey } from '@/lib/stream/scope'
import { isShared } from '@/lib/stream/shared-record'
import { applyToMap, isFindingsChange, isRecordChange, isSummaryChange } from './changes'
import { keepMap, keepRecords } from './keep'
import type { ViewerState } from './state'

type Fields = Pick<ViewerState, 'connection' | 'revision' | 'complete' | 'skew' | 'epoch' | 'upstream'>

/** What a state has become for one who looks at some of its views: plain data, to be sent from thread to thread. */
export interface Patch {
  /** Nothing of the picture before stays. */
  readonly whole?: true
  /** Those that differ. */
  readonly fields: Partial<Fields>
  /** Revisions of the scopes; undefined for one that is no longer told. */
  readonly scopes: readonly (readonly [scope: string, revision: number | undefined])[]
  readonly changes: readonly Change<StreamRecord>[]
}

/** Which parts of a state belong to some views: what a stream of those views alone would hold. */
export interface Part {
  readonly scope: (scope: string) => boolean
  readonly record: (record: StreamRecord) => boolean
}

/** The part of `views`, as `/api/stream` takes them: `overview`, `namespace:shop`. */
export function partOf(views: readonly string[]): Part {
  const overview = views.includes('overview')
  const namespaces = new Set(
    views.filter((view) => view.startsWith('namespace:')).map((view) => view.slice('namespace:'.length)),
  )
  const scopes = new Set([...namespaces].map((namespace) => scopeKey({ view: 'namespace', namespace })))
  if (namespaces.size > 0) scopes.add(scopeKey({ view: 'cluster', namespace: '' }))
  return {
    scope: (scope) => scopes.has(scope) || (overview && scope.startsWith('overview/')),
    record(record) {
      if (record.kind === 'ServiceSummary') return overview
      if (record.kind === 'Findings') return namespaces.has(record.namespace)
      return namespaces.size > 0 && (record.namespace === '' || namespaces.has(record.namespace) || isShared(record))
    },
  }
}

/** What leads from the part of one state to that of another; undefined where nothing in the part differs. */
export function patchBetween(old: ViewerState, next: ViewerState, part: Part): Patch | undefined {
  if (old === next) return undefined
  const fields = changedFields(old, next)
  const scopes = changedScopes(old.scopes, next.scopes, part)
  const changes: Change<StreamRecord>[] = []
  const kinds = new Set([...Object.keys(old.records), ...Object.keys(next.records)]) as Set<Kind>
  for (const kind of kinds) addChanges<KubernetesRecord>(changes, kind, old.records[kind], next.records[kind], part)
  addChanges<ServiceSummary>(changes, 'ServiceSummary', old.summaries, next.summaries, part)
  addChanges<Findings>(changes, 'Findings', old.findings, next.findings, part)
  if (Object.keys(fields).length + scopes.length + changes.length === 0) return undefined
  return { fields, scopes, changes }
}

/** Everything in a part of a state, for one who knows nothing, or nothing that still holds. */
export function wholePatch(state: ViewerState, part: Part): Patch {
  const { connection, revision, complete, skew, epoch, upstream } = state
  const changes: Change<StreamRecord>[] = []
  for (const map of [...Object.values(state.records), state.summaries, state.findings] as ReadonlyMap<
    string,
    StreamRecord
  >[])
    for (const record of map.values()) if (part.record(record)) changes.push({ type: 'put', record })
  return {
    whole: true,
    fields: {
      ...{ connection, revision, complete, skew },
      ...(epoch === undefined ? {} : { epoch }),
      ...(upstream === undefined ? {} : { upstream }),
    },
    scopes: [...state.scopes].filter(([scope]) => part.scope(scope)),
    changes,
  }
}

/** The state after a patch. Whatever the patch does not change is the same object as before. */
export function applyPatch(state: ViewerState, patch: Patch): ViewerState {
  const { fields, scopes, changes } = patch
  const recordChanges = changes.filter(isRecordChange)
  const summaryChanges = changes.filter(isSummaryChange)
  const findingChanges = changes.filter(isFindingsChange)
  if (patch.whole)
    return {
      ...state,
      ...fields,
      scopes: withScopes(new Map(), scopes),
      records: keepRecords(state.records, applyChanges({}, recordChanges)),
      summaries: keepMap(state.summaries, applyToMap(new Map(), summaryChanges)),
      findings: keepMap(state.findings, applyToMap(new Map(), findingChanges)),
    }
  return {
    ...state,
    ...fields,
    ...(scopes.length === 0 ? {} : { scopes: withScopes(state.scopes, scopes) }),
    ...(recordChanges.length === 0 ? {} : { records: applyChanges(state.records, recordChanges) }),
    ...(summaryChanges.length === 0 ? {} : { summaries: applyToMap(state.summaries, summaryChanges) }),
    ...(findingChanges.length === 0 ? {} : { findings: applyToMap(state.findings, findingChanges) }),
  }
}

function changedFields(old: ViewerState, next: ViewerState): Partial<Fields> {
  const { connection, revision, complete, skew, epoch, upstream } = next
  return {
    ...(connection === old.connection ? {} : { connection }),
    ...(revision === old.revision ? {} : { revision }),
    ...(complete === old.complete ? {} : { complete }),
    ...(skew === old.skew ? {} : { skew }),
    ...(epoch === undefined || epoch === old.epoch ? {} : { epoch }),
    ...(upstream === undefined || sameRecord(upstream, old.upstream) ? {} : { upstream }),
  }
}

function changedScopes(old: ViewerState['scopes'], next: ViewerState['scopes'], part: Part): Patch['scopes'] {
  if (old === next) return []
  const changed: [string, number | undefined][] = []
  for (const [scope, revision] of next)
    if (part.scope(scope) && old.get(scope) !== revision) changed.push([scope, revision])
  for (const scope of old.keys()) if (part.scope(scope) && !next.has(scope)) changed.push([scope, undefined])
  return changed
}

function addChanges<R extends StreamRecord>(
  changes: Change<StreamRecord>[],
  kind: string,
  old: ReadonlyMap<string, R> | undefined,
  next: ReadonlyMap<string, R> | undefined,
  part: Part,
): void {
  if (old === next) return
  for (const [key, record] of next ?? []) {
    const before = old?.get(key)
    if (before === record) continue
    const told = before !== undefined && part.record(before)
    if (!part.record(record)) {
      if (told) changes.push({ type: 'remove', kind, key })
    } else if (!told || !sameRecord(before, record)) changes.push({ type: 'put', record })
  }
  for (const [key, before] of old ?? [])
    if (next?.has(key) !== true && part.record(before)) changes.push({ type: 'remove', kind, key })
}

function withScopes(old: ViewerState['scopes'], changed: Patch['scopes']): ViewerState['scopes'] {
  const scopes = new Map(old)
  for (const [scope, revision] of changed) {
    if (revision === undefined) scopes.delete(scope)
    else scopes.set(scope, revision)
  }
  return scopes
}
