import { keyOf } from '@/lib/kubernetes/key'
import { isGrown } from '../grown'
import { kubectlIn } from '../kubectl'
import { quoteCondition, quoteField, refOf } from '../quote'
import { gatewaysOf, nameIn, routeResources } from '../routes'
import type { Rule } from '../rule'

const code = 'gateway-not-programmed'
/** As long as an address may take to come from a cloud. */
const PATIENCE_MS = 120_000

/**
 * A Gateway on the way to the Service that does not pass traffic on. `Unknown` is what the API itself writes into a new
 * Gateway, and what stays there where no controller has its class: it counts once it has lasted.
 */
export const gatewayNotProgrammed: Rule = {
  code,
  needs: [...routeResources, 'gateways'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const keys = new Set(cluster.routesOf(graph.key).flatMap((route) => gatewaysOf(route).map(keyOf)))
    for (const key of [...keys].sort()) {
      const gateway = cluster.gateway(key)
      if (gateway === undefined || gateway.deleted !== undefined) continue
      const programmed = gateway.conditions.find(({ type }) => type === 'Programmed')
      if (programmed?.status === 'True') continue
      if (programmed?.status !== 'False' && !isGrown(inquiry, gateway, PATIENCE_MS)) continue
      const isClassMissing =
        cluster.isKnown('gatewayclasses', '') && cluster.gatewayClass(gateway.className) === undefined
      yield {
        id: `${code}:${key}`,
        code,
        severity: 'error',
        facts: {
          gateway: nameIn(graph.service.namespace, gateway),
          class: gateway.className,
          classMissing: isClassMissing ? 1 : 0,
          reason: programmed?.reason ?? '',
          reasons: programmed?.reason === undefined ? 0 : 1,
        },
        objects: [refOf(gateway)],
        evidence: [
          ...(programmed === undefined ? [] : [quoteCondition(gateway, programmed)]),
          ...(isClassMissing ? [quoteField(gateway, 'spec.gatewayClassName', gateway.className)] : []),
        ],
        command: kubectlIn(gateway.namespace, 'describe', 'gateway', gateway.name),
        ...(programmed?.since !== undefined && { since: programmed.since }),
      }
    }
  },
}
