import type { Severity } from '@/lib/kubernetes/finding'
import type { ObjectRef, Service } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Range } from './match'

/** In the order in which equals are told. */
export const hitKinds = ['address', 'service', 'namespace', 'node', 'pod', 'finding'] as const
export type HitKind = (typeof hitKinds)[number]

/** What of a thing was found, and where in it. */
export interface Matched {
  readonly field:
    | 'name'
    | 'namespace'
    | 'label'
    | 'dns'
    | 'port'
    | 'workload'
    | 'address'
    | 'host'
    | 'code'
    | 'message'
    | 'subject'
  /** The whole text of the field. */
  readonly text: string
  readonly ranges: readonly Range[]
}

export interface ServiceRef {
  readonly namespace: string
  readonly name: string
}

interface Found {
  /** The lower, the better; 0 is what was named exactly. */
  readonly rank: number
  /** One for each word, in their order. */
  readonly matched: readonly Matched[]
}

export interface ServiceHit extends Found, ServiceRef {
  readonly kind: 'service'
  readonly type: Service['type']
  /** As the wall counts them; null where that is not known, or where there is nothing to count (ExternalName). */
  readonly ready: number | null
  readonly wanted: number | null
  /** The worst that is found, where it is more than a note. */
  readonly trouble?: Severity
}

export interface PodHit extends Found, ServiceRef {
  readonly kind: 'pod'
  /** The best of its states behind its Services; null behind none and when it has finished. */
  readonly state: EndpointState | null
  readonly node?: string
  /** Those that it stands behind or is meant to. */
  readonly services: readonly ServiceRef[]
}

export interface NodeHit extends Found {
  readonly kind: 'node'
  readonly name: string
  readonly zone?: string
  /** null where its Ready condition is unknown or unset. */
  readonly ready: boolean | null
  readonly cordoned: boolean
}

export interface NamespaceHit extends Found {
  readonly kind: 'namespace'
  readonly name: string
  readonly services: number
}

/** What an address is of the object that has it. `podRange`: nobody has it, and a node gives out such addresses. */
export type AddressRole =
  | 'pod'
  | 'endpoint'
  | 'clusterIP'
  | 'externalIP'
  | 'loadBalancer'
  | 'externalName'
  | 'node'
  | 'ingress'
  | 'route'
  | 'podRange'

/** Who an address or a host is. */
export interface AddressHit extends Found {
  readonly kind: 'address'
  /** In the object's own spelling. */
  readonly address: string
  readonly role: AddressRole
  readonly object: ObjectRef
  readonly state: EndpointState | null
  /** The Service itself, or those that the object stands behind or leads to. */
  readonly services: readonly ServiceRef[]
  /** The port that was asked for. */
  readonly port?: number
  /** Where a port was asked for: the Service ports that lead there, by number and name; empty for none. */
  readonly ports?: readonly { readonly service: ServiceRef; readonly port: number; readonly name?: string }[]
}

export interface FindingHit extends Found {
  readonly kind: 'finding'
  readonly id: string
  readonly code: string
  readonly severity: Severity
  /** In the language that was asked for; code between backticks. */
  readonly message: string
  readonly subject: ObjectRef
}

export type Hit = AddressHit | ServiceHit | NamespaceHit | NodeHit | PodHit | FindingHit
