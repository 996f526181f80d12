import type { Key } from '@/lib/kubernetes/key'
import type { Change, Records } from '@/lib/kubernetes/records'
import { compareNames } from './compare'
import type { Member, ServiceGraph, Topology } from './graph'
import { podKeyOf } from './members'
import type { TopologyIndex } from './topology-index'
import { createTopologyIndex, indexedKinds } from './topology-index'

/** A topology that the next one can be built from. */
export interface BuiltTopology extends Topology {
  /** For `buildTopology` alone: it makes the next build cheap, and never decides what is built. */
  readonly memory: TopologyMemory
}

export interface TopologyMemory {
  readonly index: TopologyIndex
  /** What the index holds. */
  records: Records
  /** What was built from it. */
  latest?: BuiltTopology
}

/**
 * The topology of some records. Given the previous one, only Services that the difference touches are computed, and
 * every graph that says what it said keeps its identity; so does the topology as a whole. Two builds from the same
 * previous topology are both right.
 */
export function buildTopology(records: Records, previous: BuiltTopology = emptyTopology()): BuiltTopology {
  const { memory } = previous
  const touched = memory.index.apply(changesBetween(memory.records, records))
  memory.records = records
  memory.latest = update(memory.latest ?? previous, memory.index, touched)
  return memory.latest
}

function emptyTopology(): BuiltTopology {
  const memory: TopologyMemory = { index: createTopologyIndex(), records: {} }
  return { services: new Map(), servicesOfPod: new Map(), memory }
}

function update(before: BuiltTopology, index: TopologyIndex, touched: ReadonlySet<Key>): BuiltTopology {
  const changed: [Key, ServiceGraph | undefined, ServiceGraph | undefined][] = []
  for (const key of touched) {
    const [old, next] = [before.services.get(key), index.graph(key)]
    if (old !== next) changed.push([key, old, next])
  }
  if (changed.length === 0) return before
  return { ...before, services: updateServices(before, changed), servicesOfPod: updatePods(before, changed) }
}

type Changed = readonly (readonly [Key, ServiceGraph | undefined, ServiceGraph | undefined])[]

function updateServices({ services }: Topology, changed: Changed): Topology['services'] {
  const next = new Map(services)
  for (const [key, , graph] of changed) {
    if (graph === undefined) next.delete(key)
    else next.set(key, graph)
  }
  const isSorted = changed.every(([, old, graph]) => old !== undefined || graph === undefined)
  return isSorted ? next : new Map([...next].sort(([a], [b]) => compareNames(a, b)))
}

function updatePods({ servicesOfPod }: Topology, changed: Changed): Topology['servicesOfPod'] {
  let next: Map<Key, readonly Key[]> | undefined
  const put = (pod: Key, services: readonly Key[]) => {
    next ??= new Map(servicesOfPod)
    if (services.length > 0) next.set(pod, services)
    else next.delete(pod)
  }
  const servicesOf = (pod: Key) => (next ?? servicesOfPod).get(pod) ?? []
  for (const [service, old, graph] of changed) {
    const [gone, come] = difference(old?.members ?? [], graph?.members ?? [])
    for (const pod of come) {
      const services = servicesOf(pod)
      if (!services.includes(service)) put(pod, [...services, service].sort(compareNames))
    }
    for (const pod of gone) {
      const isStillThere = come.has(pod) || graph?.members.some((member) => podKeyOf(member) === pod)
      if (!isStillThere)
        put(
          pod,
          servicesOf(pod).filter((key) => key !== service),
        )
    }
  }
  return next ?? servicesOfPod
}

/** The pods of the members that only one of both lists holds; a pod may be in either set and in what both hold. */
function difference(
  before: readonly Member[],
  after: readonly Member[],
): readonly [gone: ReadonlySet<Key>, come: ReadonlySet<Key>] {
  const [old, now] = [new Set(before), new Set(after)]
  return [podsOf(before.filter((member) => !now.has(member))), podsOf(after.filter((member) => !old.has(member)))]
}

function podsOf(members: readonly Member[]): ReadonlySet<Key> {
  return new Set(members.flatMap((member) => podKeyOf(member) ?? []))
}

/** What makes `after` of `before`, of the kinds that a topology is made of. A map that stayed costs nothing. */
function changesBetween(before: Records, after: Records): Change[] {
  const changes: Change[] = []
  for (const kind of indexedKinds) {
    const old = before[kind]
    const next = after[kind]
    if (old === next) continue
    let kept = 0
    for (const [key, record] of next ?? []) {
      const known = old?.get(key)
      if (known !== undefined) kept++
      if (known !== record) changes.push({ type: 'put', record })
    }
    if (kept === (old?.size ?? 0)) continue
    for (const key of old?.keys() ?? []) if (!next?.has(key)) changes.push({ type: 'remove', kind, key })
  }
  return changes
}
