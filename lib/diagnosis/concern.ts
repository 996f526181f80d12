import type { Key } from '@/lib/kubernetes/key'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type {
  ApiCaller,
  Caller,
  EndpointSlice,
  Event,
  Ingress,
  Labels,
  Node,
  Pod,
  Route,
  Service,
  Workload,
} from '@/lib/kubernetes/record'
import { sameRecord } from '@/lib/kubernetes/same-record'
import { isPolicyKind } from '@/lib/policy/other-kinds'
import { backendsOfIngress, backendsOfRoute } from '@/lib/topology/clients'
import { workloadOf } from '@/lib/topology/members'
import type { ClusterIndex, Taken } from './cluster-index'
import { subjectOf } from './cluster-index'
import type { Watchers } from './watchers'

/** Hears of the subjects whose findings a change may alter; the same one may be named often. */
export interface Concern {
  service(key: Key): void
  /** The subjects of the namespace that no Service stands for. */
  namespace(name: string): void
  /** Those, and every Service of the namespace. */
  everything(namespace: string): void
}

/**
 * Whom a change concerns besides the Services whose graph it touches, which the topology tells. Pods, slices, events
 * and nodes change all the time and are followed closely; what changes by hand concerns its whole namespace.
 */
export function tellConcerned(
  { kind, key, before, after }: Taken,
  cluster: ClusterIndex,
  watchers: Watchers,
  concern: Concern,
): void {
  const { namespace } = parseKey(key)
  const tell = (services: Iterable<Key>) => {
    for (const service of services) concern.service(service)
  }
  switch (kind) {
    case 'Pod': {
      const [old, pod] = [before as Pod | undefined, after as Pod | undefined]
      const labels = pod?.labels ?? old?.labels
      if (labels !== undefined && (old === undefined || pod === undefined || old.labels !== pod.labels)) {
        tell(watchers.missing(labels, namespace))
        if (old !== undefined) tell(watchers.missing(old.labels, namespace))
      }
      if (old?.labels !== pod?.labels || old?.phase !== pod?.phase) tellOfCaller(pod ?? old)
      if (!sameRecord(old?.ips, pod?.ips) || old?.phase !== pod?.phase) tellOfAddresses(key, old, pod)
      return
    }
    case 'EndpointSlice': {
      for (const slice of [before, after] as (EndpointSlice | undefined)[]) {
        if (slice === undefined) continue
        const service = slice.service === undefined ? undefined : keyOf({ namespace, name: slice.service })
        if (service === undefined || cluster.service(service) === undefined) concern.namespace(namespace)
        else concern.service(service)
      }
      return
    }
    case 'Event':
      for (const event of [before, after] as (Event | undefined)[]) if (event !== undefined) tellOfEvent(event)
      return
    case 'Node':
      tellOfNode(before as Node | undefined, after as Node | undefined)
      return
    case 'Service': {
      concern.service(key)
      if (isSameShape(before as Service | undefined, after as Service | undefined)) return
      concern.everything(namespace)
      tell(watchers.aliases())
      return
    }
    case 'Endpoints':
      concern.service(key)
      return
    case 'Caller':
      for (const caller of [before, after] as (Caller | undefined)[]) tell(caller?.services ?? [])
      return
    case 'ReplicaSet':
      return
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job': {
      const [old, workload] = [before as Workload | undefined, after as Workload | undefined]
      tell(servicesSelecting(namespace, old?.templateLabels))
      tell(servicesSelecting(namespace, workload?.templateLabels))
      if (old?.serviceName !== workload?.serviceName || old === undefined || workload === undefined)
        concern.namespace(namespace)
      return
    }
    case 'Ingress':
      for (const ingress of [before, after] as (Ingress | undefined)[])
        if (ingress !== undefined) tell(backendsOfIngress(ingress))
      concern.namespace(namespace)
      return
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
    case 'TCPRoute':
    case 'UDPRoute':
      for (const route of [before, after] as (Route | undefined)[]) if (route !== undefined) tellOfRoute(route)
      concern.namespace(namespace)
      return
    case 'Gateway':
    case 'GatewayClass':
    case 'IngressClass':
      tellOfEntrances()
      return
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
    case 'APIService':
    case 'CustomResourceDefinition':
      if (isPolicyKind(parseKey(key).name) && (before === undefined) !== (after === undefined)) tellOfPolicies()
      for (const caller of [before, after] as (ApiCaller | undefined)[])
        for (const call of caller?.calls ?? []) {
          concern.service(keyOf({ namespace: call.namespace, name: call.service }))
          concern.namespace(call.namespace)
        }
      return
    case 'Namespace':
      concern.everything(parseKey(key).name)
      tell(watchers.calledFrom(parseKey(key).name))
      return
    case 'NetworkPolicy':
      concern.everything(namespace)
      tell(watchers.calledFrom(namespace))
      return
    default:
      if (namespace !== '') concern.everything(namespace)
  }

  /** Whoever shares an address with the pod, or still publishes it for a pod that is gone. */
  function tellOfAddresses(key: Key, old: Pod | undefined, pod: Pod | undefined): void {
    for (const ip of new Set([...(old?.ips ?? []), ...(pod?.ips ?? [])])) {
      tell(watchers.ofDanglingAddress(ip))
      // Pods on the host's network share its address and mean nothing by it.
      const sharers = cluster.podsWithAddress(ip).filter((other) => other.hostNetwork !== true)
      for (const other of sharers) if (keyOf(other) !== key) tell(cluster.servicesOfPod(keyOf(other)))
    }
  }

  /** What a pod may call depends on its labels. */
  function tellOfCaller(pod: Pod | undefined): void {
    if (pod === undefined) return
    const replicaSet = (key: Key) => cluster.workload('ReplicaSet', key)
    tell(watchers.calledFrom(`${namespace}/${workloadOf(pod, { replicaSet }) ?? `Pod/${pod.name}`}`))
  }

  /** Whether policies of another kind have a say concerns whoever has policies. */
  function tellOfPolicies(): void {
    for (const name of cluster.namespaces()) {
      const [any] = cluster.policiesIn(name)
      if (any === undefined) continue
      concern.everything(name)
      tell(watchers.calledFrom(name))
    }
  }

  function tellOfEvent(event: Event): void {
    const { about } = event
    const object = subjectOf(event).slice(about.kind.length + 1)
    switch (about.kind) {
      case 'Pod':
        tell(cluster.servicesOfPod(object))
        return
      case 'Service':
      case 'Endpoints':
        concern.service(object)
        return
      case 'ReplicaSet': {
        const owner = cluster.workload('ReplicaSet', object)?.owner
        if (owner === undefined) return
        const workload = cluster.workload(owner.kind, keyOf({ namespace: about.namespace, name: owner.name }))
        tell(servicesSelecting(about.namespace, workload?.templateLabels))
        return
      }
      case 'Deployment':
      case 'StatefulSet':
      case 'DaemonSet':
      case 'Job':
        tell(servicesSelecting(about.namespace, cluster.workload(about.kind, object)?.templateLabels))
        return
      case 'Ingress': {
        for (const ingress of cluster.ingressesIn(about.namespace))
          if (ingress.name === about.name) tell(backendsOfIngress(ingress))
        return
      }
    }
  }

  function tellOfNode(old: Node | undefined, node: Node | undefined): void {
    if (isSameStanding(old, node)) return
    const name = node?.name ?? old?.name ?? ''
    for (const pod of cluster.podsOnNode(name)) tell(cluster.servicesOfPod(pod))
    tell(watchers.ofNodes())
  }

  function tellOfRoute(route: Route): void {
    for (const service of backendsOfRoute(route)) {
      concern.service(service)
      concern.namespace(parseKey(service).namespace)
    }
  }

  function tellOfEntrances(): void {
    for (const name of cluster.namespaces()) {
      let any = false
      for (const ingress of cluster.ingressesIn(name)) {
        any = true
        tell(backendsOfIngress(ingress))
      }
      for (const route of cluster.routesIn(name)) {
        any = true
        tellOfRoute(route)
      }
      if (any) concern.namespace(name)
    }
    if (namespace !== '') concern.namespace(namespace)
  }

  function* servicesSelecting(namespace: string, labels: Labels | undefined): Iterable<Key> {
    if (labels === undefined) return
    for (const service of cluster.servicesIn(namespace))
      if (service.selector !== undefined && selects(service.selector, labels)) yield keyOf(service)
  }
}

/** What other Services may compare with: not a status, an annotation or an address that is given later. */
function isSameShape(a: Service | undefined, b: Service | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.uid === b.uid &&
    a.type === b.type &&
    a.externalName === b.externalName &&
    sameRecord(a.selector, b.selector) &&
    sameRecord(a.ports, b.ports) &&
    sameRecord(a.clusterIPs, b.clusterIPs)
  )
}

/** Whether pods can stand on a node, and how: what a condition says besides, and when, concerns no Service. */
function isSameStanding(a: Node | undefined, b: Node | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.uid === b.uid &&
    a.zone === b.zone &&
    a.unschedulable === b.unschedulable &&
    a.cpuMillis === b.cpuMillis &&
    sameRecord(a.taints, b.taints) &&
    sameRecord(a.addresses, b.addresses) &&
    sameRecord(readyOf(a), readyOf(b))
  )
}

function readyOf(node: Node) {
  return node.conditions.find(({ type }) => type === 'Ready')
}
