import { asItIs, type Interner } from './intern'
import { each, type Json, listOf, numberOf, objectOf, present, textOf, textsOf } from './json'
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
    defaultBackend: readBackend(spec.defaultBackend, 'spec.defaultBackend'),
    rules: listOf(spec.rules).flatMap((rule, index) => readPaths(objectOf(rule), `spec.rules[${index}]`, interner)),
    loadBalancer: readLoadBalancer(status.loadBalancer),
  } as const)
}

/** The paths of one host that lead to a Service. */
function readPaths(rule: Json, at: string, interner: Interner): Ingress['rules'] {
  const host = textOf(rule.host)
  return listOf(objectOf(rule.http).paths).flatMap((json, index) => {
    const item = objectOf(json)
    const backend = readBackend(item.backend, `${at}.http.paths[${index}].backend`)
    if (backend === undefined) return []
    const path = textOf(item.path) ?? '/'
    const pathType = interner.text(textOf(item.pathType) ?? 'ImplementationSpecific')
    return [present({ host, path, pathType, backend })]
  })
}

function readBackend(json: unknown, at: string): IngressBackend | undefined {
  const service = objectOf(objectOf(json).service)
  const name = textOf(service.name)
  const port = numberOf(objectOf(service.port).number) || textOf(objectOf(service.port).name)
  return name === undefined || port === undefined || port === 0
    ? undefined
    : { service: name, port, at: `${at}.service` }
}
