import { keyOf } from '@/lib/kubernetes/key'
import type { Workload } from '@/lib/kubernetes/record'
import type { Member } from '@/lib/topology/graph'
import type { ClusterView } from './cluster-view'

/** The workload that a graph calls `Kind/name`, where it can be read. */
export function workloadBehind(
  name: string,
  namespace: string,
  cluster: Pick<ClusterView, 'workload'>,
): Workload | undefined {
  const slash = name.indexOf('/')
  return cluster.workload(name.slice(0, slash), keyOf({ namespace, name: name.slice(slash + 1) }))
}

/**
 * Whether somebody wants several pods of a kind, so that they be spread. Who runs one each of several workloads, as of
 * several versions, does without what a second one is for.
 */
export function wantsSeveral(
  members: readonly Member[],
  namespace: string,
  cluster: Pick<ClusterView, 'workload'>,
): boolean {
  return members.some(
    ({ workload }) => workload === undefined || workloadBehind(workload, namespace, cluster)?.replicas !== 1,
  )
}
