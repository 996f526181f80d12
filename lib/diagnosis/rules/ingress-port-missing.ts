import { keyOf } from '@/lib/kubernetes/key'
import type { Service } from '@/lib/kubernetes/record'
import { placesOf } from '../ingress-places'
import { kubectlIn } from '../kubectl'
import { portMeant, portText } from '../port-meant'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { several } from '../several'

const code = 'ingress-port-missing'

/** An Ingress that asks for a port of the Service that it has not; often the port of the pods. */
export const ingressPortMissing: Rule = {
  code,
  needs: ['ingresses'],
  *judge({ graph: { service, key }, cluster }) {
    if (isAliasWithoutPorts(service)) return
    for (const ingress of cluster.ingressesOf(key)) {
      const places = placesOf(ingress).filter(({ backend }) => backend.service === service.name)
      for (const wanted of new Set(places.map(({ backend }) => backend.port))) {
        if (service.ports.some(({ port, name }) => port === wanted || name === wanted)) continue
        const asking = places.filter(({ backend }) => backend.port === wanted)
        const [first] = asking
        if (first === undefined) continue
        const field = `${first.path}.port.${typeof wanted === 'number' ? 'number' : 'name'}`
        const addresses = several(asking.map(({ address }) => address))
        const meant = portMeant(service, wanted)
        yield {
          id: `${code}:${keyOf(ingress)}:${wanted}`,
          code,
          severity: 'error',
          facts: {
            ingress: ingress.name,
            port: String(wanted),
            addresses: addresses.names,
            more: addresses.more,
            ports: service.ports.map(portText).join(', '),
            count: service.ports.length,
            ...meant.facts,
          },
          objects: [refOf(ingress), refOf(service)],
          evidence: [
            quoteField(ingress, field, wanted),
            quoteField(service, 'spec.ports', service.ports.map(portText).join(', ')),
          ],
          ...(meant.wants !== undefined && {
            differences: [{ object: refOf(ingress), path: field, is: String(wanted), wants: meant.wants }],
          }),
          command: kubectlIn(service.namespace, 'get', 'service', service.name),
        }
      }
    }
  },
}

/** Of an ExternalName the controllers take any number, since there is nothing to look it up in. */
function isAliasWithoutPorts(service: Service): boolean {
  return service.type === 'ExternalName' && service.ports.length === 0
}
