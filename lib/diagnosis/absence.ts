import { labelOf, selects } from '@/lib/kubernetes/labels'
import type { Labels, Pod, Workload } from '@/lib/kubernetes/record'
import { isFinished } from '@/lib/membership/pod'
import { selectorOf } from '@/lib/membership/service'
import type { NearMiss } from '@/lib/topology/graph'
import type { Circumstances } from './rule'

/** Why there is no pod that could answer for a Service, where its selector matches none that is to stay. */
export type Absence =
  /** Workloads whose pods would match, and that are told to have some. */
  | { readonly type: 'notCreated'; readonly selector: Labels; readonly workloads: readonly [Workload, ...Workload[]] }
  /** Workloads whose pods would match, and that are told to have none. */
  | { readonly type: 'scaledToZero'; readonly selector: Labels; readonly workloads: readonly [Workload, ...Workload[]] }
  | { readonly type: 'finished'; readonly selector: Labels; readonly pods: readonly [Pod, ...Pod[]] }
  /** Pods of other namespaces. */
  | { readonly type: 'elsewhere'; readonly selector: Labels; readonly pods: readonly [Pod, ...Pod[]] }
  | { readonly type: 'noMatch'; readonly selector: Labels }

const POD_NAME = 'statefulset.kubernetes.io/pod-name'
const POD_INDEX = 'apps.kubernetes.io/pod-index'

/** So many pods of other namespaces are counted; there may be more. */
export const MAX_ELSEWHERE = 100

/**
 * The most specific reason for which nobody could answer; undefined where somebody could, or still does on the way out,
 * where the Service looks for no pods, and where it is being deleted itself.
 */
export function absenceOf({ graph, cluster }: Circumstances): Absence | undefined {
  const { service, members, nearMisses } = graph
  const selector = selectorOf(service)
  if (selector === undefined || service.deleted !== undefined) return undefined
  const finished: Pod[] = []
  let isLeaving = false
  for (const { pod } of members) {
    if (pod === undefined || !selects(selector, pod.labels)) continue
    if (isFinished(pod)) finished.push(pod)
    else if (pod.deleted === undefined) return undefined
    else isLeaving = true
  }
  if (cluster.namespace(service.namespace)?.phase === 'Terminating') return undefined

  const workloads = workloadsMatching(selector, service.namespace, cluster)
  const wanted = workloads.filter(({ replicas }) => replicas !== 0)
  if (isSome(wanted)) return { type: 'notCreated', selector, workloads: wanted }
  if (isSome(workloads)) return { type: 'scaledToZero', selector, workloads }
  if (isSome(finished)) return { type: 'finished', selector, pods: finished }
  if (isLeaving) return undefined
  if (!nearMisses?.some(isSlip)) {
    const elsewhere = cluster.podsMatchingElsewhere(selector, service.namespace, MAX_ELSEWHERE)
    const pods = elsewhere.filter((pod) => !isFinished(pod))
    if (isSome(pods)) return { type: 'elsewhere', selector, pods }
  }
  return { type: 'noMatch', selector }
}

/** Workloads of the namespace whose pods the selector matches. */
function workloadsMatching(
  selector: Labels,
  namespace: string,
  cluster: Circumstances['cluster'],
): readonly Workload[] {
  return [...cluster.workloadsIn(namespace)].filter(
    (workload) =>
      workload.templateLabels !== undefined &&
      workload.deleted === undefined &&
      selects(selector, { ...workload.templateLabels, ...labelsOfOne(workload, selector) }),
  )
}

/**
 * The labels by which a selector asks for one pod of a StatefulSet: its name and its index, which the controller adds to
 * those of the template. Of no other than it makes, from 0 on. Source: pkg/controller/statefulset updateIdentity.
 */
function labelsOfOne({ kind, name, replicas = 0 }: Workload, selector: Labels): Labels {
  if (kind !== 'StatefulSet') return {}
  const isMade = (index: string | undefined) => index !== undefined && /^\d+$/.test(index) && Number(index) < replicas
  const [podName, index] = [labelOf(selector, POD_NAME), labelOf(selector, POD_INDEX)]
  return {
    ...(podName?.startsWith(`${name}-`) && isMade(podName.slice(name.length + 1)) && { [POD_NAME]: podName }),
    ...(index !== undefined && isMade(index) && { [POD_INDEX]: index }),
  }
}

/** Whether a pod misses by a slip of the hand, and not by a whole value that may well be another's. */
function isSlip({ kind }: NearMiss): boolean {
  return kind === 'case' || kind === 'typo' || kind === 'key'
}

function isSome<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0
}
