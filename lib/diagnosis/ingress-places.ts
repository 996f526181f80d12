import type { Ingress, IngressBackend } from '@/lib/kubernetes/record'

/** One way through an Ingress: the address as people type it, and where its backend stands in the YAML. */
export interface IngressPlace {
  /** `shop.example.com/cart`; `*` for every host, and for what no rule takes. */
  readonly address: string
  readonly backend: IngressBackend
  /** `spec.rules[0].http.paths[1].backend.service` */
  readonly path: string
}

/**
 * A port of this name makes the backend's name that of an action, which stands in an annotation: no Service is meant.
 * Source: AWS Load Balancer Controller, annotation `alb.ingress.kubernetes.io/actions.NAME`.
 */
const ACTION_PORT = 'use-annotation'

/** Every way through an Ingress to a Service, the default last. */
export function placesOf(ingress: Ingress): readonly IngressPlace[] {
  return allPlaces(ingress).filter(({ backend }) => backend.port !== ACTION_PORT)
}

function allPlaces({ rules, defaultBackend }: Ingress): readonly IngressPlace[] {
  const places = rules.map(({ host = '*', path, backend }) => ({
    address: `${host}${path}`,
    backend,
    path: backend.at ?? 'spec.rules',
  }))
  if (defaultBackend === undefined) return places
  return [...places, { address: '*', backend: defaultBackend, path: defaultBackend.at ?? 'spec.defaultBackend' }]
}
