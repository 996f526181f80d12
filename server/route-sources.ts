import type { Ingress, Route } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import type { SeenContext } from './seen-context'

const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const

/** What may lead to a Service of this namespace: its own Ingresses, and the routes of every namespace. */
export function routeSources({ mirror: { store } }: SeenContext, namespace: string) {
  const ingresses: Iterable<Ingress> = recordsOf(store.records(namespace), 'Ingress').values()
  const routes = store
    .namespaces()
    .flatMap((name) => routeKinds.flatMap((kind): Route[] => [...recordsOf(store.records(name), kind).values()]))
  return { ingresses, routes }
}
