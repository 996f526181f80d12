import type { Ingress, IngressBackend } from '@/lib/kubernetes/record'

/** One way through an Ingress: the address as people type it, and where its backend stands in the YAML. */
export interface IngressPlace {
  /** `shop.example.com/cart`; `*` for every host, and for what no rule takes. */
  readonly address: string
  readonly backend: IngressBackend
  /** `spec.rules[0].http.paths[1].backend.service` */
  readonly path: string
}

/** Every way through an Ingress to a Service, the default last. */
export function placesOf({ rules, defaultBackend }: Ingress): readonly IngressPlace[] {
  const places = rules.map(({ host = '*', path, backend }) => ({
    address: `${host}${path}`,
    backend,
    path: backend.at ?? 'spec.rules',
  }))
  if (defaultBackend === undefined) return places
  return [...places, { address: '*', backend: defaultBackend, path: defaultBackend.at ?? 'spec.defaultBackend' }]
}
