import { keyOf } from '@/lib/kubernetes/key'
import { COMING_MS, isGrown } from '../grown'
import { kubectl } from '../kubectl'
import { quoteField, refOf } from '../quote'
import { gatewayRef, nameIn, routeResources } from '../routes'
import type { Rule } from '../rule'

const code = 'gateway-missing'

/** A route that hangs on a Gateway which does not exist. */
export const gatewayMissing: Rule = {
  code,
  needs: [...routeResources, 'gateways'],
  *judge(inquiry) {
    const { cluster } = inquiry
    const { service, key } = inquiry.graph
    for (const route of cluster.routesOf(key)) {
      const told = new Set<string>()
      for (const [index, parent] of route.parents.entries()) {
        const gateway = keyOf(parent)
        if (parent.kind !== 'Gateway' || told.has(gateway)) continue
        if (!cluster.isKnown('gateways', parent.namespace) || cluster.gateway(gateway) !== undefined) continue
        if (!isGrown(inquiry, route, COMING_MS)) continue
        told.add(gateway)
        yield {
          id: `${code}:${route.kind}/${keyOf(route)}:${gateway}`,
          code,
          severity: 'error',
          facts: {
            kind: route.kind,
            route: nameIn(service.namespace, route),
            gateway: parent.name,
            namespace: parent.namespace,
          },
          objects: [refOf(route), gatewayRef(parent)],
          evidence: [quoteField(route, `spec.parentRefs[${index}].name`, parent.name)],
          command: kubectl('get', 'gateways', '--all-namespaces'),
        }
      }
    }
  },
}
