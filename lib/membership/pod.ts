import { labelOf } from '@/lib/kubernetes/labels'
import type { Container, ContainerPort, Labels, Node, Pod } from '@/lib/kubernetes/record'

/** What membership reads of a pod: any `Pod` record will do, and so will something smaller. */
export type MemberPod = Pick<
  Pod,
  'namespace' | 'name' | 'uid' | 'labels' | 'deleted' | 'phase' | 'ips' | 'node' | 'hostname' | 'subdomain'
> & {
  readonly conditions: readonly { readonly type: string; readonly status: string }[]
  readonly containers: readonly (Pick<Container, 'init' | 'restartable'> & {
    readonly ports: readonly ContainerPort[]
  })[]
}

/** What membership reads of a node. */
export type MemberNode = Pick<Node, 'name' | 'zone'>

/**
 * Whether the pod's Ready condition is True: what the controllers call `serving`.
 * Source: k8s.io/endpointslice/util IsPodReady.
 */
export function isReady(pod: Pick<MemberPod, 'conditions'>): boolean {
  return pod.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True')
}

/** Whether the pod has ended and never comes back. Source: k8s.io/endpointslice/util isPodTerminal. */
export function isFinished(pod: Pick<MemberPod, 'phase'>): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed'
}

/** An address of either family; a colon tells IPv6, as no IPv4 address holds one. */
export function familyOf(ip: string): 'IPv4' | 'IPv6' {
  return ip.includes(':') ? 'IPv6' : 'IPv4'
}

/** Whether the annotations ask for topology-aware hints. Source: k8s.io/endpointslice hintsEnabled. */
export function wantsTopologyHints(annotations: Labels | undefined): boolean {
  if (annotations === undefined) return false
  const value =
    labelOf(annotations, 'service.kubernetes.io/topology-aware-hints') ??
    labelOf(annotations, 'service.kubernetes.io/topology-mode')
  return value === 'Auto' || value === 'auto'
}
