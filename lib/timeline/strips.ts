import { type Key, keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { EndpointSlice, Node, Pod, Service, SliceEndpoint, Workload } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { StreamRecord } from '@/lib/stream/message'
import { compareNames, compareOptional } from '@/lib/topology/compare'
import { stateOfConditions, worstState } from '@/lib/topology/endpoints'
import { workloadOf } from '@/lib/topology/members'
import { familyOf } from '@/lib/topology/missing'
import { hasSelector, isCallable } from '@/lib/topology/ports'
import type { ScopeState, Step } from './history'
import { createMarks, type Mark } from './marks'

/** For how long an endpoint stood so; milliseconds since 1970, `to` not included. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly state: EndpointState
}

/** One pod's way through a Service, or that of one address that no pod stands behind. */
export interface Strip {
  /** `Pod/namespace/name/uid`, or `Address/` and the address: stable through time. */
  readonly id: string
  /** The last that it had, the primary family first; absent for a pod that never got one. */
  readonly address?: string
  readonly family?: EndpointSlice['addressType']
  /** Where it publishes exactly one. */
  readonly port?: number
  /** Key of the pod. */
  readonly pod?: Key
  readonly node?: string
  readonly zone?: string
  /** In order, without overlap. Where one does not follow on the other it had left. */
  readonly spans: readonly Span[]
}

export interface Strips {
  /** As the graph orders its endpoints: zone, node, pod, address; never by state. */
  readonly strips: readonly Strip[]
  /** In order of time. */
  readonly marks: readonly Mark[]
}

export interface StripsSource {
  /** Key of the Service, which need not exist at any moment. */
  readonly service: Key
  readonly from: number
  readonly to: number
  /** The scopes of the Service's namespace and of the cluster, as of `from`. */
  readonly namespace: ScopeState
  readonly cluster: ScopeState
  /** What was told of both later than `from`, in order. */
  readonly steps: readonly Step[]
}

interface Row {
  readonly id: string
  readonly pod?: Key
  readonly spans: Span[]
  state?: EndpointState
  since: number
  /** The last that it was, and the last of that in which it was published. */
  last?: Standing
  published?: Standing
}

/** What a row is now, as far as it is anything. */
interface Standing {
  state: EndpointState
  readonly entries: (readonly [SliceEndpoint, EndpointSlice])[]
  readonly pod?: Pod
}

/**
 * How every endpoint of a Service stood from one moment to another, and what was done to it meanwhile. States are those
 * of the graph's members. The cost of a change is that of the endpoints it names, whatever the size of the Service.
 */
export function stripsOf({ service: key, from, to, namespace, cluster, steps }: StripsSource): Strips {
  const name = key.slice(key.indexOf('/') + 1)
  const pods = new Map<Key, Pod>()
  const nodes = new Map<string, Node>()
  const replicaSets = new Map<Key, Workload>()
  const slices = new Map<Key, EndpointSlice>()
  /** Who publishes what, by place: the key of the pod, or the address where there is none. */
  const published = new Map<string, Map<SliceEndpoint, Key>>()
  const callable = new Map<Key, boolean>()
  /** By place, and there by the uid of the pod. */
  const rows = new Map<string, Map<string, Row>>()
  const dirty = new Set<string>()
  let service: Service | undefined

  const marks = createMarks({ name, from })

  function matches(pod: Pod): boolean {
    return service !== undefined && hasSelector(service) && selects(service.selector, pod.labels)
  }

  function isCalled(sliceKey: Key, slice: EndpointSlice): boolean {
    const known = callable.get(sliceKey) ?? (service !== undefined && isCallable(service, slice.ports))
    callable.set(sliceKey, known)
    return known
  }

  // --- what changes

  function takeSlice(sliceKey: Key, after: EndpointSlice | undefined) {
    const before = slices.get(sliceKey)
    if (after === undefined) slices.delete(sliceKey)
    else slices.set(sliceKey, after)
    if (before?.ports !== after?.ports) callable.delete(sliceKey)
    const isSame = before?.ports === after?.ports
    const [gone, come] = isSame
      ? difference(before?.endpoints, after?.endpoints)
      : [before?.endpoints, after?.endpoints]
    for (const entry of gone ?? [])
      for (const place of placesOf(entry)) {
        published.get(place)?.delete(entry)
        dirty.add(place)
      }
    for (const entry of come ?? [])
      for (const place of placesOf(entry)) {
        const held = published.get(place) ?? new Map<SliceEndpoint, Key>()
        published.set(place, held.set(entry, sliceKey))
        dirty.add(place)
      }
  }

  function takePod(podKey: Key, after: Pod | undefined) {
    if (after === undefined) pods.delete(podKey)
    else pods.set(podKey, after)
    dirty.add(podKey)
  }

  function takeService(after: Service | undefined) {
    service = after
    callable.clear()
    for (const place of [...pods.keys(), ...published.keys(), ...rows.keys()]) dirty.add(place)
  }

  function take(kind: string, recordKey: Key, record: StreamRecord | undefined) {
    switch (kind) {
      case 'Service':
        if (recordKey === key) takeService(record?.kind === 'Service' ? record : undefined)
        return
      case 'EndpointSlice': {
        const slice = record?.kind === 'EndpointSlice' && record.service === name ? record : undefined
        if (slice !== undefined || slices.has(recordKey)) takeSlice(recordKey, slice)
        return
      }
      case 'Pod':
        takePod(recordKey, record?.kind === 'Pod' ? record : undefined)
        return
      case 'ReplicaSet':
        if (record?.kind === 'ReplicaSet') replicaSets.set(recordKey, record)
        return
      case 'Node':
        if (record?.kind === 'Node') nodes.set(record.name, record)
    }
  }

  // --- what stands behind the Service

  /** By the uid of the pod; without one, of an entry that does not say, it is empty. */
  function standings(place: string): ReadonlyMap<string, Standing> {
    const found = new Map<string, Standing>()
    if (service === undefined) return found
    const pod = pods.get(place)
    for (const [entry, sliceKey] of published.get(place) ?? []) {
      const slice = slices.get(sliceKey)
      if (slice === undefined) continue
      const uid = entry.target?.uid ?? pod?.uid ?? ''
      const state = isCalled(sliceKey, slice) ? stateOfConditions(entry) : 'missing'
      const known = found.get(uid)
      if (known === undefined) {
        const live = isOfPod(entry) && pod?.uid === uid ? pod : undefined
        found.set(uid, { state, entries: [[entry, slice]], ...(live !== undefined && { pod: live }) })
      } else {
        known.state = worstState([known, { state }])
        known.entries.push([entry, slice])
      }
    }
    if (pod === undefined || pod.deleted !== undefined || isFinished(pod) || !matches(pod)) return found
    if (!found.has(pod.uid))
      found.set(pod.uid, { state: pod.ips.length === 0 ? 'pending' : 'missing', entries: [], pod })
    return found
  }

  function settle(at: number) {
    for (const place of dirty) {
      const now = standings(place)
      const known = rows.get(place)
      for (const [uid, row] of known ?? []) {
        if (now.has(uid)) continue
        close(row, at)
        marks.note(row, undefined)
      }
      for (const [uid, standing] of now) {
        const row = known?.get(uid) ?? createRow(place, uid, standing, at)
        row.last = standing
        if (standing.entries.length > 0) row.published = standing
        if (row.state !== standing.state) {
          close(row, at)
          row.state = standing.state
          row.since = at
        }
        marks.note(row, memberOf(standing))
      }
    }
    dirty.clear()
    marks.settle(at)
  }

  function createRow(place: string, uid: string, { entries: [first] }: Standing, since: number): Row {
    const isAddress = first !== undefined && !isOfPod(first[0])
    const row: Row = isAddress
      ? { id: `Address/${place}`, spans: [], since }
      : { id: `Pod/${place}/${uid}`, pod: place, spans: [], since }
    rows.set(place, (rows.get(place) ?? new Map<string, Row>()).set(uid, row))
    return row
  }

  function* allRows(): Iterable<Row> {
    for (const each of rows.values()) yield* each.values()
  }

  function close(row: Row, at: number) {
    if (row.state !== undefined && at > row.since) row.spans.push({ from: row.since, to: at, state: row.state })
    delete row.state
  }

  /** What it was last is told where it no longer is anything. */
  function toStrip({
    id,
    pod: key,
    spans,
    last,
    published: { entries } = { state: 'missing', entries: [] },
  }: Row): Strip {
    const told = entries.flatMap(([entry, slice]) => entry.addresses.map((address) => [address, slice] as const))
    const [first] = told.sort(([a, one], [b, other]) => byFamily(one, other) || compareNames(a, b))
    const pod = last?.pod
    const address = first?.[0] ?? pod?.ips[0]
    const ports = new Set(entries.flatMap(([, slice]) => slice.ports.flatMap(({ port }) => port ?? [])))
    const [port] = ports
    const node = entries.find(([entry]) => entry.node !== undefined)?.[0].node ?? pod?.node
    const zone = entries.find(([entry]) => entry.zone !== undefined)?.[0].zone ?? nodes.get(node ?? '')?.zone
    return {
      id,
      ...(address !== undefined && { address, family: first?.[1].addressType ?? familyOf(address) }),
      ...(ports.size === 1 && port !== undefined && { port }),
      ...(key !== undefined && { pod: key }),
      ...(node !== undefined && { node }),
      ...(zone !== undefined && { zone }),
      spans,
    }
  }

  function memberOf({ pod, state, entries }: Standing) {
    const node = pod?.node ?? entries[0]?.[0].node
    const workload = pod && workloadOf(pod, { replicaSet: (each) => replicaSets.get(each) })
    const revision = pod && pod.deleted === undefined ? revisionOf(pod) : undefined
    return {
      isReady: state === 'ready',
      ...(node !== undefined && { node }),
      ...(workload !== undefined && { workload }),
      ...(revision !== undefined && { revision }),
    }
  }

  for (const state of [cluster, namespace])
    for (const record of state.values()) {
      take(record.kind, keyOf(record), record)
      marks.know(record)
    }
  settle(from)

  for (const [place, step] of steps.entries()) {
    for (const [index, change] of step.changes.entries()) {
      const record = change.type === 'put' ? change.record : undefined
      const [kind, recordKey] =
        record === undefined && change.type === 'remove'
          ? [change.kind, change.key]
          : [record?.kind ?? '', record === undefined ? '' : keyOf(record)]
      take(kind, recordKey, record)
      marks.take(step.at, step.before[index], record)
    }
    if (steps[place + 1]?.at !== step.at) settle(step.at)
  }
  for (const row of allRows()) close(row, to)

  const strips = [...allRows()].filter(({ spans }) => spans.length > 0).map(toStrip)
  return { strips: strips.sort(compareStrips), marks: marks.all() }
}

/** What only one of both lists holds, by identity. Most changes leave nearly all where it was. */
function difference<T>(
  before: readonly T[] = [],
  after: readonly T[] = [],
): readonly [gone: readonly T[], come: readonly T[]] {
  const gone: T[] = []
  const come: T[] = []
  for (let place = 0; place < before.length || place < after.length; place += 1) {
    const old = before[place]
    const next = after[place]
    if (old === next) continue
    if (old !== undefined) gone.push(old)
    if (next !== undefined) come.push(next)
  }
  if (gone.length === 0 || come.length === 0) return [gone, come]
  const [had, has] = [new Set(gone), new Set(come)]
  return [gone.filter((item) => !has.has(item)), come.filter((item) => !had.has(item))]
}

/** The pod that an entry names, else each of its addresses. */
function placesOf(entry: SliceEndpoint): readonly string[] {
  return isOfPod(entry) ? [keyOf(entry.target)] : entry.addresses
}

function isOfPod(
  entry: SliceEndpoint,
): entry is SliceEndpoint & { readonly target: NonNullable<SliceEndpoint['target']> } {
  return entry.target?.kind === 'Pod'
}

function isFinished({ phase }: Pod): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}

/** Which template a pod was made after, by the label that its controller gives it. */
function revisionOf({ labels }: Pod): string | undefined {
  return labels['pod-template-hash'] ?? labels['controller-revision-hash']
}

const families = ['IPv4', 'IPv6', 'FQDN']

function byFamily(a: EndpointSlice, b: EndpointSlice): number {
  return families.indexOf(a.addressType) - families.indexOf(b.addressType)
}

function compareStrips(a: Strip, b: Strip): number {
  return (
    compareOptional(a.zone, b.zone) ||
    compareOptional(a.node, b.node) ||
    compareOptional(a.pod, b.pod) ||
    compareOptional(a.address, b.address) ||
    compareNames(a.id, b.id)
  )
}
