import type { Findings } from '@/lib/kubernetes/finding'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import { type RecordOf, type Records, recordsOf, toRecords } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Scope, StreamRecord } from '@/lib/stream/message'
import { isIdle } from '@/lib/stream/shared-record'
import type { History, ScopeState } from '@/lib/timeline/history'
import { timeOf } from '@/lib/timeline/retell'
import { createTopologyIndex, type TopologyIndex } from '@/lib/topology/topology-index'
import { createKnowledge } from './knowledge'
import type { OpenContext } from './switchboard'

type Mirror = OpenContext['mirror']

/** What answers are made of: one cluster as it is, or as it was at a moment. */
export interface SeenContext extends Pick<OpenContext, 'name' | 'knowledge' | 'summary'> {
  /** RFC 3339; absent for the present. */
  readonly at?: string
  readonly mirror: Pick<Mirror, 'states' | 'include'> & {
    readonly store: Pick<Mirror['store'], 'records' | 'namespaces' | 'get'>
  }
  readonly topology: Pick<TopologyIndex, 'graph' | 'keys' | 'servicesOfPod'>
  readonly diagnosis: Pick<OpenContext['diagnosis'], 'findings' | 'all' | 'absent' | 'begun' | 'settled'>
}

/** What of the present the past depends on. */
interface Present extends Pick<OpenContext, 'name'> {
  readonly mirror: Pick<Mirror, 'include'> & { readonly store: Pick<Mirror['store'], 'records'> }
}

/**
 * A context as it was: records, findings and summaries as viewers were told them, and graphs built of these. Each
 * namespace is looked up when something of it is asked for.
 */
export function pastContext(present: Present, history: History, at: number): SeenContext {
  const states = history.readsAt(at)
  const knowledge = createKnowledge(() => states)
  const cluster = history.stateAt({ view: 'cluster', namespace: '' }, at)
  const namespaces = once((namespace: string) => history.stateAt({ view: 'namespace', namespace }, at))
  const summaries = once((namespace: string) => history.stateAt({ view: 'overview', namespace }, at))
  const records = once((namespace: string): Records => {
    if (namespace !== '') return toRecords(objectsOf(namespaces(namespace)))
    const own = objectsOf(cluster).filter((record) => record.namespace === '')
    return toRecords([...own, ...idleRecords(present)])
  })
  const indexes = once((namespace: string): TopologyIndex => {
    const index = createTopologyIndex()
    const elsewhere = objectsOf(cluster).filter((record) => record.namespace !== namespace)
    index.apply([...elsewhere, ...objectsOf(namespaces(namespace))].map((record) => ({ type: 'put', record })))
    return index
  })
  const namesOf = (view: Scope['view']) => history.scopes(view).map(({ namespace }) => namespace)
  const summary = (key: string) => summaryIn(summaries(parseKey(key).namespace), key)

  function* allFindings(namespace?: string): Iterable<Findings> {
    for (const name of namespace === undefined ? namesOf('namespace') : [namespace])
      for (const record of namespaces(name).values()) if (record.kind === 'Findings') yield record
  }

  function* allSummaries(): Iterable<ServiceSummary> {
    for (const name of namesOf('overview'))
      for (const record of summaries(name).values()) if (record.kind === 'ServiceSummary') yield record
  }

  return {
    name: present.name,
    at: timeOf(at),
    knowledge,
    summary,
    mirror: {
      states: () => states,
      include: present.mirror.include,
      store: {
        records,
        namespaces() {
          const named = [...recordsOf(records(''), 'Namespace').values()].map(({ name }) => name)
          const holding = namesOf('namespace').filter((name) => namespaces(name).size > 0)
          return [...new Set([...named, ...holding])].sort()
        },
        get<K extends Kind>(kind: K, key: string): RecordOf<K> | undefined {
          return recordsOf(records(parseKey(key).namespace), kind).get(key)
        },
      },
    },
    topology: {
      graph: (key) => indexes(parseKey(key).namespace).graph(key),
      servicesOfPod: (key) => indexes(parseKey(key).namespace).servicesOfPod(key),
      *keys() {
        for (const told of allSummaries()) if (told.absent === undefined) yield keyOf(told)
      },
    },
    diagnosis: {
      // What was is kept from when it had begun.
      begun: true,
      settled: () => Promise.resolve(),
      findings: (key) => findingsIn(namespaces(parseKey(key).namespace), key),
      all: allFindings,
      *absent(namespace) {
        for (const told of allSummaries())
          if (told.absent && (namespace === undefined || told.namespace === namespace)) yield keyOf(told)
      },
    },
  }
}

function once<T>(find: (name: string) => T): (name: string) => T {
  const found = new Map<string, T>()
  return (name) => {
    const known = found.get(name)
    if (known !== undefined) return known
    const value = find(name)
    found.set(name, value)
    return value
  }
}

function objectsOf(state: ScopeState): KubernetesRecord[] {
  return [...state.values()].flatMap((record) => (isObject(record) ? [record] : []))
}

function isObject(record: StreamRecord): record is KubernetesRecord {
  return record.kind !== 'Findings' && record.kind !== 'ServiceSummary'
}

/** Viewers are not told of them, so that nothing is kept of what they were: they are as they are now. */
function idleRecords({ mirror: { store } }: Present): KubernetesRecord[] {
  return Object.values(store.records('')).flatMap((map): KubernetesRecord[] => [...map.values()].filter(isIdle))
}

function findingsIn(state: ScopeState, key: string): Findings | undefined {
  const record = state.get(`Findings/${key}`)
  return record?.kind === 'Findings' ? record : undefined
}

function summaryIn(state: ScopeState, key: string): ServiceSummary | undefined {
  const record = state.get(`ServiceSummary/${key}`)
  return record?.kind === 'ServiceSummary' ? record : undefined
}
