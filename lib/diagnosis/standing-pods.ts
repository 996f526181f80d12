import { selects } from '@/lib/kubernetes/labels'
import type { Pod } from '@/lib/kubernetes/record'
import { isFinished } from '@/lib/membership/pod'
import { selectorOf } from '@/lib/membership/service'
import type { ServiceGraph } from '@/lib/topology/graph'

/** The pods that the Service selects and that are to stay: neither finished nor being deleted. */
export function standingPods({ service, members }: ServiceGraph): readonly Pod[] {
  const selector = selectorOf(service)
  if (selector === undefined) return []
  return members.flatMap(({ pod }) =>
    pod !== undefined && pod.deleted === undefined && !isFinished(pod) && selects(selector, pod.labels) ? pod : [],
  )
}
