/**
 * API objects as the demo cluster keeps them: the JSON of Kubernetes, complete, and never changed in place. Only the
 * fields that a controller reads are named; whatever else a client sent stays in the object.
 */

export type StringMap = Readonly<Record<string, string>>

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

export interface ObjectMeta {
  readonly name: string
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation?: number
  readonly creationTimestamp: string
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: StringMap
  readonly annotations?: StringMap
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[]
  readonly generateName?: string
}

export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

export interface Condition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly observedGeneration?: number
}

export interface Toleration {
  readonly key?: string
  readonly operator?: string
  readonly value?: string
  readonly effect?: string
}

export interface ContainerSpec {
  readonly name: string
  readonly image: string
  readonly restartPolicy?: string
  readonly ports?: readonly {
    readonly name?: string
    readonly containerPort: number
    readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  }[]
  readonly resources?: { readonly requests?: StringMap }
  readonly readinessProbe?: {
    readonly httpGet?: { readonly path?: string; readonly port?: number | string }
    readonly tcpSocket?: { readonly port?: number | string }
  }
}

export interface PodSpec {
  readonly containers: readonly ContainerSpec[]
  readonly initContainers?: readonly ContainerSpec[]
  readonly nodeName?: string
  readonly nodeSelector?: StringMap
  readonly hostNetwork?: boolean
  readonly hostname?: string
  readonly subdomain?: string
  readonly restartPolicy?: string
  readonly terminationGracePeriodSeconds?: number
  readonly tolerations?: readonly Toleration[]
  readonly schedulingGates?: readonly { readonly name: string }[]
  readonly readinessGates?: readonly { readonly conditionType: string }[]
  readonly priority?: number
}

export interface ContainerStatus {
  readonly name: string
  readonly image: string
  readonly imageID: string
  readonly ready: boolean
  readonly started?: boolean
  readonly restartCount: number
  readonly state: ContainerState
  readonly lastState: ContainerState
  readonly containerID?: string
}

export interface ContainerState {
  readonly waiting?: { readonly reason: string; readonly message?: string }
  readonly running?: { readonly startedAt: string }
  readonly terminated?: {
    readonly exitCode: number
    readonly reason: string
    readonly startedAt: string
    readonly finishedAt: string
  }
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'
  readonly conditions?: readonly Condition[]
  readonly podIP?: string
  readonly podIPs?: readonly { readonly ip: string }[]
  readonly hostIP?: string
  readonly containerStatuses?: readonly ContainerStatus[]
  readonly initContainerStatuses?: readonly ContainerStatus[]
  readonly startTime?: string
  readonly reason?: string
  readonly message?: string
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec
  readonly status: PodStatus
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap }
  readonly spec: Omit<PodSpec, 'nodeName'>
}

export interface LabelSelector {
  readonly matchLabels?: StringMap
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}

export interface ReplicaSet extends KubeObject {
  readonly spec: { readonly replicas: number; readonly selector: LabelSelector; readonly template: PodTemplate }
  readonly status: {
    readonly replicas: number
    readonly fullyLabeledReplicas?: number
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly observedGeneration?: number
  }
}

export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number
    readonly selector: LabelSelector
    readonly template: PodTemplate
    readonly paused?: boolean
    readonly revisionHistoryLimit: number
    readonly strategy: {
      readonly type: string
      readonly rollingUpdate?: { readonly maxSurge: number | string; readonly maxUnavailable: number | string }
    }
  }
  readonly status: {
    readonly observedGeneration?: number
    readonly replicas?: number
    readonly updatedReplicas?: number
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly unavailableReplicas?: number
    readonly conditions?: readonly Condition[]
  }
}

export interface StatefulSet extends KubeObject {
  readonly spec: {
    readonly replicas: number
    readonly selector: LabelSelector
    readonly template: PodTemplate
    readonly serviceName?: string
    readonly podManagementPolicy: string
  }
  readonly status: {
    readonly observedGeneration?: number
    readonly replicas: number
    readonly readyReplicas?: number
    readonly availableReplicas: number
    readonly currentReplicas?: number
    readonly updatedReplicas?: number
    readonly currentRevision?: string
    readonly updateRevision?: string
  }
}

