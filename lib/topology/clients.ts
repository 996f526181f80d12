import { keyOf } from '@/lib/kubernetes/key'
import type { ApiCaller, Caller, Ingress, LoadBalancerIngress, Route, Service } from '@/lib/kubernetes/record'
import { compareNames } from './compare'
import type { Client, Member } from './graph'
import { isHeadless } from './ports'

const anyHost = '*'

/** The keys of the Services that an Ingress sends to, which are always of its own namespace. */
export function backendsOfIngress(ingress: Ingress): readonly string[] {
  const names = ingress.rules.map((rule) => rule.backend.service)
  if (ingress.defaultBackend) names.push(ingress.defaultBackend.service)
  return distinct(names).map((name) => keyOf({ namespace: ingress.namespace, name }))
}

/** The keys of the Services that a route sends to, in whatever namespace. */
export function backendsOfRoute(route: Route): readonly string[] {
  const backends = route.rules.flatMap((rule) => rule.backends.filter((backend) => backend.kind === 'Service'))
  return distinct(backends.map(keyOf))
}

/** The keys of the Services that an object makes the API server call. */
export function calledBy(caller: ApiCaller): readonly string[] {
  return distinct(caller.calls.map(({ namespace, service }) => keyOf({ namespace, name: service })))
}

/** What is evidence of the ways into one Service. */
export interface WaysIn {
  readonly ingresses: readonly Ingress[]
  readonly routes: readonly Route[]
  readonly apiCallers: readonly ApiCaller[]
  readonly callers: readonly Caller[]
}

/**
 * Every way into a Service that the given objects are evidence of; the in-cluster name first, so that it stays where
 * it is when another way opens, and what is merely inferred last. Ids are unique across Services.
 */
export function clientsOf(service: Service, ways: WaysIn, members: readonly Member[]): readonly Client[] {
  const { namespace, name } = service
  const key = keyOf(service)
  const clients: Client[] = [{ kind: 'dns', id: `dns/${key}`, name: `${name}.${namespace}.svc`, ports: [] }]
  const peers = isHeadless(service) ? peerNames(service, members) : []
  if (peers.length > 0) clients.push({ kind: 'headlessPeer', id: `headlessPeer/${key}`, names: peers, ports: [] })
  for (const ingress of ways.ingresses) clients.push(ingressClient(service, ingress))
  for (const route of ways.routes) clients.push(routeClient(service, route))
  if (ways.apiCallers.length > 0) clients.push(apiServerClient(service, ways.apiCallers))
  if (service.type === 'LoadBalancer')
    clients.push({
      kind: 'loadBalancer',
      id: `loadBalancer/${key}`,
      addresses: addressesOf(service.loadBalancer),
      ports: [],
    })
  if (service.externalIPs.length > 0 && service.type !== 'ExternalName')
    clients.push({ kind: 'externalIP', id: `externalIP/${key}`, addresses: service.externalIPs, ports: [] })
  const isOpened = service.type === 'NodePort' || service.type === 'LoadBalancer'
  const opened = isOpened ? service.ports.filter((port) => (port.nodePort ?? 0) > 0) : []
  if (opened.length > 0)
    clients.push({
      kind: 'nodePort',
      id: `nodePort/${key}`,
      nodePorts: opened.flatMap((port) => port.nodePort ?? []),
      ports: distinct(opened.map((port) => port.port)),
    })
  return [...clients, ...inferredClients(service, ways.callers, members)]
}

/** The names that DNS gives to single endpoints; a host name stands in a slice only where it has one (endpointslice utils.go). */
function peerNames({ namespace, name }: Service, members: readonly Member[]): readonly string[] {
  const hosts = members.flatMap(({ endpoints }) => endpoints.flatMap(({ hostname }) => hostname ?? []))
  return distinct(hosts)
    .sort(compareNames)
    .map((host) => `${host}.${name}.${namespace}.svc`)
}

function apiServerClient(service: Service, callers: readonly ApiCaller[]): Client {
  const calls = callers.flatMap((caller) => caller.calls)
  const wanted = calls.filter((call) => call.service === service.name && call.namespace === service.namespace)
  return {
    kind: 'apiServer',
    id: `apiServer/${keyOf(service)}`,
    callers: callers.map(({ kind, name }) => ({ kind, name })),
    ...resolve(
      service,
      wanted.map(({ port }) => port),
    ),
  }
}

/** A workload that stands behind the Service knows its own name: that makes it no client. */
function inferredClients(service: Service, callers: readonly Caller[], members: readonly Member[]): Client[] {
  const own = new Set(members.flatMap(({ workload }) => workload ?? []))
  return callers.flatMap(({ workload: { kind, namespace, name } }): Client[] => {
    if (namespace === service.namespace && own.has(`${kind}/${name}`)) return []
    const id = `inferred/${namespace}/${kind}/${name}/${keyOf(service)}`
    return [{ kind: 'inferred', id, workloadKind: kind, namespace, name, ports: [] }]
  })
}

function ingressClient(service: Service, ingress: Ingress): Client {
  const rules = ingress.rules.filter((rule) => rule.backend.service === service.name)
  const wanted = rules.map((rule) => rule.backend.port)
  const hosts = rules.map((rule) => rule.host ?? anyHost)
  if (ingress.defaultBackend?.service === service.name) {
    wanted.push(ingress.defaultBackend.port)
    hosts.push(anyHost)
  }
  return {
    kind: 'ingress',
    id: `ingress/${keyOf(ingress)}/${keyOf(service)}`,
    namespace: ingress.namespace,
    name: ingress.name,
    ...(ingress.className !== undefined && { className: ingress.className }),
    hosts: distinct(hosts).sort(compareNames),
    addresses: addressesOf(ingress.loadBalancer),
    ...resolve(service, wanted),
  }
}

function routeClient(service: Service, route: Route): Client {
  const backends = route.rules
    .flatMap((rule) => rule.backends)
    .filter(
      (backend) =>
        backend.kind === 'Service' && backend.namespace === service.namespace && backend.name === service.name,
    )
  const gateways = route.parents.filter((parent) => parent.kind === 'Gateway').map(keyOf)
  const everyPort = backends.some((backend) => backend.port === undefined)
  return {
    kind: 'route',
    id: `${route.kind}/${keyOf(route)}/${keyOf(service)}`,
    routeKind: route.kind,
    namespace: route.namespace,
    name: route.name,
    hosts: route.hostnames.length > 0 ? route.hostnames : [anyHost],
    gateways: distinct(gateways).sort(compareNames),
    ...(everyPort
      ? { ports: [] }
      : resolve(
          service,
          backends.flatMap((backend) => backend.port ?? []),
        )),
  }
}

/** Which of the wanted ports the Service has, by number or by name, and which it has not. */
function resolve(
  service: Service,
  wanted: readonly (number | string)[],
): { readonly ports: readonly number[]; readonly unresolved?: readonly (number | string)[] } {
  const ports: number[] = []
  const unresolved: (number | string)[] = []
  for (const want of distinct(wanted)) {
    const found = service.ports.find((port) => (typeof want === 'number' ? port.port : port.name) === want)
    if (found === undefined) unresolved.push(want)
    else ports.push(found.port)
  }
  return { ports: distinct(ports).sort((a, b) => a - b), ...(unresolved.length > 0 && { unresolved }) }
}

function addressesOf(ingress: readonly LoadBalancerIngress[]): readonly string[] {
  return ingress.flatMap((entry) => entry.ip ?? entry.hostname ?? [])
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
