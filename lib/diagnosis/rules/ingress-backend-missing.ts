import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Ingress } from '@/lib/kubernetes/record'
import { COMING_MS, isGrown } from '../grown'
import { placesOf } from '../ingress-places'
import { kubectlIn } from '../kubectl'
import { missingService, serviceMeant } from '../missing-service'
import { quoteField, refsOf } from '../quote'
import type { NamespaceRule } from '../rule'
import { several } from '../several'

/** A Service that Ingresses send to and that does not exist: their callers get an error of the controller's. */
export const ingressBackendMissing: NamespaceRule = {
  code: 'ingress-backend-missing',
  needs: ['ingresses', 'services'],
  *judge(inquiry) {
    const { namespace, cluster } = inquiry
    const askers = new Map<string, Ingress[]>()
    for (const ingress of cluster.ingressesIn(namespace)) {
      const names = new Set(placesOf(ingress).map(({ backend }) => backend.service))
      for (const name of names) {
        if (cluster.service(keyOf({ namespace, name })) !== undefined || !isGrown(inquiry, ingress, COMING_MS)) continue
        askers.set(name, [...(askers.get(name) ?? []), ingress])
      }
    }
    for (const [name, ingresses] of askers) {
      const places = ingresses.flatMap((ingress) =>
        placesOf(ingress)
          .filter(({ backend }) => backend.service === name)
          .map((place) => ({ ingress, ...place })),
      )
      const [first] = places
      if (first === undefined) continue
      const meant = serviceMeant(cluster, namespace, name, first.ingress, `${first.path}.name`)
      const addresses = several(places.map(({ address }) => address))
      yield {
        subject: { kind: 'Service', name },
        finding: {
          id: 'ingress-backend-missing',
          code: 'ingress-backend-missing',
          severity: 'error',
          facts: {
            service: name,
            ingress: first.ingress.name,
            ingresses: ingresses.length,
            addresses: addresses.names,
            more: addresses.more,
            ...meant.facts,
          },
          objects: [...refsOf(ingresses).slice(0, MAX_OBJECTS - 1), missingService(namespace, name)],
          evidence: places.slice(0, MAX_OBJECTS).map(({ ingress, path }) => quoteField(ingress, `${path}.name`, name)),
          ...(meant.differences && { differences: meant.differences }),
          command: kubectlIn(namespace, 'describe', 'ingress', first.ingress.name),
        },
      }
    }
  },
}
