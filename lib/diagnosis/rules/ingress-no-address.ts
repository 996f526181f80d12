import { keyOf } from '@/lib/kubernetes/key'
import { isGrown } from '../grown'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { lacksItsClass } from './ingress-class-missing'

const PATIENCE_MS = 120_000

/** An Ingress that no controller has written its address into: perhaps none has taken it. A missing class is told instead. */
export const ingressNoAddress: Rule = {
  code: 'ingress-no-address',
  needs: ['ingresses'],
  *judge(inquiry) {
    const { cluster, graph } = inquiry
    for (const ingress of cluster.ingressesOf(graph.key)) {
      if (ingress.deleted !== undefined || lacksItsClass(ingress, cluster)) continue
      if (ingress.loadBalancer.some(({ ip, hostname }) => ip !== undefined || hostname !== undefined)) continue
      if (!isGrown(inquiry, ingress, PATIENCE_MS)) continue
      const { className } = ingress
      const ingressClass = className === undefined ? undefined : cluster.ingressClass(className)
      yield {
        id: `ingress-no-address:${keyOf(ingress)}`,
        code: 'ingress-no-address',
        severity: 'warning',
        facts: {
          ingress: ingress.name,
          class: className ?? '',
          classes: className === undefined ? 0 : 1,
          controller: ingressClass?.controller ?? '',
          controllers: ingressClass === undefined ? 0 : 1,
        },
        objects: [refOf(ingress)],
        evidence: className === undefined ? [] : [quoteField(ingress, 'spec.ingressClassName', className)],
        command: kubectlIn(ingress.namespace, 'describe', 'ingress', ingress.name),
        since: ingress.created,
      }
    }
  },
}
