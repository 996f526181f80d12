import type { Key } from '@/lib/kubernetes/key'
import type { ApiCaller, EndpointSlice, IPFamily, ObjectRef, Pod, Service, SlicePort } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'

/** One address of one slice, as published. Conditions are absent where the API leaves them unset. */
export interface Endpoint {
  /** Stable through updates and moves between slices: address and port list, with the slice only where both repeat. */
  readonly id: string
  readonly address: string
  readonly family: IPFamily | 'FQDN'
  readonly ports: readonly SlicePort[]
  readonly ready?: boolean
  readonly serving?: boolean
  readonly terminating?: boolean
  readonly state: EndpointState
  readonly hostname?: string
  readonly node?: string
  readonly zone?: string
  readonly zoneHints?: readonly string[]
  readonly nodeHints?: readonly string[]
  readonly target?: ObjectRef
  /** Name of the slice that publishes it. */
  readonly slice: string
}

/** Why a pod that matches the selector has no endpoint. Codes; the sentences stand in messages/. */
export type MissingReason =
  /** no address yet: being scheduled, or its sandbox is being made */
  | 'noAddress'
  /** phase Succeeded or Failed: rightly absent */
  | 'finished'
  /** none of its addresses is of a family of the Service */
  | 'noFamily'
  /** no port of the Service resolves in it: its address stands in a slice without a port that the Service names */
  | 'noPort'
  /** the Node object is gone, so the controller leaves the pod out */
  | 'noNode'
  /** eligible, and not (yet) published */
  | 'notPublished'

/**
 * What people count: one pod, or one address that no pod stands behind. A dual-stack pod is one member with two
 * endpoints; a pod that matches the selector and is not published is a member with none.
 */
export interface Member {
  /** `Pod/ns/name/uid`, or the endpoint's id. */
  readonly id: string
  /** The worst of its endpoints' states; `pending` or `missing` where it has none. A `finished` pod is counted nowhere. */
  readonly state: EndpointState
  readonly endpoints: readonly Endpoint[]
  /** The live pod whose uid the endpoints name. */
  readonly pod?: Pod
  readonly node?: string
  readonly zone?: string
  /** `Kind/name` of the workload that owns the pod, ReplicaSets seen through to their Deployment. */
  readonly workload?: string
  /**
   * Why it cannot be called: non-empty exactly where nothing is published for the pod, or where what is published
   * carries no port of the Service (`noPort`), which kube-proxy ignores.
   */
  readonly reasons: readonly MissingReason[]
}

export interface Counts {
  readonly ready: number
  readonly notReady: number
  readonly draining: number
  readonly terminating: number
  readonly pending: number
  readonly missing: number
}

/**
 * A way in. `ports` are the Service ports that it enters by (number); empty means all of them, unless `unresolved`
 * names ports that it asks for and the Service does not have. `*` among `hosts` stands for every host.
 */
export type Client =
  | { readonly kind: 'dns'; readonly id: string; readonly name: string; readonly ports: readonly number[] }
  | {
      readonly kind: 'nodePort'
      readonly id: string
      readonly nodePorts: readonly number[]
      readonly ports: readonly number[]
    }
  | {
      readonly kind: 'loadBalancer'
      readonly id: string
      readonly addresses: readonly string[]
      readonly ports: readonly number[]
    }
  | {
      readonly kind: 'externalIP'
      readonly id: string
      readonly addresses: readonly string[]
      readonly ports: readonly number[]
    }
  | {
      readonly kind: 'ingress'
      readonly id: string
      readonly namespace: string
      readonly name: string
      readonly className?: string
      readonly hosts: readonly string[]
      readonly addresses: readonly string[]
      readonly ports: readonly number[]
      readonly unresolved?: readonly (number | string)[]
    }
  | {
      readonly kind: 'route'
      readonly id: string
      readonly routeKind: string
      readonly namespace: string
      readonly name: string
      readonly hosts: readonly string[]
      /** `namespace/name` of the Gateways it hangs on. */
      readonly gateways: readonly string[]
      readonly ports: readonly number[]
      readonly unresolved?: readonly (number | string)[]
    }
  /** Pods that know one another by names of their own: `db-0.db.shop.svc`, one for each endpoint with a host name. */
  | {
      readonly kind: 'headlessPeer'
      readonly id: string
      readonly names: readonly string[]
      readonly ports: readonly number[]
    }
  /** The API server itself, for the objects that make it call the Service. */
  | {
      readonly kind: 'apiServer'
      readonly id: string
      readonly callers: readonly { readonly kind: ApiCaller['kind']; readonly name: string }[]
      readonly ports: readonly number[]
      readonly unresolved?: readonly (number | string)[]
    }
  /** A workload whose environment or arguments name the Service: a guess, and always to be called one. */
  | {
      readonly kind: 'inferred'
      readonly id: string
      readonly workloadKind: string
      readonly namespace: string
      readonly name: string
      readonly ports: readonly number[]
    }

/**
 * How a pod misses a selector: by capitals, by at most two slips in a longer value, by the same value under another
 * key, or, where every other pair matches, by one value or one label that is missing.
 */
export type NearMissKind = 'case' | 'typo' | 'key' | 'value' | 'missing'

/** One pair of a selector that a pod does not carry. */
export interface LabelDifference {
  readonly key: string
  readonly wants: string
  /** Absent where the pod has no such label. */
  readonly has?: string
  /** The key under which the pod carries the wanted value. */
  readonly otherKey?: string
}

/** A pod that the selector was likely meant for. It is no member, and counted nowhere. */
export interface NearMiss {
  readonly pod: Pod
  /** As of a member. */
  readonly workload?: string
  /** Of the worst difference. */
  readonly kind: NearMissKind
  readonly differences: readonly LabelDifference[]
}

/** Everything that is drawn of one Service. The same object as before wherever nothing it shows has changed. */
export interface ServiceGraph {
  readonly key: Key
  readonly service: Service
  /** By name. */
  readonly slices: readonly EndpointSlice[]
  /** In drawing order: zone, node, pod, address; never by state, so that a change of state moves nothing. */
  readonly members: readonly Member[]
  readonly clients: readonly Client[]
  readonly counts: Counts
  /** Zones of the members, sorted. */
  readonly zones: readonly string[]
  /** `Kind/name` where exactly one workload stands behind the Service. */
  readonly workload?: string
  /**
   * Pods of the namespace that nearly match, the likeliest first, at most MAX_NEAR_MISSES. Looked for only where the
   * selector matches no pod but finished ones; absent where there are none.
   */
  readonly nearMisses?: readonly NearMiss[]
  /** How many there are in all; present where `nearMisses` is. */
  readonly nearMissCount?: number
}

export interface Topology {
  /** By key, sorted by namespace and name. */
  readonly services: ReadonlyMap<Key, ServiceGraph>
  /** Which Services a pod stands behind or is meant to, by pod key; sorted. */
  readonly servicesOfPod: ReadonlyMap<Key, readonly Key[]>
}
