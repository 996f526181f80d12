import { keyOf } from '@/lib/kubernetes/key'
import { kubectlIn } from '../kubectl'
import { portMeant, portText } from '../port-meant'
import { quoteField, refOf } from '../quote'
import { backendsTo, nameIn, routeResources } from '../routes'
import type { Rule } from '../rule'

const code = 'route-port-missing'

/** A route that asks for a port of the Service that it has not; often the port of the pods. */
export const routePortMissing: Rule = {
  code,
  needs: routeResources,
  *judge({ graph: { service, key }, cluster }) {
    if (service.type === 'ExternalName' && service.ports.length === 0) return
    for (const route of cluster.routesOf(key)) {
      const told = new Set<number>()
      for (const { backend, path } of backendsTo(route, service)) {
        const { port: wanted } = backend
        if (wanted === undefined || told.has(wanted) || service.ports.some(({ port }) => port === wanted)) continue
        told.add(wanted)
        const ports = service.ports.map(portText).join(', ')
        const meant = portMeant(service, wanted)
        const right = service.ports.find((port) => port.targetPort === wanted || port.nodePort === wanted)?.port
        yield {
          id: `${code}:${route.kind}/${keyOf(route)}:${wanted}`,
          code,
          severity: 'error',
          facts: {
            kind: route.kind,
            route: nameIn(service.namespace, route),
            port: String(wanted),
            ports,
            count: service.ports.length,
            meant: meant.facts.meant,
            right: String(right ?? ''),
          },
          objects: [refOf(route), refOf(service)],
          evidence: [quoteField(route, `${path}.port`, wanted), quoteField(service, 'spec.ports', ports)],
          ...(right !== undefined && {
            differences: [{ object: refOf(route), path: `${path}.port`, is: String(wanted), wants: String(right) }],
          }),
          command: kubectlIn(service.namespace, 'get', 'service', service.name),
        }
      }
    }
  },
}
