import type { Key } from '@/lib/kubernetes/key'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import { labelOf, selects } from '@/lib/kubernetes/labels'
import type { ApiCaller, Event, Ingress, Kind, KubernetesRecord, Labels, Pod, Route } from '@/lib/kubernetes/record'
import type { Change, RecordOf } from '@/lib/kubernetes/records'
import { isFinished } from '@/lib/membership/pod'
import { backendsOfIngress, backendsOfRoute, calledBy } from '@/lib/topology/clients'
import { workloadOf } from '@/lib/topology/members'
import { createRelation } from '@/lib/topology/relation'
import type { TopologyIndex } from '@/lib/topology/topology-index'
import type { ClusterView } from './cluster-view'

/** One change, as it met what was held before. */
export interface Taken {
  readonly kind: string
  readonly key: Key
  readonly before?: KubernetesRecord
  readonly after?: KubernetesRecord
}

/** The view of a changing cluster. It holds references to the records, never copies of them. */
export interface ClusterIndex extends ClusterView {
  /** Takes a change in, which the topology has taken in before. The cost does not depend on how much is held. */
  take(change: Change): Taken
  /** Pods of the Service's namespace that its selector matches, those being deleted included. */
  podsSelectedBy(service: Key): readonly Pod[]
  /** Keys of the pods that are bound to a node. */
  podsOnNode(name: string): Iterable<Key>
  /** Every namespace that holds a record, `''` for the cluster-scoped ones. */
  namespaces(): Iterable<string>
}

export interface ClusterSource {
  readonly topology: TopologyIndex
  readonly isKnown: ClusterView['isKnown']
  readonly readinessChanges?: ClusterView['readinessChanges']
  readonly sliceLag?: ClusterView['sliceLag']
  readonly readyLow?: ClusterView['readyLow']
}

const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const satisfies readonly Kind[]
const scaledKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const satisfies readonly Kind[]
const clusterScoped: ReadonlySet<string> = new Set(['Node', 'Namespace', 'PersistentVolume'])
const none: readonly never[] = []

