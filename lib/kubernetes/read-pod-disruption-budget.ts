import { asItIs, type Interner } from './intern'
import { isObject, numberOf, portOf, present, textOf } from './json'
import { partsOf, readConditions, readLabelSelector, readMeta } from './read-meta'
import type { PodDisruptionBudget } from './record'

export function readPodDisruptionBudget(json: unknown, interner: Interner = asItIs): PodDisruptionBudget | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  return present({
    kind: 'PodDisruptionBudget',
    ...meta,
    selector: isObject(spec.selector) ? readLabelSelector(spec.selector, interner) : undefined,
    minAvailable: portOf(spec.minAvailable),
    maxUnavailable: portOf(spec.maxUnavailable),
    disruptionsAllowed: numberOf(status.disruptionsAllowed),
    currentHealthy: numberOf(status.currentHealthy),
    desiredHealthy: numberOf(status.desiredHealthy),
    expectedPods: numberOf(status.expectedPods),
    unhealthyPodEvictionPolicy: textOf(spec.unhealthyPodEvictionPolicy),
    conditions: readConditions(status.conditions, interner),
  } as const)
}
