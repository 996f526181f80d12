import type { Pod } from '@/lib/kubernetes/record'
import type { ClusterView } from './cluster-view'

/** Whether the Node object that a pod stands on does not exist; never where nodes cannot be read. */
export function isNodeGone(pod: Pod, cluster: Pick<ClusterView, 'isKnown' | 'node'>): boolean {
  return pod.node !== undefined && cluster.node(pod.node) === undefined && cluster.isKnown('nodes', '')
}
