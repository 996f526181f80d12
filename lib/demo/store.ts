import { ensure } from './ensure'
import type { KubeObject, ObjectsByPlural, Plural, Pod, StringMap } from './objects'
import { type Resource, resourceOf } from './resources'

/** One change, as a watch tells it. Objects are never altered: an event holds what was, and what is. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: Resource
  readonly object: KubeObject
  readonly previous: KubeObject | undefined
  readonly version: number
}

/** Where an object stands. */
export interface Place {
  readonly resource: Resource
  readonly namespace: string
  readonly name: string
}

/**
 * What etcd and the watch cache are to Kubernetes: objects, one growing version over all of them, and a bounded
 * history of changes for each resource.
 */
export interface Store {
  /** The version of the last change. */
  version(): number
  find(resource: Resource, namespace: string, name: string): KubeObject | undefined
  get<P extends Plural>(plural: P, namespace: string, name: string): ObjectsByPlural[P] | undefined
  /** Objects in no particular order; of one namespace where one is given. */
  all<P extends Plural>(plural: P, namespace?: string): Iterable<ObjectsByPlural[P]>
  /** Objects by namespace and name, as etcd orders them; an array of its own that later changes leave alone. */
  sorted(resource: Resource, namespace?: string): KubeObject[]
  /** Adds or replaces an object, and gives it back with its new version. */
  put<T extends KubeObject>(resource: Resource, object: T): T
  remove(resource: Resource, namespace: string, name: string): void
  /** Where the objects stand that name this UID as an owner. */
  dependents(uid: string): readonly Place[]
  /** Pods of a namespace whose labels hold every pair, found by the rarest pair. */
  podsMatching(namespace: string, selector: StringMap): readonly Pod[]
  podsOnNode(node: string): readonly Pod[]
  /** Called after each change, in order. */
  subscribe(listener: (change: Change) => void): () => void
  /** Changes of a resource after a version, or undefined where the history no longer reaches back to it. */
  since(resource: Resource, version: number): readonly Change[] | undefined
  /** The oldest version that `since` still answers for this resource. */
  oldest(resource: Resource): number
  /** Forgets all history, as a compaction of etcd does. */
  compact(): void
  /** Whether changes enter the history from now on; either way it begins anew. */
  keepHistory(keeps: boolean): void
}