export function createClusterIndex({
  topology,
  isKnown,
  readinessChanges = () => none,
  sliceLag = () => undefined,
  readyLow = () => undefined,
}: ClusterSource): ClusterIndex {
  const shelves = new Map<string, Map<string, Map<Key, KubernetesRecord>>>()
  const podsOfAddress = new Map<string, readonly Pod[]>()
  const podsOfPair = createRelation<Key>()
  const podsOfNode = createRelation<Key>()
  const eventsOfObject = new Map<string, readonly Event[]>()
  const sortedEvents = new WeakMap<readonly Event[], { readonly uid?: string | undefined; sorted: readonly Event[] }>()
  const ingressesOfService = createRelation<Key>()
  const routesOfService = createRelation<string>()
  const routesOfNamespace = createRelation<string>()
  const apiCallersOfService = createRelation<string>()
  const apiCallersOfNamespace = createRelation<string>()

  // A shelf's maps differ only in the type of their records, which the name of the kind has already decided.
  function mapOf<K extends Kind>(namespace: string, kind: K): ReadonlyMap<Key, RecordOf<K>> | undefined {
    return shelves.get(namespace)?.get(kind) as ReadonlyMap<Key, RecordOf<K>> | undefined
  }

  function get<K extends Kind>(kind: K, key: Key): RecordOf<K> | undefined {
    return mapOf(key.slice(0, key.indexOf('/')), kind)?.get(key)
  }

  function all<K extends Kind>(kind: K, namespace: string): Iterable<RecordOf<K>> {
    return mapOf(namespace, kind)?.values() ?? none
  }

  function replace(kind: string, key: Key, after: KubernetesRecord | undefined): KubernetesRecord | undefined {
    const { namespace } = parseKey(key)
    const map = shelves.get(namespace)?.get(kind)
    const before = map?.get(key)
    if (after === undefined) {
      map?.delete(key)
      if (map?.size === 0) shelves.get(namespace)?.delete(kind)
      if (shelves.get(namespace)?.size === 0) shelves.delete(namespace)
      return before
    }
    if (map === undefined) {
      const shelf = shelves.get(namespace) ?? new Map<string, Map<Key, KubernetesRecord>>()
      shelves.set(namespace, shelf.set(kind, new Map([[key, after]])))
    } else map.set(key, after)
    return before
  }

  function relate(kind: string, key: Key, before?: KubernetesRecord, after?: KubernetesRecord): void {
    switch (kind) {
      case 'Pod': {
        const [old, pod] = [before as Pod | undefined, after as Pod | undefined]
        for (const ip of liveAddresses(old)) drop(podsOfAddress, ip, old)
        for (const ip of liveAddresses(pod)) add(podsOfAddress, ip, pod)
        if (old?.labels !== pod?.labels) podsOfPair.move(key, pairsOf(old?.labels), pairsOf(pod?.labels))
        if (old?.node !== pod?.node) podsOfNode.move(key, listOf(old?.node), listOf(pod?.node))
        return
      }
      case 'Event': {
        const [old, event] = [before as Event | undefined, after as Event | undefined]
        if (old !== undefined) drop(eventsOfObject, subjectOf(old), old)
        if (event !== undefined) add(eventsOfObject, subjectOf(event), event)
        return
      }
      case 'Ingress': {
        const [old, ingress] = [before as Ingress | undefined, after as Ingress | undefined]
        ingressesOfService.move(key, old ? backendsOfIngress(old) : none, ingress ? backendsOfIngress(ingress) : none)
        return
      }
      case 'HTTPRoute':
      case 'GRPCRoute':
      case 'TLSRoute':
      case 'TCPRoute':
      case 'UDPRoute': {
        const [old, route] = [before as Route | undefined, after as Route | undefined]
        const id = `${kind} ${key}`
        const [left, joined] = [old ? backendsOfRoute(old) : none, route ? backendsOfRoute(route) : none]
        routesOfService.move(id, left, joined)
        routesOfNamespace.move(id, left.map(namespaceOf), joined.map(namespaceOf))
        return
      }
      case 'ValidatingWebhookConfiguration':
      case 'MutatingWebhookConfiguration':
      case 'APIService':
      case 'CustomResourceDefinition': {
        const [old, caller] = [before as ApiCaller | undefined, after as ApiCaller | undefined]
        const id = `${kind} ${key}`
        const [left, joined] = [old ? calledBy(old) : none, caller ? calledBy(caller) : none]
        apiCallersOfService.move(id, left, joined)
        apiCallersOfNamespace.move(id, left.map(namespaceOf), joined.map(namespaceOf))
      }
    }
  }

  /** The records behind ids of the form `Kind key`, in the order of the ids. */
  function each<K extends Route['kind'] | ApiCaller['kind']>(ids: Iterable<string>): RecordOf<K>[] {
    return [...ids].sort().flatMap((id) => {
      const space = id.indexOf(' ')
      return get(id.slice(0, space) as K, id.slice(space + 1)) ?? none
    })
  }

  /** Pods of any namespace with all of these labels; none where there are no labels to look for. */
  function podsCarrying(
    labels: Labels,
    where: (pod: Pod) => boolean = () => true,
    limit = Number.POSITIVE_INFINITY,
  ): readonly Pod[] {
    const candidates = pairsOf(labels).map((pair) => podsOfPair.of(pair))
    const found: Pod[] = []
    if (candidates.length === 0) return found
    for (const key of candidates.reduce((best, set) => (set.size < best.size ? set : best))) {
      if (found.length >= limit) break
      const pod = get('Pod', key)
      if (pod !== undefined && where(pod) && selects(labels, pod.labels)) found.push(pod)
    }
    return found
  }

  const replicaSet = (key: Key) => get('ReplicaSet', key)

  return {
    take(change) {
      const kind = change.type === 'put' ? change.record.kind : change.kind
      const key = change.type === 'put' ? keyOf(change.record) : change.key
      const after = change.type === 'put' ? change.record : undefined
      const before = replace(kind, key, after)
      relate(kind, key, before, after)
      return { kind, key, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
    },
    isKnown,
    readinessChanges,
    sliceLag,
    readyLow,
    namespaces: () => shelves.keys(),
    namespace: (name) => get('Namespace', `/${name}`),
    node: (name) => get('Node', `/${name}`),
    nodes: () => all('Node', ''),
    service: (key) => get('Service', key),
    servicesIn: (namespace) => all('Service', namespace),
    graph: (key) => topology.graph(key),
    pod: (key) => get('Pod', key),
    podsIn: (namespace) => all('Pod', namespace),
    podsOnNode: (name) => podsOfNode.of(name),
    podsSelectedBy: (service) => topology.podsOf(service),
    podsWithAddress: (ip) => podsOfAddress.get(ip) ?? none,
    podsMatchingElsewhere: (selector, namespace, limit) =>
      podsCarrying(selector, (pod) => pod.namespace !== namespace, limit),
    servicesOfPod: (pod) => topology.servicesOfPod(pod),
    slicesIn: (namespace) => all('EndpointSlice', namespace),
    endpoints: (key) => get('Endpoints', key),
    workload: (kind, key) => (isWorkloadKind(kind) ? get(kind, key) : undefined),
    *workloadsIn(namespace) {
      for (const kind of scaledKinds) yield* all(kind, namespace)
    },
    eventsAbout(kind, key) {
      const events = eventsOfObject.get(`${kind} ${key}`)
      if (events === undefined) return none
      // Kubelets name a Node by its name where its uid should stand.
      const uid = kind === 'Node' ? undefined : get(kind as Kind, key)?.uid
      const known = sortedEvents.get(events)
      if (known !== undefined && known.uid === uid) return known.sorted
      const sorted = events
        .filter(({ about }) => about.uid === undefined || uid === undefined || about.uid === uid)
        .sort((a, b) => momentOf(b) - momentOf(a))
      sortedEvents.set(events, { uid, sorted })
      return sorted
    },
    ingressesIn: (namespace) => all('Ingress', namespace),
    ingressesOf: (service) => [...ingressesOfService.of(service)].sort().flatMap((key) => get('Ingress', key) ?? none),
    routesOf: (service) => each<Route['kind']>(routesOfService.of(service)),
    routesInto: (namespace) => each<Route['kind']>(routesOfNamespace.of(namespace)),
    *routesIn(namespace) {
      for (const kind of routeKinds) yield* all(kind, namespace)
    },
    gateway: (key) => get('Gateway', key),
    gatewayClass: (name) => get('GatewayClass', `/${name}`),
    ingressClass: (name) => get('IngressClass', `/${name}`),
    ingressClasses: () => all('IngressClass', ''),
    grantsIn: (namespace) => all('ReferenceGrant', namespace),
    apiCallersOf: (service) => each<ApiCaller['kind']>(apiCallersOfService.of(service)),
    apiCallersInto: (namespace) => each<ApiCaller['kind']>(apiCallersOfNamespace.of(namespace)),
    policiesIn: (namespace) => all('NetworkPolicy', namespace),
    customKinds: () => all('CustomResourceDefinition', ''),
    podsOfWorkload(kind, key) {
      if (kind === 'Pod') return listOf(get('Pod', key))
      const labels = isWorkloadKind(kind) ? get(kind, key)?.templateLabels : undefined
      if (labels === undefined) return none
      const { namespace, name } = parseKey(key)
      const workload = `${kind}/${name}`
      return podsCarrying(labels, (pod) => pod.namespace === namespace && workloadOf(pod, { replicaSet }) === workload)
    },
  }
}

const workloadKinds: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'])

function isWorkloadKind(kind: string): kind is 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' {
  return workloadKinds.has(kind)
}

