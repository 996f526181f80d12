import type { IPFamily, Protocol } from '@/lib/kubernetes/record'
import type { ConnectionVerdict } from '@/lib/policy/judge'
import type { Mode } from './categorize'

/** What programs Service addresses on the nodes. Where it is not kube-proxy, shares are what kube-proxy would do. */
export interface DataPlane {
  /** `kube-proxy`, `cilium`, `ovn-kubernetes`…, or `unknown`. */
  readonly name: string
  /** kube-proxy's mode, where it is known. */
  readonly mode?: 'iptables' | 'nftables' | 'ipvs'
}

/** The way in that a client takes: the address that it calls. */
export type Via = 'clusterIP' | 'nodePort' | 'loadBalancer' | 'externalIP' | 'dns'

/** `refused`: told at once that nobody is there. `dropped`: never answered, so that the client times out. */
export type Verdict = 'forwarded' | 'refused' | 'dropped' | 'unknown'

/** Whether the endpoint sees the client's own address or a node's. */
export type Source = 'kept' | 'rewritten' | 'unknown'

/** Why it is so: a code of `messages/traffic`, with the arguments of its sentence. */
export interface Reason {
  readonly code: string
  readonly facts: Readonly<Record<string, string | number>>
}

export interface EndpointShare {
  readonly address: string
  readonly port: number
  /** Of new connections, 0 to 1; the shares of a port that forwards add up to 1. */
  readonly share: number
  /** As published; it takes new connections while it is, and where nothing is ready and it still serves. */
  readonly ready: boolean
  /** Where it is another than that of the port: a pod that is sent to itself sees an address of its node. */
  readonly source?: Source
  /** Name, in the Service's namespace. */
  readonly pod?: string
  readonly node?: string
  readonly zone?: string
  /**
   * What NetworkPolicies make of this connection, for a client in a pod and an endpoint that is a pod we know. A share
   * stays what it is where they stop it: kube-proxy picks the endpoint all the same, and the client times out.
   */
  readonly policy?: ConnectionVerdict
}

/** What becomes of new connections to one port of a Service by one way in. */
export interface PortTraffic {
  readonly name?: string
  /** The number that is called: the Service port, or the node port; for DNS the target port. */
  readonly port: number
  readonly protocol: Protocol
  readonly family: IPFamily
  readonly via: Via
  /** What is called: cluster IPs, balancer and external addresses, node addresses, or the DNS name. */
  readonly addresses: readonly string[]
  readonly verdict: Verdict
  /** The share of new connections that no endpoint gets, where several places of entry differ: 0 to 1. */
  readonly lost?: number
  /** The share of new connections that NetworkPolicies stop on their way to the endpoint that was picked: 0 to 1. */
  readonly stopped?: number
  readonly mode?: Mode
  readonly source: Source
  /** Every endpoint of the port that can be published, those with no share included; in slice order. */
  readonly endpoints: readonly EndpointShare[]
  readonly reasons: readonly Reason[]
}

export interface Traffic {
  /** As `formatVantage` writes it. */
  readonly from: string
  readonly dataplane: DataPlane
  readonly ports: readonly PortTraffic[]
  /** What holds for the Service as a whole, of the data plane and of its addresses; as reasons are told. */
  readonly notes: readonly Reason[]
}
