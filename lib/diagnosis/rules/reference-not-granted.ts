import { keyOf } from '@/lib/kubernetes/key'
import type { ReferenceGrant, Route, Service } from '@/lib/kubernetes/record'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import { backendsTo, routeResources } from '../routes'
import type { Rule } from '../rule'

const code = 'reference-not-granted'

/** A route of another namespace that this one does not let in. Source: gateway.networking.k8s.io ReferenceGrant. */
export const referenceNotGranted: Rule = {
  code,
  needs: [...routeResources, 'referencegrants'],
  *judge({ graph: { service, key }, cluster }) {
    for (const route of cluster.routesOf(key)) {
      if (route.namespace === service.namespace) continue
      if ([...cluster.grantsIn(service.namespace)].some((grant) => lets(grant, route, service))) continue
      const [first] = backendsTo(route, service)
      if (first === undefined) continue
      yield {
        id: `${code}:${route.kind}/${keyOf(route)}`,
        code,
        severity: 'error',
        facts: { kind: route.kind, route: route.name, from: route.namespace, namespace: service.namespace },
        objects: [refOf(route), refOf(service)],
        evidence: [quoteField(route, `${first.path}.namespace`, service.namespace)],
        command: kubectlIn(service.namespace, 'get', 'referencegrants', '-o', 'yaml'),
      }
    }
  },
}

function lets({ from, to }: ReferenceGrant, route: Route, service: Service): boolean {
  const isFrom = from.some(
    ({ group, kind, namespace }) =>
      group === 'gateway.networking.k8s.io' && kind === route.kind && namespace === route.namespace,
  )
  const isTo = to.some(
    ({ group, kind, name }) => group === '' && kind === 'Service' && (name === undefined || name === service.name),
  )
  return isFrom && isTo
}
