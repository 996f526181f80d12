import type { Pod, PodDisruptionBudget } from '@/lib/kubernetes/record'
import { isFinished, isReady } from '@/lib/membership/pod'
import { matchesSelector } from '@/lib/policy/selector'
import { compareNames } from '@/lib/topology/compare'

/** A budget that refuses to have so many of its pods evicted at once. */
export interface BudgetEffect {
  readonly namespace: string
  readonly name: string
  /** How many evictions it allows now. */
  readonly allowed: number
  /** How many it would be asked for. */
  readonly evicted: number
  /** Names of the pods that would be evicted. */
  readonly pods: readonly string[]
  /** Names of those that another budget selects too: the eviction API refuses them whatever their budgets allow. */
  readonly contested?: readonly string[]
}

/**
 * The budgets that would refuse some of these evictions, by namespace and name.
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
export function refusals(
  evicted: Iterable<Pod>,
  budgetsIn: (namespace: string) => Iterable<PodDisruptionBudget>,
): BudgetEffect[] {
  const byNamespace = new Map<string, Pod[]>()
  for (const pod of evicted) {
    if (isOnItsWay(pod)) continue
    const own = byNamespace.get(pod.namespace)
    if (own === undefined) byNamespace.set(pod.namespace, [pod])
    else own.push(pod)
  }
  return [...byNamespace]
    .flatMap(([namespace, pods]) => refusalsIn(pods, [...budgetsIn(namespace)]))
    .sort((a, b) => compareNames(a.namespace, b.namespace) || compareNames(a.name, b.name))
}

/** Nobody is asked about these. Source: canIgnorePDB. */
function isOnItsWay(pod: Pod): boolean {
  return isFinished(pod) || pod.phase === 'Pending' || pod.deleted !== undefined
}

function refusalsIn(pods: readonly Pod[], budgets: readonly PodDisruptionBudget[]): BudgetEffect[] {
  const asked = new Map<PodDisruptionBudget, Pod[]>(budgets.map((budget) => [budget, []]))
  const contested = new Map<PodDisruptionBudget, Pod[]>(budgets.map((budget) => [budget, []]))
  for (const pod of pods) {
    const own = budgets.filter(({ selector }) => selector !== undefined && matchesSelector(selector, pod.labels))
    for (const budget of own) (own.length > 1 ? contested : asked).get(budget)?.push(pod)
  }
  return budgets.flatMap((budget): BudgetEffect[] => {
    const { namespace, name, disruptionsAllowed: allowed = 0 } = budget
    const counted = (asked.get(budget) ?? []).filter((pod) => isReady(pod) || !letsUnreadyGo(budget))
    const others = contested.get(budget) ?? []
    if (counted.length <= allowed && others.length === 0) return []
    return [
      {
        namespace,
        name,
        allowed,
        evicted: counted.length,
        pods: counted.map((pod) => pod.name).sort(),
        ...(others.length > 0 && { contested: others.map((pod) => pod.name).sort() }),
      },
    ]
  })
}

/** Whether pods that are not ready are evicted without being counted. */
function letsUnreadyGo({ unhealthyPodEvictionPolicy, currentHealthy = 0, desiredHealthy = 0 }: PodDisruptionBudget) {
  return unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy)
}
