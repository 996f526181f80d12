import type { Node } from '@/lib/kubernetes/record'
import type { ClusterView } from './cluster-view'

const closing: ReadonlySet<string> = new Set(['NoSchedule', 'NoExecute'])

/**
 * Whether a pod without tolerations may come to a node: it is ready, not cordoned, and no taint closes it. A
 * control-plane node is usually closed.
 */
export function isSchedulable(node: Node): boolean {
  if (node.unschedulable === true || node.taints.some(({ effect }) => closing.has(effect))) return false
  return node.conditions.every(({ type, status }) => type !== 'Ready' || status === 'True')
}

export function schedulableNodes(cluster: Pick<ClusterView, 'nodes'>): readonly Node[] {
  return [...cluster.nodes()].filter(isSchedulable)
}
