import { keyOf } from '@/lib/kubernetes/key'
import type { Route } from '@/lib/kubernetes/record'
import { isGrown } from '../grown'
import { quoteField, refOf } from '../quote'
import { gatewaysOf, nameIn, routeResources, yamlCommand } from '../routes'
import type { Rule } from '../rule'
import { several } from '../several'

const code = 'route-without-parent'
/** Controllers answer in a second or two, unless they are starting. */
const PATIENCE_MS = 30_000

/** A route that no controller has answered. Where its Gateways do not exist, that is told instead. */
export const routeWithoutParent: Rule = {
  code,
  needs: [...routeResources, 'gateways'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    for (const route of cluster.routesOf(graph.key)) {
      if (route.parentStatus.length > 0 || route.deleted !== undefined) continue
      const isLost = (parent: { readonly namespace: string; readonly name: string }) =>
        cluster.isKnown('gateways', parent.namespace) && cluster.gateway(keyOf(parent)) === undefined
      const gateways = gatewaysOf(route)
      if (gateways.length > 0 && gateways.length === route.parents.length && gateways.every(isLost)) continue
      if (!isGrown(inquiry, route, PATIENCE_MS)) continue
      const { names, more } = several(route.parents.map((parent) => nameIn(route.namespace, parent)))
      yield {
        id: `${code}:${route.kind}/${keyOf(route)}`,
        code,
        severity: 'warning',
        facts: {
          kind: route.kind,
          route: nameIn(graph.service.namespace, route),
          parents: names,
          more,
          count: route.parents.length,
          mesh: isForMesh(route) ? 'yes' : 'no',
        },
        objects: [refOf(route)],
        evidence: route.parents
          .slice(0, 3)
          .map((parent, index) => quoteField(route, `spec.parentRefs[${index}].name`, parent.name)),
        command: yamlCommand(refOf(route)),
        since: route.created,
      }
    }
  },
}

/** Whether it is for calls between Services, which a mesh passes on and no Gateway. Source: GEP-1294. */
function isForMesh({ parents }: Route): boolean {
  return parents.length > 0 && parents.every(({ kind }) => kind === 'Service')
}