/** A pod that has finished gives its addresses back, though its status still names them. */
function liveAddresses(pod: Pod | undefined): readonly string[] {
  return pod === undefined || isFinished(pod) ? none : pod.ips
}

function listOf<T>(value: T | undefined): readonly T[] {
  return value === undefined ? none : [value]
}

/** `key=value` for each label: a key holds no equals sign, so it is unique. */
function pairsOf(labels: Labels | undefined): string[] {
  return labels === undefined ? [] : Object.keys(labels).map((key) => `${key}=${labelOf(labels, key)}`)
}

/** `Kind namespace/name`. An event about a cluster-scoped object stands in some namespace, which is not the object's. */
export function subjectOf({ about }: Event): string {
  return `${about.kind} ${clusterScoped.has(about.kind) ? `/${about.name}` : keyOf(about)}`
}

function namespaceOf(key: Key): string {
  return parseKey(key).namespace
}

function momentOf(event: Event): number {
  return Date.parse(event.last ?? event.first ?? event.created)
}

/** Lists are short (one pod an address, a few events an object), so a list of one's own costs less than a Set. */
function add<T>(table: Map<string, readonly T[]>, key: string, item: T | undefined): void {
  if (item === undefined) return
  const list = table.get(key)
  table.set(key, list === undefined ? [item] : [...list, item])
}

function drop<T>(table: Map<string, readonly T[]>, key: string, item: T | undefined): void {
  const rest = table.get(key)?.filter((candidate) => candidate !== item)
  if (rest === undefined) return
  if (rest.length === 0) table.delete(key)
  else table.set(key, rest)
}
