/**
 * Trimmed records of the Kubernetes objects that Switchboard reads.
 *
 * A record is plain JSON: it is what the store keeps, what the stream sends and what the pure rooms compute on.
 * Optional fields are absent when the API leaves them unset, never null and never a guess; lists that the API may
 * leave out are empty. Times are RFC 3339 strings as the API gives them. `resourceVersion`, `managedFields`,
 * env values, `data` and unlisted annotations never enter a record.
 */

export type Labels = Readonly<Record<string, string>>
export type IPFamily = 'IPv4' | 'IPv6'
export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export type ConditionStatus = 'True' | 'False' | 'Unknown'

/** The controlling owner (`ownerReferences[].controller`), or the first owner where none controls. */
export interface Owner {
  readonly kind: string
  readonly name: string
  readonly uid: string
}

/** What every record carries. `namespace` is `''` for cluster-scoped objects. */
export interface Meta {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly labels: Labels
  /** metadata.creationTimestamp */
  readonly created: string
  /** metadata.deletionTimestamp: for a pod the moment its grace period ends, not the moment of the delete. */
  readonly deleted?: string
  readonly owner?: Owner
  /** Only the annotations that change what the product says, see `keptAnnotations`. */
  readonly annotations?: Labels
}

export interface Condition {
  readonly type: string
  readonly status: ConditionStatus
  readonly reason?: string
  readonly message?: string
  /** lastTransitionTime */
  readonly since?: string
  readonly observedGeneration?: number
}

export interface ServicePort {
  readonly name?: string
  readonly protocol: Protocol
  readonly port: number
  /** A number or the name of a container port; the API defaults it to `port`. */
  readonly targetPort: number | string
  readonly nodePort?: number
  readonly appProtocol?: string
}

export interface LoadBalancerIngress {
  readonly ip?: string
  readonly hostname?: string
  readonly ipMode?: string
  readonly ports?: readonly { readonly port: number; readonly protocol: string; readonly error?: string }[]
}

export interface Service extends Meta {
  readonly kind: 'Service'
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  /** Absent for no selector; `{}` is read as none too, as the endpoint controllers treat it. */
  readonly selector?: Labels
  /** `['None']` when headless, empty for ExternalName. */
  readonly clusterIPs: readonly string[]
  readonly ipFamilies: readonly IPFamily[]
  readonly ipFamilyPolicy?: string
  readonly ports: readonly ServicePort[]
  readonly externalName?: string
  readonly externalIPs: readonly string[]
  readonly internalTrafficPolicy?: 'Cluster' | 'Local'
  readonly externalTrafficPolicy?: 'Cluster' | 'Local'
  readonly trafficDistribution?: string
  readonly publishNotReadyAddresses?: true
  /** sessionAffinity ClientIP: its time-out in seconds. */
  readonly affinitySeconds?: number
  readonly healthCheckNodePort?: number
  readonly loadBalancerClass?: string
  readonly loadBalancerSourceRanges?: readonly string[]
  readonly loadBalancer: readonly LoadBalancerIngress[]
}

export interface SlicePort {
  readonly name?: string
  readonly protocol?: Protocol
  /** Absent means every port, which kube-proxy ignores. */
  readonly port?: number
  readonly appProtocol?: string
}

export interface ObjectRef {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid?: string
}

/** One entry of a slice. Conditions are absent where the API leaves them unset, which is not the same as true. */
export interface SliceEndpoint {
  readonly addresses: readonly string[]
  readonly ready?: boolean
  readonly serving?: boolean
  readonly terminating?: boolean
  readonly hostname?: string
  readonly node?: string
  readonly zone?: string
  readonly target?: ObjectRef
  readonly zoneHints?: readonly string[]
  readonly nodeHints?: readonly string[]
}

export interface EndpointSlice extends Meta {
  readonly kind: 'EndpointSlice'
  /** Label kubernetes.io/service-name: the only way a slice belongs to a Service. */
  readonly service?: string
  /** Label endpointslice.kubernetes.io/managed-by */
  readonly managedBy?: string
  readonly addressType: IPFamily | 'FQDN'
  /** The API's null (the placeholder slice) is read as empty. */
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly SliceEndpoint[]
}

/** The legacy object, kept for selectorless Services and for `kubectl get endpoints`. */
export interface Endpoints extends Meta {
  readonly kind: 'Endpoints'
  readonly subsets: readonly {
    readonly addresses: readonly EndpointAddress[]
    readonly notReadyAddresses: readonly EndpointAddress[]
    readonly ports: readonly { readonly name?: string; readonly protocol: Protocol; readonly port: number }[]
  }[]
}

