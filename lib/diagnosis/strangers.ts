import type { Pod } from '@/lib/kubernetes/record'
import type { Endpoint } from '@/lib/topology/graph'
import type { ClusterView } from './cluster-view'

/**
 * Live pods that have the address of an endpoint which names another pod: whoever calls it calls them. Pods on the
 * host's network share their node's address, and a pod that ends may leave its own to the next: neither is a stranger.
 */
export function strangersAt(endpoint: Endpoint, cluster: Pick<ClusterView, 'podsWithAddress'>): readonly Pod[] {
  const { target, address } = endpoint
  if (target?.kind !== 'Pod' || endpoint.terminating === true) return []
  const holders = cluster.podsWithAddress(address)
  // A pod made anew under its old name is no stranger, whatever its uid.
  const isTarget = (pod: Pod) => pod.namespace === target.namespace && pod.name === target.name
  if (holders.length === 0 || (holders.length === 1 && holders[0] !== undefined && isTarget(holders[0]))) return []
  return holders.filter((pod) => pod.hostNetwork !== true && pod.deleted === undefined && !isTarget(pod))
}
