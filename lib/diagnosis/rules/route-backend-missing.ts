import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { parseKey } from '@/lib/kubernetes/key'
import type { Route } from '@/lib/kubernetes/record'
import { backendsOfRoute } from '@/lib/topology/clients'
import { COMING_MS, isGrown } from '../grown'
import { missingService, serviceMeant } from '../missing-service'
import { quoteField, refOf, refsOf } from '../quote'
import { backendsTo, nameIn, routeResources, yamlCommand } from '../routes'
import type { NamespaceRule } from '../rule'

/** A Service that routes send to and that does not exist: the Gateway answers for its share with an error. */
export const routeBackendMissing: NamespaceRule = {
  code: 'route-backend-missing',
  needs: [...routeResources, 'services'],
  *judge(inquiry) {
    const { namespace, cluster } = inquiry
    const askers = new Map<string, Route[]>()
    for (const route of cluster.routesInto(namespace)) {
      for (const key of backendsOfRoute(route)) {
        const target = parseKey(key)
        if (target.namespace !== namespace || cluster.service(key) !== undefined) continue
        if (!isGrown(inquiry, route, COMING_MS)) continue
        askers.set(target.name, [...(askers.get(target.name) ?? []), route])
      }
    }
    for (const [name, routes] of askers) {
      const places = routes.flatMap((route) =>
        backendsTo(route, { namespace, name }).map((place) => ({ route, ...place })),
      )
      const [first] = places
      if (first === undefined) continue
      const meant = serviceMeant(cluster, namespace, name, first.route, `${first.path}.name`)
      yield {
        subject: { kind: 'Service', name },
        finding: {
          id: 'route-backend-missing',
          code: 'route-backend-missing',
          severity: 'error',
          facts: {
            service: name,
            kind: first.route.kind,
            route: nameIn(namespace, first.route),
            routes: routes.length,
            ...meant.facts,
          },
          objects: [...refsOf(routes).slice(0, MAX_OBJECTS - 1), missingService(namespace, name)],
          evidence: places.slice(0, MAX_OBJECTS).map(({ route, path }) => quoteField(route, `${path}.name`, name)),
          ...(meant.differences && { differences: meant.differences }),
          command: yamlCommand(refOf(first.route)),
        },
      }
    }
  },
}
