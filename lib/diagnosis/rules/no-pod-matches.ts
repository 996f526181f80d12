import type { Difference } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { labelOf } from '@/lib/kubernetes/labels'
import type { Labels, Pod } from '@/lib/kubernetes/record'
import type { LabelDifference, NearMiss } from '@/lib/topology/graph'
import { mayBeMeant, missOf } from '@/lib/topology/near-miss'
import { absenceOf } from '../absence'
import { COMING_MS, isGrown } from '../grown'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf, refsOf } from '../quote'
import type { Rule } from '../rule'
import { selectorText } from '../selector-text'
import { workloadRefOf } from '../troubles'

/** No pod of any namespace matches the selector, and no workload makes one that would. */
export const noPodMatches: Rule = {
  code: 'no-pod-matches',
  needs: ['pods'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const absence = inquiry.once(absenceOf)
    if (absence?.type !== 'noMatch') return
    const { selector } = absence
    const { service, nearMisses = [], nearMissCount = 0 } = graph
    if (!isGrown(inquiry, service, COMING_MS)) return
    const [nearest] = nearMisses
    const alike = nearest === undefined ? 0 : countAlike(nearest, selector, cluster.podsIn(service.namespace))
    const workload = nearest?.workload
    yield {
      id: 'no-pod-matches',
      code: 'no-pod-matches',
      severity: 'error',
      facts: {
        selector: selectorText(selector),
        namespace: service.namespace,
        near: nearest?.kind ?? 'none',
        nearest: nearest?.differences.map(carried).join(', ') ?? '',
        wants: nearest?.differences.map(({ key, wants }) => `${key}: ${wants}`).join(', ') ?? '',
        pods: alike,
        others: nearMissCount - alike,
      },
      objects: [
        ...(workload === undefined ? [] : [workloadRefOf(workload, service.namespace, cluster)]),
        ...refsOf(nearMisses.map(({ pod }) => pod)),
      ].slice(0, MAX_OBJECTS),
      evidence: [
        quoteField(service, 'spec.selector', selectorText(selector)),
        ...(nearest === undefined ? [] : nearest.differences.map((each) => quoteLabel(nearest.pod, each))),
      ],
      ...(nearest !== undefined && {
        differences: nearest.differences.map(
          (each): Difference => ({
            object: refOf(service),
            path: `spec.selector.${each.key}`,
            is: `${each.key}: ${each.wants}`,
            wants: carried(each),
          }),
        ),
      }),
      command: kubectlIn(service.namespace, 'get', 'pods', '--show-labels'),
    }
  },
}

/** What the pod carries in the place of a pair: `app: front-end`; the missing pair itself where it carries nothing. */
function carried({ key, wants, has, otherKey }: LabelDifference): string {
  if (otherKey !== undefined) return `${otherKey}: ${wants}`
  return has === undefined ? `${key}: ${wants}` : `${key}: ${has}`
}

function quoteLabel(pod: Pod, { key, wants, has, otherKey }: LabelDifference) {
  if (otherKey !== undefined) return quoteField(pod, `metadata.labels.${otherKey}`, wants)
  return has === undefined
    ? quoteField(pod, 'metadata.labels', selectorText(pod.labels))
    : quoteField(pod, `metadata.labels.${key}`, has)
}

/** How many pods miss the selector by the same labels as one does. */
function countAlike(nearest: NearMiss, selector: Labels, pods: Iterable<Pod>): number {
  const isAlike = (pod: Pod) =>
    nearest.differences.every(({ key, wants, has, otherKey }) =>
      otherKey === undefined ? labelOf(pod.labels, key) === has : labelOf(pod.labels, otherKey) === wants,
    )
  let count = 0
  for (const pod of pods) {
    if (mayBeMeant(pod) && isAlike(pod) && missOf(selector, pod.labels) !== undefined) count++
  }
  return count
}
