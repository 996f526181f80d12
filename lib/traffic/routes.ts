import { keyOf } from '@/lib/kubernetes/key'
import type { Ingress, Route, ServicePort } from '@/lib/kubernetes/record'
import type { Endpoint, ServiceGraph } from '@/lib/topology/graph'

/** One endpoint of a way through a gateway. */
export interface RouteEndpoint {
  readonly address: string
  readonly port: number
  /** Of the requests that the rule matches, 0 to 1. */
  readonly share: number
  readonly pod?: string
}

/** How one rule of an Ingress or a route leads to a Service. */
export interface RouteWay {
  readonly kind: Ingress['kind'] | Route['kind']
  readonly namespace: string
  readonly name: string
  /** Which of the object's rules, from 0; absent for the default backend of an Ingress. */
  readonly rule?: number
  /** What the rule matches, as it stands there; empty where it matches everything. */
  readonly matches: readonly string[]
  /** Number of the Service port; absent where the Service has none of those that are asked for. */
  readonly port?: number
  /** Of the requests that the rule matches, the part that is meant for this backend: its weight by the sum of all. */
  readonly share: number
  /** Why none of that arrives: every parent refuses the route, or the Service has no such port, or nobody is ready. */
  readonly lost?: 'notAccepted' | 'noPort' | 'noEndpoint'
  /** Ready ones, evenly: how a gateway picks among them, and whether it goes to the Service instead, is its own affair. */
  readonly endpoints: readonly RouteEndpoint[]
  /** The shares of endpoints are what the rules say; the controller decides. */
  readonly byController: true
}

/**
 * Every rule that leads to a Service, with the shares as far as the rules say: a weight by the sum of its rule's
 * weights, those of backends that are not there included, for their part is answered with an error; then evenly over
 * the ready endpoints. A weight of zero takes nothing.
 * Sources: gateway-api HTTPRouteRule.backendRefs and BackendRef.weight; networking/v1 IngressSpec.
 */
export function routeWays(
  graph: ServiceGraph,
  { ingresses, routes }: { readonly ingresses: Iterable<Ingress>; readonly routes: Iterable<Route> },
): RouteWay[] {
  const ways: RouteWay[] = []
  for (const ingress of ingresses) ways.push(...waysOfIngress(graph, ingress))
  for (const route of routes) ways.push(...waysOfRoute(graph, route))
  return ways
}

function waysOfIngress(graph: ServiceGraph, ingress: Ingress): RouteWay[] {
  const { service } = graph
  const { kind, namespace, name, rules, defaultBackend } = ingress
  if (namespace !== service.namespace) return []
  const places = [
    ...rules.map(({ host, path, backend }, rule) => ({ rule, matches: [`${host ?? '*'}${path}`], backend })),
    ...(defaultBackend === undefined ? [] : [{ matches: [], backend: defaultBackend }]),
  ]
  return places.flatMap(({ backend, ...place }): RouteWay[] => {
    if (backend.service !== service.name) return []
    const port = service.ports.find((each) => each.port === backend.port || each.name === backend.port)
    return [{ kind, namespace, name, ...place, ...arrival(graph, port, 1) }]
  })
}

function waysOfRoute(graph: ServiceGraph, route: Route): RouteWay[] {
  const { kind, namespace, name } = route
  const isRefused = isNowhereAccepted(route)
  return route.rules.flatMap(({ matches, backends }, rule) => {
    const sum = backends.reduce((total, { weight }) => total + weight, 0)
    return backends.flatMap((backend): RouteWay[] => {
      if (backend.kind !== 'Service' || keyOf(backend) !== graph.key) return []
      const share = sum === 0 ? 0 : backend.weight / sum
      const port = graph.service.ports.find((each) => each.port === backend.port)
      const { endpoints, ...rest } = arrival(graph, port, share)
      return [
        {
          ...{ kind, namespace, name, rule, matches },
          ...rest,
          ...(isRefused ? { lost: 'notAccepted', endpoints: [] } : { endpoints }),
        },
      ]
    })
  })
}

/** Whether each parent that has spoken has refused. Before one has, nobody knows, and the rules stand as written. */
function isNowhereAccepted({ parentStatus }: Route): boolean {
  const isRefused = ({ conditions }: Route['parentStatus'][number]) =>
    conditions.some(({ type, status }) => type === 'Accepted' && status === 'False')
  return parentStatus.length > 0 && parentStatus.every(isRefused)
}

type Arrival = Pick<RouteWay, 'port' | 'share' | 'lost' | 'endpoints' | 'byController'>

function arrival(graph: ServiceGraph, port: ServicePort | undefined, share: number): Arrival {
  if (port === undefined) return { share, lost: 'noPort', endpoints: [], byController: true }
  const ready = graph.members.flatMap(({ pod, endpoints }) => {
    const endpoint = endpoints.find((each) => each.state === 'ready' && numberOf(each, port) !== undefined)
    const number = endpoint && numberOf(endpoint, port)
    if (endpoint === undefined || number === undefined) return []
    return [{ address: endpoint.address, port: number, ...(pod !== undefined && { pod: pod.name }) }]
  })
  const endpoints = share === 0 ? [] : ready.map((each) => ({ ...each, share: share / ready.length }))
  return {
    port: port.port,
    share,
    ...(share > 0 && ready.length === 0 && { lost: 'noEndpoint' as const }),
    endpoints,
    byController: true,
  }
}

/** A dual-stack pod is one target: of its addresses, whichever a gateway prefers. */
function numberOf({ ports }: Endpoint, { name = '', protocol }: ServicePort): number | undefined {
  return ports.find((port) => (port.name ?? '') === name && port.protocol === protocol)?.port
}