export interface EndpointAddress {
  readonly ip: string
  readonly hostname?: string
  readonly node?: string
  readonly target?: ObjectRef
}

export interface ContainerPort {
  readonly name?: string
  readonly protocol: Protocol
  readonly port: number
}

export interface ContainerState {
  readonly type: 'waiting' | 'running' | 'terminated'
  readonly reason?: string
  readonly message?: string
  readonly exitCode?: number
  readonly since?: string
}

export interface Probe {
  readonly type: 'http' | 'tcp' | 'grpc' | 'exec'
  readonly port?: number | string
  readonly path?: string
}

export interface Container {
  readonly name: string
  /** An init container; with `restartable` a sidecar, whose ports count for named targetPorts. */
  readonly init?: true
  readonly restartable?: true
  readonly image: string
  readonly ports: readonly ContainerPort[]
  readonly readiness?: Probe
  readonly startup?: Probe
  readonly liveness?: Probe
  /** Status; absent until the kubelet has reported. */
  readonly ready?: boolean
  readonly started?: boolean
  readonly restarts?: number
  readonly state?: ContainerState
  readonly last?: ContainerState
}

export interface Pod extends Meta {
  readonly kind: 'Pod'
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  readonly reason?: string
  readonly message?: string
  /** status.podIPs, the primary first; empty until the sandbox is up. */
  readonly ips: readonly string[]
  readonly node?: string
  readonly hostNetwork?: true
  readonly hostname?: string
  readonly subdomain?: string
  readonly containers: readonly Container[]
  readonly conditions: readonly Condition[]
  readonly readinessGates: readonly string[]
  readonly schedulingGates: readonly string[]
}

export interface Node extends Meta {
  readonly kind: 'Node'
  readonly zone?: string
  readonly region?: string
  readonly addresses: readonly { readonly type: string; readonly address: string }[]
  readonly podCIDRs: readonly string[]
  readonly unschedulable?: true
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  /** Heartbeats left out, so that a quiet node is an unchanged record. */
  readonly conditions: readonly Condition[]
  /** status.allocatable.cpu in millicores, which topology hints are weighed by. */
  readonly cpuMillis?: number
}

export interface Namespace extends Meta {
  readonly kind: 'Namespace'
  readonly phase: 'Active' | 'Terminating'
}

/** Deployment, ReplicaSet, StatefulSet, DaemonSet or Job. A ReplicaSet carries its owner alone. */
export interface Workload extends Meta {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job'
  /** Wanted pods: spec.replicas, desiredNumberScheduled or parallelism. */
  readonly replicas?: number
  readonly readyReplicas?: number
  readonly templateLabels?: Labels
  /** StatefulSet.spec.serviceName */
  readonly serviceName?: string
  readonly conditions: readonly Condition[]
}

export interface IngressBackend {
  readonly service: string
  /** A number or the name of a Service port. */
  readonly port: number | string
  /** Where it stands in the object's YAML: `spec.rules[0].http.paths[1].backend.service`. */
  readonly at?: string
}

export interface Ingress extends Meta {
  readonly kind: 'Ingress'
  /** spec.ingressClassName, or the annotation kubernetes.io/ingress.class, which names no IngressClass object. */
  readonly className?: string
  readonly tlsHosts: readonly string[]
  readonly defaultBackend?: IngressBackend
  /** Rules whose backend is a Service; host absent means every host. */
  readonly rules: readonly {
    readonly host?: string
    readonly path: string
    readonly pathType: string
    readonly backend: IngressBackend
  }[]
  readonly loadBalancer: readonly LoadBalancerIngress[]
}

export interface ParentRef {
  /** With its group where that is neither the Gateway API's nor the core group: `Gateway.networking.istio.io`. */
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly sectionName?: string
}

export interface RouteBackend {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly port?: number
  readonly weight: number
}

/** HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute of gateway.networking.k8s.io, whichever versions are served. */
export interface Route extends Meta {
  readonly kind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute'
  /** metadata.generation: a condition that observed an earlier one speaks of an older version. */
  readonly generation?: number
  readonly hostnames: readonly string[]
  readonly parents: readonly ParentRef[]
  readonly rules: readonly { readonly matches: readonly string[]; readonly backends: readonly RouteBackend[] }[]
  readonly parentStatus: readonly {
    readonly parent: ParentRef
    readonly controller: string
    readonly conditions: readonly Condition[]
  }[]
}

