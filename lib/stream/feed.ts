import type { Store } from '@/lib/cluster/store'
import type { Findings } from '@/lib/kubernetes/finding'
import { type Key, keyOf, parseKey } from '@/lib/kubernetes/key'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { type Change, recordsOf } from '@/lib/kubernetes/records'
import { reuseParts } from '@/lib/kubernetes/reuse-parts'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Scope, StreamRecord, View } from './message'
import { scopeKey } from './scope'
import { isIdle, isShared } from './shared-record'

/** What has become of one scope since it was last asked: each record at most once, in its latest state. */
export interface ScopeChanges {
  readonly scope: Scope
  readonly changes: readonly Change<StreamRecord>[]
}

/** The mirror as the hub sees it: records by scope, and what changed in them. */
export interface Feed {
  /** The records of a scope. Right after a `take`, what has been taken of it: no record more, and none in a later state. */
  snapshot(scope: Scope): readonly StreamRecord[]
  /** The namespaces that hold something in a view. */
  namespaces(view: View): readonly string[]
  /** Everything that changed since the last call. */
  take(): readonly ScopeChanges[]
  /** The summaries of these Services may differ though no record did: what is known of their records has changed. */
  refresh(services: Iterable<Key>): void
  /** Calls back when there is something to take; more may follow before it is taken. */
  subscribe(listener: () => void): () => void
  close(): void
}

/** Summaries of Services, kept up to date by changes. */
export interface Summaries {
  /** The Services that the changes may have touched. */
  apply(changes: readonly Change[]): Iterable<Key>
  /** Undefined for a Service that is gone, unless it is missed. */
  summary(service: Key): ServiceSummary | undefined
  /** Services of a namespace that do not exist and have a summary all the same, since something sends to them. */
  absent(namespace: string): Iterable<Key>
}

/** What is found wrong, kept up to date by whoever makes it. */
export interface FindingsSource {
  /** What has changed since the last call. A Service's summary is told anew with its findings. */
  take(): readonly Change<Findings>[]
  all(namespace: string): Iterable<Findings>
  /** Those with findings. */
  namespaces(): Iterable<string>
  /** Calls back when there is something to take besides what follows from changes of the store. */
  subscribe(listener: () => void): () => void
}

const servicePrefix = 'Service/'
const cluster: Scope = { view: 'cluster', namespace: '' }

/**
 * Sorts the changes of a store by the scopes that they belong to. Summaries and findings are computed when taken, not
 * per change.
 */
export function createFeed({
  store,
  summaries,
  findings,
}: {
  readonly store: Store
  readonly summaries: Summaries
  readonly findings: FindingsSource
}): Feed {
  const pending = new Map<string, { readonly scope: Scope; readonly changes: Map<string, Change<StreamRecord>> }>()
  const shared = new Map<string, KubernetesRecord>()
  const untold = new Set<string>()
  const stale = new Set<Key>()
  const told = new Map<Key, ServiceSummary>()
  const listeners = new Set<() => void>()

  function note(scope: Scope, kind: string, key: Key, change: Change<StreamRecord>) {
    const name = scopeKey(scope)
    let entry = pending.get(name)
    if (entry === undefined) {
      entry = { scope, changes: new Map() }
      pending.set(name, entry)
    }
    entry.changes.set(`${kind}/${key}`, change)
  }

  function sort(change: Change) {
    const kind = change.type === 'put' ? change.record.kind : change.kind
    const key = change.type === 'put' ? keyOf(change.record) : change.key
    const { namespace } = parseKey(key)
    const id = `${kind}/${key}`
    const wasUntold = untold.delete(id)
    if (change.type === 'put' && isIdle(change.record)) {
      untold.add(id)
      if (!wasUntold) note(cluster, kind, key, { type: 'remove', kind, key })
      return
    }
    note(namespace === '' ? cluster : { view: 'namespace', namespace }, kind, key, change)
    if (change.type === 'put' && isShared(change.record)) {
      shared.set(id, change.record)
      note(cluster, kind, key, change)
    } else if (shared.delete(id)) {
      note(cluster, kind, key, { type: 'remove', kind, key })
    }
  }

  function takeFindings() {
    for (const change of findings.take()) {
      const key = change.type === 'put' ? keyOf(change.record) : change.key
      const { namespace, name } = parseKey(key)
      note({ view: 'namespace', namespace }, 'Findings', key, change)
      if (name.startsWith(servicePrefix)) stale.add(keyOf({ namespace, name: name.slice(servicePrefix.length) }))
    }
  }

  function summarise() {
    for (const key of stale) {
      const summary = summaries.summary(key)
      const before = told.get(key)
      if (sameRecord(summary, before)) continue
      const scope: Scope = { view: 'overview', namespace: parseKey(key).namespace }
      if (summary === undefined) {
        told.delete(key)
        note(scope, 'ServiceSummary', key, { type: 'remove', kind: 'ServiceSummary', key })
      } else {
        const record = before === undefined ? summary : reuseParts(before, summary)
        told.set(key, record)
        note(scope, 'ServiceSummary', key, { type: 'put', record })
      }
    }
    stale.clear()
  }

  /** What is newer than was told comes with the next `take`: a snapshot and the changes after it fit together. */
  function summaryAsTold(key: Key): ServiceSummary | undefined {
    const before = told.get(key)
    if (before !== undefined) return before
    const summary = summaries.summary(key)
    if (summary !== undefined) told.set(key, summary)
    return summary
  }

  function tell() {
    for (const listener of [...listeners]) listener()
  }

  function refresh(services: Iterable<Key>) {
    for (const key of services) stale.add(key)
    tell()
  }

  for (const record of store.all()) {
    if (isShared(record)) shared.set(`${record.kind}/${keyOf(record)}`, record)
    if (isIdle(record)) untold.add(`${record.kind}/${keyOf(record)}`)
  }

  const unsubscribe = [
    store.subscribe((changes) => {
      for (const change of changes) sort(change)
      refresh(summaries.apply(changes))
    }),
    findings.subscribe(tell),
  ]

  return {
    snapshot(scope) {
      switch (scope.view) {
        case 'overview':
          return [
            ...recordsOf(store.records(scope.namespace), 'Service').keys(),
            ...summaries.absent(scope.namespace),
          ].flatMap((key) => summaryAsTold(key) ?? [])
        case 'namespace':
          return [
            ...Object.values(store.records(scope.namespace)).flatMap((records): StreamRecord[] => [
              ...records.values(),
            ]),
            ...findings.all(scope.namespace),
          ]
        case 'cluster': {
          const own = Object.values(store.records('')).flatMap((records): KubernetesRecord[] => [...records.values()])
          return [...own.filter((record) => !isIdle(record)), ...shared.values()]
        }
      }
    },
    namespaces(view) {
      return view === 'cluster' ? [''] : [...new Set([...store.namespaces(), ...findings.namespaces()])].sort()
    },
    take() {
      takeFindings()
      summarise()
      const taken = [...pending.values()].map(({ scope, changes }) => ({ scope, changes: [...changes.values()] }))
      pending.clear()
      return taken
    },
    refresh,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      for (const end of unsubscribe) end()
    },
  }
}
