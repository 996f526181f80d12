import type { Pod } from '@/lib/kubernetes/record'
import { discrepanciesOf } from '../discrepancies'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteCondition, quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { standingPods } from '../standing-pods'

/** Pods that the EndpointSlice controller should have published by now: it is behind, or stands still. */
export const missingFromSlices: Rule = {
  code: 'missing-from-slices',
  needs: ['services', 'pods', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const pods = new Set<Pod>()
    let since = Number.POSITIVE_INFINITY
    for (const { pod, family } of discrepanciesOf(inquiry).missing) {
      const what = `${pod.uid} ${family}`
      if (!lasts(inquiry, what)) continue
      pods.add(pod)
      since = Math.min(since, inquiry.heldSince(what))
    }
    const [first] = pods
    if (first === undefined) return
    const { service, slices } = inquiry.graph
    const ready = first.conditions.find(({ type }) => type === 'Ready')
    yield {
      id: 'missing-from-slices',
      code: 'missing-from-slices',
      severity: 'error',
      facts: { pods: pods.size, total: standingPods(inquiry.graph).length, pod: first.name, slices: slices.length },
      objects: refsOf(pods),
      evidence: [
        quoteField(first, 'status.podIPs', first.ips.join(', ')),
        ...(ready === undefined ? [] : [quoteCondition(first, ready)]),
      ],
      command: slicesCommand(service, 'wide'),
      since: new Date(since).toISOString(),
    }
  },
}
