import { asItIs, type Interner } from './intern'
import { each, numberOf, objectOf, present, textOf, textsOf } from './json'
import { partsOf, readMeta } from './read-meta'
import { readLoadBalancer } from './read-service'
import type { Ingress, IngressBackend } from './record'

/** An Ingress of networking.k8s.io/v1; backends that are no Service are left out. */
export function readIngress(json: unknown, interner: Interner = asItIs): Ingress | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  return present({
    kind: 'Ingress',
    ...meta,
    className: textOf(spec.ingressClassName) ?? textOf(meta.annotations?.['kubernetes.io/ingress.class']),
    tlsHosts: each(spec.tls, (item) => textsOf(item.hosts)).flat(),
    defaultBackend: readBackend(spec.defaultBackend),
    rules: each(spec.rules, (rule) => {
      const host = textOf(rule.host)
      return each(objectOf(rule.http).paths, (item) => {
        const backend = readBackend(item.backend)
        if (backend === undefined) return undefined
        return present({
          host,
          path: textOf(item.path) ?? '/',
          pathType: interner.text(textOf(item.pathType) ?? 'ImplementationSpecific'),
          backend,
        })
      })
    }).flat(),
    loadBalancer: readLoadBalancer(status.loadBalancer),
  } as const)
}

function readBackend(json: unknown): IngressBackend | undefined {
  const service = objectOf(objectOf(json).service)
  const name = textOf(service.name)
  const port = numberOf(objectOf(service.port).number) || textOf(objectOf(service.port).name)
  return name === undefined || port === undefined || port === 0 ? undefined : { service: name, port }
}
