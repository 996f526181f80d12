import { keyOf } from '@/lib/kubernetes/key'
import { quoteField, refOf } from '../quote'
import { nameIn, routeResources, yamlCommand } from '../routes'
import type { Rule } from '../rule'

const code = 'weights-zero'

/** A rule of a route all of whose backends weigh nothing: its callers get a 500 (gateway-api HTTPRouteRule.backendRefs). */
export const weightsZero: Rule = {
  code,
  needs: routeResources,
  *judge({ graph: { service, key }, cluster }) {
    for (const route of cluster.routesOf(key)) {
      for (const [index, { matches, backends }] of route.rules.entries()) {
        const isOurs = backends.some((backend) => backend.kind === 'Service' && keyOf(backend) === key)
        if (!isOurs || backends.some(({ weight }) => weight !== 0)) continue
        yield {
          id: `${code}:${route.kind}/${keyOf(route)}:${index}`,
          code,
          severity: 'warning',
          facts: {
            kind: route.kind,
            route: nameIn(service.namespace, route),
            match: matches[0] ?? '',
            matches: matches.length,
            backends: backends.length,
          },
          objects: [refOf(route)],
          evidence: backends
            .slice(0, 3)
            .map((backend, at) => quoteField(route, `spec.rules[${index}].backendRefs[${at}].weight`, backend.weight)),
          command: yamlCommand(refOf(route)),
        }
      }
    }
  },
}
