import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { KubernetesRecord, Node, Pod, Service } from '@/lib/kubernetes/record'
import { isFinished, isReady, wantsTopologyHints } from '@/lib/membership/pod'
import { selectorOf } from '@/lib/membership/service'

/**
 * A change by which endpoints ought to change, and upon which the EndpointSlice controller does not look at Services
 * again: it does at their next change, or after half a day at most.
 */
export interface Unnoticed {
  /** `pods` are those of the Service's namespace. */
  concerns(service: Service, pods: Iterable<Pod>): boolean
}

/**
 * What the controller misses in one change of a record: a pod that ends without having been ready (only labels,
 * readiness, addresses and deletion count), and whatever befalls a node (only Services overloaded by it are queued).
 * Sources: k8s.io/endpointslice/util podEndpointsChanged, pkg/controller/endpointslice checkNodeTopologyDistribution.
 */
export function unnoticedIn(before?: KubernetesRecord, after?: KubernetesRecord): Unnoticed | undefined {
  if (before?.kind === 'Pod' && after?.kind === 'Pod')
    return endedUnnoticed(before, after) ? podEnded(after) : undefined
  const node = before?.kind === 'Node' ? before : after?.kind === 'Node' ? after : undefined
  if (node === undefined || sameForEndpoints(before, after)) return undefined
  return nodeChanged(node)
}

function endedUnnoticed(before: Pod, after: Pod): boolean {
  return before.uid === after.uid && !isFinished(before) && isFinished(after) && !isReady(before) && !isReady(after)
}

function podEnded(pod: Pod): Unnoticed {
  return { concerns: (service) => isSelected(service, pod) }
}

function nodeChanged({ name }: Node): Unnoticed {
  return {
    concerns(service, pods) {
      if (wantsTopologyHints(service.annotations)) return true
      for (const pod of pods) if (pod.node === name && isSelected(service, pod)) return true
      return false
    },
  }
}

function isSelected(service: Service, pod: Pod): boolean {
  const selector = selectorOf(service)
  return selector !== undefined && pod.namespace === service.namespace && selects(selector, pod.labels)
}

function sameForEndpoints(before?: KubernetesRecord, after?: KubernetesRecord): boolean {
  if (before?.kind !== 'Node' || after?.kind !== 'Node') return false
  return (
    keyOf(before) === keyOf(after) &&
    before.zone === after.zone &&
    before.cpuMillis === after.cpuMillis &&
    readiness(before) === readiness(after)
  )
}

function readiness(node: Node): string | undefined {
  return node.conditions.find(({ type }) => type === 'Ready')?.status
}
