import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { NetworkPolicy } from '@/lib/kubernetes/record'
import { countOf, isOpenToAny, policedOf } from '../policed'
import { policyCommand, quoteRules, tellPolicies } from '../policy-words'
import { refsOf } from '../quote'
import type { Rule } from '../rule'
import { several } from '../several'

/**
 * Every ready pod is isolated, and no rule of any policy admits anybody on any port that the Service leads to. Probes
 * come from the pod's own node, which no policy keeps out: the pods look well all the same.
 */
export const policyBlocksAll: Rule = {
  code: 'policy-blocks-all',
  needs: ['pods', 'networkpolicies'],
  *judge({ graph, once }) {
    const policed = once(policedOf)
    if (policed === undefined || policed.total === 0) return
    const { judge, servers, total, others } = policed
    if (countOf(servers) < total) return
    const isolating = new Set<NetworkPolicy>()
    const numbers = new Set<number>()
    for (const { pods, ports } of servers) {
      const policies = judge.isolating('Ingress', pods[0]) ?? []
      const isClosed = ports.every((port) => !isOpenToAny(policies, pods[0], port))
      if (policies.length === 0 || ports.length === 0 || !isClosed) return
      for (const policy of policies) isolating.add(policy)
      for (const { number } of ports) numbers.add(number)
    }
    const policies = tellPolicies(isolating)
    const ports = several(numbers)
    yield {
      id: 'policy-blocks-all',
      code: 'policy-blocks-all',
      severity: others === 'no' ? 'error' : 'warning',
      facts: { ...policies.facts, ports: ports.names, morePorts: ports.more, pods: total, others },
      objects: [...refsOf(policies.shown), ...refsOf(servers.flatMap(({ pods }) => pods.slice(0, MAX_OBJECTS)))].slice(
        0,
        MAX_OBJECTS,
      ),
      evidence: policies.shown.flatMap((policy) => quoteRules(policy, 'ingress')),
      command: policyCommand(graph.service.namespace, policies.shown),
    }
  },
}
