import { keyOf } from '@/lib/kubernetes/key'
import type { Pod } from '@/lib/kubernetes/record'
import { kubectlIn } from '../kubectl'
import { quoteCondition, refsOf } from '../quote'
import { MEMORY_MS } from '../readiness-history'
import type { Rule } from '../rule'

/** So many changes of readiness within five minutes are no start and no stop. */
const FLAPS = 3

/** Pods that become ready and unready again and again: they are called and spared in turn. */
export const flapping: Rule = {
  code: 'flapping',
  needs: ['pods'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const pods: Pod[] = []
    let [most, total] = [0, 0]
    for (const { pod } of graph.members) {
      if (pod === undefined) continue
      total++
      const all = cluster.readinessChanges(keyOf(pod))
      if (all.length < FLAPS) continue
      const changes = all.filter((moment) => moment > inquiry.now - MEMORY_MS)
      const oldest = changes.at(-FLAPS)
      if (oldest === undefined) continue
      inquiry.askAgainAt(oldest + MEMORY_MS)
      if (changes.length > most) pods.unshift(pod)
      else pods.push(pod)
      most = Math.max(most, changes.length)
    }
    const [worst] = pods
    if (worst === undefined) return
    const ready = worst.conditions.find(({ type }) => type === 'Ready')
    yield {
      id: 'flapping',
      code: 'flapping',
      severity: 'warning',
      facts: { pods: pods.length, total, pod: worst.name, changes: most, minutes: MEMORY_MS / 60_000 },
      objects: refsOf(pods),
      evidence: ready === undefined ? [] : [quoteCondition(worst, ready)],
      command: kubectlIn(worst.namespace, 'describe', 'pod', worst.name),
    }
  },
}