export interface DaemonSet extends KubeObject {
  readonly spec: { readonly selector: LabelSelector; readonly template: PodTemplate }
  readonly status: {
    readonly observedGeneration?: number
    readonly currentNumberScheduled: number
    readonly desiredNumberScheduled: number
    readonly numberAvailable?: number
    readonly numberMisscheduled: number
    readonly numberReady: number
    readonly numberUnavailable?: number
    readonly updatedNumberScheduled?: number
  }
}

export interface Node extends KubeObject {
  readonly spec: {
    readonly podCIDRs?: readonly string[]
    readonly unschedulable?: boolean
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  }
  readonly status: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[]
    readonly allocatable?: StringMap
    readonly conditions?: readonly Condition[]
  }
}

export interface Namespace extends KubeObject {
  readonly spec: { readonly finalizers?: readonly string[] }
  readonly status: { readonly phase: string }
}

export interface ServicePort {
  readonly name?: string
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  readonly port: number
  readonly targetPort: number | string
  readonly nodePort?: number
  readonly appProtocol?: string
}

export interface Service extends KubeObject {
  readonly spec: {
    readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
    readonly selector?: StringMap
    readonly clusterIP?: string
    readonly clusterIPs?: readonly string[]
    readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[]
    readonly ipFamilyPolicy?: string
    readonly ports?: readonly ServicePort[]
    readonly externalName?: string
    readonly externalIPs?: readonly string[]
    readonly publishNotReadyAddresses?: boolean
    readonly trafficDistribution?: string
    readonly loadBalancerClass?: string
    readonly externalTrafficPolicy?: string
    readonly internalTrafficPolicy?: string
    readonly healthCheckNodePort?: number
    readonly allocateLoadBalancerNodePorts?: boolean
    readonly sessionAffinity?: string
  }
  readonly status: {
    readonly loadBalancer: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] }
  }
}

export interface ObjectReference {
  readonly apiVersion?: string
  readonly kind?: string
  readonly namespace?: string
  readonly name?: string
  readonly uid?: string
  readonly fieldPath?: string
}

export interface SliceEndpoint {
  readonly addresses: readonly string[]
  readonly conditions: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean }
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly targetRef?: ObjectReference
  readonly hints?: {
    readonly forZones?: readonly { readonly name: string }[]
    readonly forNodes?: readonly { readonly name: string }[]
  }
}

export interface SlicePort {
  readonly name?: string
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP'
  readonly port?: number
  readonly appProtocol?: string
}

export interface EndpointSlice extends KubeObject {
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN'
  readonly endpoints: readonly SliceEndpoint[] | null
  readonly ports: readonly SlicePort[] | null
}

export interface EndpointAddress {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: ObjectReference
}

export interface EndpointSubset {
  readonly addresses?: readonly EndpointAddress[]
  readonly notReadyAddresses?: readonly EndpointAddress[]
  readonly ports?: readonly {
    readonly name?: string
    readonly port: number
    readonly protocol: 'TCP' | 'UDP' | 'SCTP'
    readonly appProtocol?: string
  }[]
}

export interface Endpoints extends KubeObject {
  readonly subsets?: readonly EndpointSubset[]
}

export interface Event extends KubeObject {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly involvedObject: ObjectReference
  readonly count: number
  readonly firstTimestamp: string
  readonly lastTimestamp: string
  readonly source?: { readonly component?: string; readonly host?: string }
}

/** The types behind the plural names; a resource that no controller reads is a plain object. */
export interface ObjectsByPlural {
  readonly pods: Pod
  readonly services: Service
  readonly endpoints: Endpoints
  readonly nodes: Node
  readonly namespaces: Namespace
  readonly events: Event
  readonly endpointslices: EndpointSlice
  readonly deployments: Deployment
  readonly replicasets: ReplicaSet
  readonly statefulsets: StatefulSet
  readonly daemonsets: DaemonSet
}

export type Plural = keyof ObjectsByPlural
