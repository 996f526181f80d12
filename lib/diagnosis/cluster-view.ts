import type { Key } from '@/lib/kubernetes/key'
import type {
  ApiCaller,
  EndpointSlice,
  Endpoints,
  Event,
  Gateway,
  GatewayClass,
  Ingress,
  IngressClass,
  Labels,
  Namespace,
  NetworkPolicy,
  Node,
  Pod,
  ReferenceGrant,
  Route,
  Service,
  Workload,
} from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'

/**
 * The cluster as a rule may see it: looked up by what rules ask for, so that no rule walks through what it does not
 * need. Reads are of memory, never of the API.
 */
export interface ClusterView {
  /** Whether what is held of a resource (plural name) in a namespace (`''`: cluster-scoped) is all there is. */
  isKnown(resource: string, namespace: string): boolean
  namespace(name: string): Namespace | undefined
  node(name: string): Node | undefined
  nodes(): Iterable<Node>
  service(key: Key): Service | undefined
  servicesIn(namespace: string): Iterable<Service>
  /** The graph of another Service, for rules that compare. */
  graph(key: Key): ServiceGraph | undefined
  pod(key: Key): Pod | undefined
  podsIn(namespace: string): Iterable<Pod>
  /** Live pods (not finished) that carry this address, in any namespace; hostNetwork pods share their node's. */
  podsWithAddress(ip: string): readonly Pod[]
  /** Pods of other namespaces that the selector matches, at most `limit`. */
  podsMatchingElsewhere(selector: Labels, namespace: string, limit: number): readonly Pod[]
  servicesOfPod(pod: Key): readonly Key[]
  slicesIn(namespace: string): Iterable<EndpointSlice>
  /** The legacy object of a Service's name. */
  endpoints(key: Key): Endpoints | undefined
  workload(kind: string, key: Key): Workload | undefined
  /** Deployments, StatefulSets and DaemonSets (no ReplicaSets) of the namespace. */
  workloadsIn(namespace: string): Iterable<Workload>
  /** Warnings about an object, the latest first; the same list until one of them changes. */
  eventsAbout(kind: string, key: Key): readonly Event[]
  ingressesIn(namespace: string): Iterable<Ingress>
  ingressesOf(service: Key): readonly Ingress[]
  routesOf(service: Key): readonly Route[]
  routesIn(namespace: string): Iterable<Route>
  /** Routes of any namespace that name a Service of this one, there or not. */
  routesInto(namespace: string): Iterable<Route>
  gateway(key: Key): Gateway | undefined
  gatewayClass(name: string): GatewayClass | undefined
  ingressClass(name: string): IngressClass | undefined
  ingressClasses(): Iterable<IngressClass>
  grantsIn(namespace: string): Iterable<ReferenceGrant>
  /** What makes the API server call this Service, there or not. */
  apiCallersOf(service: Key): readonly ApiCaller[]
  /** What makes the API server call Services of the namespace, there or not. */
  apiCallersInto(namespace: string): Iterable<ApiCaller>
  policiesIn(namespace: string): Iterable<NetworkPolicy>
  /** The kinds that are defined beside those of the API server itself. */
  customKinds(): Iterable<ApiCaller>
  /** Pods of a workload that were made of its present template; a `Pod` is its own. None where the workload is unread. */
  podsOfWorkload(kind: string, key: Key): readonly Pod[]
  /** Moments (milliseconds since 1970) at which the pod's Ready condition was seen to change, the latest last; five minutes of them. */
  readinessChanges(pod: Key): readonly number[]
  /** By how much a Service's slices were last seen to follow its pods too late; the moment may be long past. */
  sliceLag(service: Key): SliceLag | undefined
  /** When the fewest were ready behind a Service, where that was under half of five minutes' most; it may be long past. */
  readyLow(service: Key): ReadyLow | undefined
}

/** A pod's readiness changed, and its endpoint only so many milliseconds later; `at` (since 1970) that was seen. */
export interface SliceLag {
  readonly pod: string
  readonly lag: number
  readonly at: number
}

export interface ReadyLow {
  readonly ready: number
  /** The most that were ready in the five minutes before. */
  readonly of: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** The versions of their workloads that its pods stood for at that moment, see `revisionsOf`. */
  readonly revisions: readonly string[]
}
