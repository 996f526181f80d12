import type {
  ApiCaller,
  Gateway,
  GatewayClass,
  Ingress,
  IngressClass,
  ReferenceGrant,
  Route,
  RouteBackend,
  Workload,
} from '@/lib/kubernetes/record'
import { anIngress, aRoute } from '@/lib/topology/records.fixture'

const created = '2026-01-01T00:00:00Z'
const meta = (namespace: string, name: string) => ({ namespace, name, uid: `uid-${name}`, labels: {}, created })

/** Long after everything was made: what a controller should have written is overdue. */
export const later = '2026-01-01T00:10:00Z'

/** An Ingress `shop` of class nginx with an address: `shop.example.com/` goes to a Service's port. */
export function anIngressTo(service: string, port: number | string, over: Partial<Ingress> = {}): Ingress {
  const at = 'spec.rules[0].http.paths[0].backend.service'
  return anIngress('shop', {
    className: 'nginx',
    rules: [{ host: 'shop.example.com', path: '/', pathType: 'Prefix', backend: { service, port, at } }],
    loadBalancer: [{ ip: '203.0.113.5' }],
    ...over,
  })
}

/** An Ingress without the class that `anIngressTo` gives. */
export function withoutClass({ className: _, ...rest }: Ingress): Ingress {
  return rest
}

export function anIngressClass(name: string, over: Partial<IngressClass> = {}): IngressClass {
  return { ...meta('', name), kind: 'IngressClass', controller: `example.com/${name}`, ...over }
}

/** An HTTPRoute `shop` on Gateway `door`, accepted there, with one rule of these backends. */
export function aRouteTo(backends: readonly Partial<RouteBackend>[], over: Partial<Route> = {}): Route {
  const namespace = over.namespace ?? 'default'
  const parent = { kind: 'Gateway', namespace, name: 'door' }
  return aRoute('shop', {
    parents: [parent],
    parentStatus: [
      {
        parent,
        controller: 'example.com/door',
        conditions: [
          { type: 'Accepted', status: 'True' },
          { type: 'ResolvedRefs', status: 'True' },
        ],
      },
    ],
    rules: [
      {
        matches: ['PathPrefix /'],
        backends: backends.map((backend) => ({
          kind: 'Service',
          namespace,
          name: 'web',
          port: 80,
          weight: 1,
          ...backend,
        })),
      },
    ],
    ...over,
  })
}

/** A programmed Gateway of class door. */
export function aGateway(name: string, over: Partial<Gateway> = {}): Gateway {
  return {
    ...meta(over.namespace ?? 'default', name),
    kind: 'Gateway',
    className: 'door',
    addresses: ['203.0.113.6'],
    listeners: [],
    conditions: [{ type: 'Programmed', status: 'True' }],
    ...over,
  }
}

export function aGatewayClass(name: string): GatewayClass {
  return { ...meta('', name), kind: 'GatewayClass', controller: `example.com/${name}`, conditions: [] }
}

/** Lets HTTPRoutes of a namespace refer to the Services of another. */
export function aGrant(from: string, namespace: string, over: Partial<ReferenceGrant> = {}): ReferenceGrant {
  return {
    ...meta(namespace, 'grant'),
    kind: 'ReferenceGrant',
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: from }],
    to: [{ group: '', kind: 'Service' }],
    ...over,
  }
}

export function anApiCaller(kind: ApiCaller['kind'], name: string, over: Partial<ApiCaller> = {}): ApiCaller {
  return { ...meta('', name), kind, calls: [], conditions: [], ...over }
}

export function aStatefulSet(name: string, serviceName?: string): Workload {
  return {
    ...meta('default', name),
    kind: 'StatefulSet',
    replicas: 1,
    conditions: [],
    ...(serviceName !== undefined && { serviceName }),
  }
}