export interface Gateway extends Meta {
  readonly kind: 'Gateway'
  /** metadata.generation */
  readonly generation?: number
  readonly className: string
  readonly addresses: readonly string[]
  readonly listeners: readonly {
    readonly name: string
    readonly hostname?: string
    readonly port: number
    readonly protocol: string
  }[]
  readonly conditions: readonly Condition[]
}

export interface LabelSelector {
  readonly matchLabels: Labels
  readonly matchExpressions: readonly {
    readonly key: string
    readonly operator: string
    readonly values: readonly string[]
  }[]
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector
  readonly namespaceSelector?: LabelSelector
  readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] }
}

/** `peers` or `ports` empty means all of them, as the API defines it. */
export interface NetworkPolicyRule {
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly { readonly protocol: Protocol; readonly port?: number | string; readonly endPort?: number }[]
}

export interface NetworkPolicy extends Meta {
  readonly kind: 'NetworkPolicy'
  readonly podSelector: LabelSelector
  /** As the API defaults it: Ingress always, Egress where egress rules exist. */
  readonly policyTypes: readonly ('Ingress' | 'Egress')[]
  readonly ingress: readonly NetworkPolicyRule[]
  readonly egress: readonly NetworkPolicyRule[]
}

/** A Warning about one object: the evidence behind a pod without an address or a failing probe. */
export interface Event extends Meta {
  readonly kind: 'Event'
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly about: ObjectRef
  /** Which container of a pod it speaks of, where its field path names one. */
  readonly container?: string
  readonly count: number
  readonly first?: string
  readonly last?: string
}

export interface IngressClass extends Meta {
  readonly kind: 'IngressClass'
  readonly controller: string
  /** Annotation ingressclass.kubernetes.io/is-default-class: what an Ingress without a class is given when it is made. */
  readonly isDefault?: true
}

export interface GatewayClass extends Meta {
  readonly kind: 'GatewayClass'
  readonly controller: string
  readonly conditions: readonly Condition[]
}

/** Lets objects of other namespaces refer to objects of its own; any `from` may refer to any `to`. */
export interface ReferenceGrant extends Meta {
  readonly kind: 'ReferenceGrant'
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[]
  /** Without a name it grants every object of the kind. */
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[]
}

export interface PodDisruptionBudget extends Meta {
  readonly kind: 'PodDisruptionBudget'
  /** Absent selects no pod, `{}` every pod of the namespace (policy/v1). */
  readonly selector?: LabelSelector
  /** A number of pods or a percentage. */
  readonly minAvailable?: number | string
  readonly maxUnavailable?: number | string
  readonly disruptionsAllowed?: number
  readonly currentHealthy?: number
  readonly desiredHealthy?: number
  readonly expectedPods?: number
  /** Absent is IfHealthyBudget (policy/v1). */
  readonly unhealthyPodEvictionPolicy?: string
  readonly conditions: readonly Condition[]
}

/** One Service that the API server itself calls. */
export interface ApiCall {
  readonly namespace: string
  readonly service: string
  readonly port: number
  /** The webhook's name, where its object has several. */
  readonly webhook?: string
  /** What becomes of a request that the webhook does not answer. */
  readonly failurePolicy?: 'Fail' | 'Ignore'
}

/** What makes the API server a client of Services: webhooks, aggregated APIs and conversions between CRD versions. */
export interface ApiCaller extends Meta {
  readonly kind:
    | 'ValidatingWebhookConfiguration'
    | 'MutatingWebhookConfiguration'
    | 'APIService'
    | 'CustomResourceDefinition'
  /** Empty where it needs no Service: a webhook with a URL, an API of the server itself, a CRD without conversion. */
  readonly calls: readonly ApiCall[]
  readonly conditions: readonly Condition[]
}

/**
 * A workload, of any namespace, whose pods name Services of this one in their environment or arguments: no object of the
 * API, but what the server inferred. Of the texts themselves nothing is kept. It is named `namespace/Kind/name`.
 */
export interface Caller extends Meta {
  readonly kind: 'Caller'
  readonly workload: ObjectRef
  /** Keys of the Services, sorted; never empty. */
  readonly services: readonly string[]
}

/** Every object that a store keeps, told apart by `kind`. */
export type KubernetesRecord =
  | Service
  | EndpointSlice
  | Endpoints
  | Pod
  | Node
  | Namespace
  | Workload
  | Ingress
  | Route
  | Gateway
  | NetworkPolicy
  | Event
  | IngressClass
  | GatewayClass
  | ReferenceGrant
  | PodDisruptionBudget
  | ApiCaller
  | Caller

export type Kind = KubernetesRecord['kind']

/** The kinds that the API serves. */
export type ReadKind = Exclude<Kind, Caller['kind']>