/** `history`: how many changes of each resource are kept. */
export function createStore(history: number): Store {
  const shelves = new Map<string, Map<string, Map<string, KubeObject>>>()
  const logs = new Map<string, Log>()
  const listeners = new Set<(change: Change) => void>()
  const owners = createIndex<Place>()
  const podsByPair = createIndex<Pod>()
  const podsByNode = createIndex<Pod>()
  let version = 1
  let keeps = true

  const shelf = (resource: Resource) =>
    ensure(shelves, resource.plural, () => new Map<string, Map<string, KubeObject>>())
  const log = (resource: Resource) => ensure(logs, resource.plural, () => createLog(history))
  const find = (resource: Resource, namespace: string, name: string) => shelf(resource).get(namespace)?.get(name)

  const reindex = (resource: Resource, previous: KubeObject | undefined, next: KubeObject | undefined) => {
    const { metadata } = next ?? previous ?? {}
    if (metadata === undefined) return
    const namespace = metadata.namespace ?? ''
    const key = `${resource.plural} ${namespace}/${metadata.name}`
    if (previous?.metadata.ownerReferences !== next?.metadata.ownerReferences) {
      for (const owner of previous?.metadata.ownerReferences ?? []) owners.delete(owner.uid, key)
      for (const owner of next?.metadata.ownerReferences ?? [])
        owners.set(owner.uid, key, { resource, namespace, name: metadata.name })
    }
    if (resource.plural !== 'pods') return
    const before = previous as Pod | undefined
    const after = next as Pod | undefined
    if (before?.metadata.labels !== after?.metadata.labels)
      for (const pair of pairsOf(before)) podsByPair.delete(pair, key)
    if (after !== undefined) for (const pair of pairsOf(after)) podsByPair.set(pair, key, after)
    else for (const pair of pairsOf(before)) podsByPair.delete(pair, key)
    if (before?.spec.nodeName !== undefined && before.spec.nodeName !== after?.spec.nodeName)
      podsByNode.delete(before.spec.nodeName, key)
    if (after?.spec.nodeName !== undefined) podsByNode.set(after.spec.nodeName, key, after)
  }

  const announce = (change: Change) => {
    if (keeps) log(change.resource).add(change)
    for (const listener of listeners) listener(change)
  }

  const compact = () => {
    for (const plural of shelves.keys()) log(resourceOf(plural)).clear(version)
  }

  return {
    version: () => version,
    find,
    get: <P extends Plural>(plural: P, namespace: string, name: string) =>
      find(resourceOf(plural), namespace, name) as ObjectsByPlural[P] | undefined,
    *all<P extends Plural>(plural: P, namespace?: string) {
      const shelves = shelf(resourceOf(plural))
      const chosen = namespace === undefined ? shelves.values() : [shelves.get(namespace) ?? new Map()]
      for (const objects of chosen) yield* objects.values() as Iterable<ObjectsByPlural[P]>
    },
    sorted(resource, namespace) {
      const namespaces = namespace === undefined ? [...shelf(resource).keys()].sort() : [namespace]
      return namespaces.flatMap((each) => {
        const objects = shelf(resource).get(each)
        return objects === undefined ? [] : [...objects.values()].sort(byName)
      })
    },
    put(resource, object) {
      version++
      const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } }
      const namespace = object.metadata.namespace ?? ''
      const objects = ensure(shelf(resource), namespace, () => new Map<string, KubeObject>())
      const previous = objects.get(object.metadata.name)
      objects.set(object.metadata.name, stored)
      reindex(resource, previous, stored)
      announce({ type: previous === undefined ? 'ADDED' : 'MODIFIED', resource, object: stored, previous, version })
      return stored
    },
    remove(resource, namespace, name) {
      const objects = shelf(resource).get(namespace)
      const previous = objects?.get(name)
      if (objects === undefined || previous === undefined) return
      version++
      objects.delete(name)
      if (objects.size === 0) shelf(resource).delete(namespace)
      reindex(resource, previous, undefined)
      const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(version) } }
      announce({ type: 'DELETED', resource, object, previous, version })
    },
    dependents: (uid) => owners.get(uid),
    podsMatching(namespace, selector) {
      let fewest: readonly Pod[] | undefined
      for (const [key, value] of Object.entries(selector)) {
        const size = podsByPair.size(pairOf(namespace, key, value))
        if (fewest === undefined || size < fewest.length) fewest = podsByPair.get(pairOf(namespace, key, value))
      }
      const wanted = Object.entries(selector)
      return (fewest ?? []).filter(({ metadata: { labels = {} } }) =>
        wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value),
      )
    },
    podsOnNode: (node) => podsByNode.get(node),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since: (resource, from) => log(resource).since(from),
    oldest: (resource) => log(resource).oldest(),
    compact,
    keepHistory(next) {
      keeps = next
      compact()
    },
  }
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1
}

function pairOf(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`
}

function pairsOf(pod: Pod | undefined): string[] {
  const namespace = pod?.metadata.namespace ?? ''
  return Object.entries(pod?.metadata.labels ?? {}).map(([key, value]) => pairOf(namespace, key, value))
}

/** Many values under one term, each by a key of its own. */
function createIndex<T>() {
  const terms = new Map<string, Map<string, T>>()
  return {
    set(term: string, key: string, value: T) {
      ensure(terms, term, () => new Map<string, T>()).set(key, value)
    },
    delete(term: string, key: string) {
      const entries = terms.get(term)
      entries?.delete(key)
      if (entries?.size === 0) terms.delete(term)
    },
    size: (term: string) => terms.get(term)?.size ?? 0,
    get: (term: string): readonly T[] => [...(terms.get(term)?.values() ?? [])],
  }
}

interface Log {
  add(change: Change): void
  since(version: number): readonly Change[] | undefined
  oldest(): number
  clear(version: number): void
}

function createLog(limit: number): Log {
  let changes: Change[] = []
  let floor = 0
  return {
    add(change) {
      changes.push(change)
      // Twice the limit before it is cut, so that a cut is rare.
      if (changes.length < limit * 2) return
      floor = changes[changes.length - limit - 1]?.version ?? floor
      changes = changes.slice(-limit)
    },
    since(version) {
      if (version < floor) return undefined
      let low = 0
      let high = changes.length
      while (low < high) {
        const middle = (low + high) >> 1
        if ((changes[middle]?.version ?? 0) > version) high = middle
        else low = middle + 1
      }
      return changes.slice(low)
    },
    oldest: () => floor,
    clear(version) {
      changes = []
      floor = version
    },
  }
}
