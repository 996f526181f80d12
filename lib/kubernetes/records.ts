import type { Key } from './key'
import { keyOf } from './key'
import type { Kind, KubernetesRecord } from './record'

/** Told apart one by one, since a Workload or a Route stands for several kinds: `RecordOf<'Deployment'>` is Workload. */
type Having<R, K> = R extends { readonly kind: infer Own } ? (K extends Own ? R : never) : never

export type RecordOf<K extends Kind> = Having<KubernetesRecord, K>

/** Records of one namespace, or of a whole cluster, by kind and key. A kind that is absent holds none that we know of. */
export type Records = { readonly [K in Kind]?: ReadonlyMap<Key, RecordOf<K>> }

/** One change of a record set. */
export type Change<R = KubernetesRecord> =
  | { readonly type: 'put'; readonly record: R }
  | { readonly type: 'remove'; readonly kind: string; readonly key: Key }

const none = new Map<Key, never>() as ReadonlyMap<Key, unknown>

/** The records of one kind; an empty map where there are none, so that callers need no test. */
export function recordsOf<K extends Kind>(records: Records, kind: K): ReadonlyMap<Key, RecordOf<K>> {
  return (records[kind] ?? none) as ReadonlyMap<Key, RecordOf<K>>
}

/** Collects loose records, for tests and for whole lists. */
export function toRecords(list: Iterable<KubernetesRecord>): Records {
  const records: { [kind: string]: Map<Key, KubernetesRecord> } = {}
  for (const record of list) {
    let map = records[record.kind]
    if (map === undefined) records[record.kind] = map = new Map()
    map.set(keyOf(record), record)
  }
  return records as Records
}

/**
 * The records after `changes`. Kinds that no change touches keep their map, so that a reader can tell by identity
 * what stayed; the given records are never altered.
 */
export function applyChanges(records: Records, changes: readonly Change[]): Records {
  const next: { [kind: string]: ReadonlyMap<Key, KubernetesRecord> } = { ...records }
  const own = new Map<string, Map<Key, KubernetesRecord>>()
  for (const change of changes) {
    const kind = change.type === 'put' ? change.record.kind : change.kind
    let map = own.get(kind)
    if (map === undefined) {
      map = new Map(next[kind])
      own.set(kind, map)
      next[kind] = map
    }
    if (change.type === 'put') map.set(keyOf(change.record), change.record)
    else map.delete(change.key)
  }
  return next as Records
}
