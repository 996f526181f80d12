import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change, RecordOf, Records } from '@/lib/kubernetes/records'
import { reuseParts } from '@/lib/kubernetes/reuse-parts'
import { sameRecord } from '@/lib/kubernetes/same-record'

export type StoreListener = (changes: readonly Change[]) => void

/**
 * What one context holds, by namespace and kind. It answers "equal to what I had" with silence: listeners hear of
 * real changes alone, in the order in which they happened, after they stand in the store. The cost of a change does
 * not depend on how much the store holds.
 */
export interface Store {
  /**
   * The records of one namespace; `''` gives the cluster-scoped ones. The maps are the store's own and change under
   * the reader: whoever needs a moment that stands still copies them.
   */
  records(namespace: string): Records
  /** Every namespace that holds a record or is known by its Namespace object, sorted. */
  namespaces(): readonly string[]
  get<K extends Kind>(kind: K, key: Key): RecordOf<K> | undefined
  /** Every record, for a listener that comes late. */
  all(): IterableIterator<KubernetesRecord>
  count(kind: Kind): number
  /**
   * Applies changes in order and tells listeners, in one batch, those that changed something. Parts of a record that say
   * what they said are the same objects as before.
   */
  apply(changes: readonly Change[]): void
  /**
   * Makes the records of one kind exactly these, in one batch: what is not among them is removed. `namespace` is the
   * scope that was listed, `''` for the whole cluster, as in the API.
   */
  replace(kind: Kind, namespace: string, records: Iterable<KubernetesRecord>): void
  /** The stored record where it equals the given one, else the given one: keeps memory and later comparison small. */
  reuse(record: KubernetesRecord): KubernetesRecord
  /** A listener must not throw and must not change the store. Returns the way to end it. */
  subscribe(listener: StoreListener): () => void
}

type Shelf = { [K in Kind]?: Map<Key, RecordOf<K>> }

export function createStore(): Store {
  const shelves = new Map<string, Shelf>()
  const listeners = new Set<StoreListener>()
  const empty: Records = {}

  /** The maps of a shelf differ only in their type, which the name of the kind has already decided. */
  function mapOf(namespace: string, kind: string): Map<Key, KubernetesRecord> | undefined {
    return shelves.get(namespace)?.[kind as Kind] as Map<Key, KubernetesRecord> | undefined
  }

  /** What stands in the store from now on; undefined where it says what stood there. */
  function put(record: KubernetesRecord): KubernetesRecord | undefined {
    const key = keyOf(record)
    let map = mapOf(record.namespace, record.kind)
    if (map === undefined) {
      const shelf = shelves.get(record.namespace) ?? {}
      map = new Map<Key, KubernetesRecord>()
      shelves.set(record.namespace, Object.assign(shelf, { [record.kind]: map }))
    }
    const old = map.get(key)
    if (old !== undefined && sameRecord(old, record)) return undefined
    const kept = old === undefined ? record : reuseParts(old, record)
    map.set(key, kept)
    return kept
  }

  function remove(kind: string, key: Key): boolean {
    const namespace = key.slice(0, key.indexOf('/'))
    const map = mapOf(namespace, kind)
    if (map === undefined || !map.delete(key)) return false
    if (map.size === 0) {
      const shelf = shelves.get(namespace)
      delete shelf?.[kind as Kind]
      if (shelf !== undefined && Object.keys(shelf).length === 0) shelves.delete(namespace)
    }
    return true
  }

  function tell(changes: readonly Change[]) {
    if (changes.length > 0) for (const listener of [...listeners]) listener(changes)
  }

  function apply(changes: readonly Change[]) {
    const real = changes.flatMap((change): readonly Change[] => {
      if (change.type === 'remove') return remove(change.kind, change.key) ? [change] : []
      const record = put(change.record)
      return record === undefined ? [] : [record === change.record ? change : { type: 'put', record }]
    })
    tell(real)
  }

  return {
    records: (namespace) => shelves.get(namespace) ?? empty,
    namespaces() {
      const names = new Set(shelves.keys())
      for (const record of shelves.get('')?.Namespace?.values() ?? []) names.add(record.name)
      names.delete('')
      return [...names].sort()
    },
    get<K extends Kind>(kind: K, key: Key) {
      return mapOf(key.slice(0, key.indexOf('/')), kind)?.get(key) as RecordOf<K> | undefined
    },
    *all() {
      for (const shelf of shelves.values()) for (const map of Object.values(shelf)) yield* map.values()
    },
    count(kind) {
      let count = 0
      for (const shelf of shelves.values()) count += shelf[kind]?.size ?? 0
      return count
    },
    apply,
    replace(kind, namespace, records) {
      const changes: Change[] = []
      const kept = new Set<Key>()
      for (const record of records) {
        kept.add(keyOf(record))
        changes.push({ type: 'put', record })
      }
      const scope = namespace === '' ? shelves.keys() : [namespace]
      for (const name of scope) {
        for (const key of mapOf(name, kind)?.keys() ?? []) {
          if (!kept.has(key)) changes.push({ type: 'remove', kind, key })
        }
      }
      apply(changes)
    },
    reuse(record) {
      const old = mapOf(record.namespace, record.kind)?.get(keyOf(record))
      return old !== undefined && sameRecord(old, record) ? old : record
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
