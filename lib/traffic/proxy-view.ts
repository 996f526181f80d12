import { canonicalIp, parseIp } from '@/lib/kubernetes/ip'
import type { EndpointSlice, IPFamily, Protocol, Service, ServicePort, SliceEndpoint } from '@/lib/kubernetes/record'

/** A Service port of one family as kube-proxy keeps it. */
export interface ProxyPort {
  readonly family: IPFamily
  readonly port: ServicePort
  readonly clusterIP: string
  readonly externalIPs: readonly string[]
  /** Load-balancer addresses that kube-proxy takes for its own: those with ipMode Proxy are the balancer's. */
  readonly vips: readonly string[]
  readonly internalLocal: boolean
  readonly externalLocal: boolean
  /** By a node port, a load balancer or an external IP. */
  readonly fromOutside: boolean
}

/** An endpoint of one port as kube-proxy keeps it, its unset conditions filled in. */
export interface ProxyEndpoint {
  readonly address: string
  readonly port: number
  readonly node?: string
  readonly zone?: string
  /** Of the name of a live pod, where the slice names one. */
  readonly pod?: string
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  readonly zoneHints?: readonly string[]
  readonly nodeHints?: readonly string[]
}

/** Leaves a Service to another proxy. */
export const serviceProxyLabel = 'service.kubernetes.io/service-proxy-name'
/** Slices of a headless Service, which kube-proxy does not read. */
export const headlessLabel = 'service.kubernetes.io/headless'

/**
 * Whether kube-proxy writes rules for a Service at all: not for a headless one, an ExternalName, or one labelled for
 * another proxy. Source: pkg/proxy/util ShouldSkipService, cmd/kube-proxy's informer selector.
 */
export function isProxied(service: Service): boolean {
  const [first] = service.clusterIPs
  return (
    service.type !== 'ExternalName' &&
    first !== undefined &&
    first !== 'None' &&
    first !== '' &&
    !(serviceProxyLabel in service.labels)
  )
}

/** The ports of a Service by family, in its own order. Source: pkg/proxy/serviceport.go newBaseServiceInfo. */
export function proxyPorts(service: Service): ProxyPort[] {
  if (!isProxied(service)) return []
  const found: ProxyPort[] = []
  const families = service.clusterIPs.map((address) => parseIp(address)?.family)
  for (const family of ['IPv4', 'IPv6'] as const) {
    const clusterIP = service.clusterIPs[families.indexOf(family)]
    if (clusterIP === undefined) continue
    const externalIPs = service.externalIPs.filter((address) => isOf(family, address))
    const vips = service.loadBalancer.flatMap(({ ip, ipMode }) =>
      ip !== undefined && ipMode !== 'Proxy' && isOf(family, ip) ? ip : [],
    )
    for (const port of service.ports)
      found.push({
        family,
        port,
        clusterIP,
        externalIPs,
        vips,
        internalLocal: service.internalTrafficPolicy === 'Local',
        externalLocal: isExternalLocal(service),
        fromOutside: (port.nodePort ?? 0) !== 0 || vips.length > 0 || externalIPs.length > 0,
      })
  }
  return found
}

/** The API keeps the policy only where a Service is meant for outside. Source: pkg/api/v1/service ExternalPolicyLocal. */
function isExternalLocal(service: Service): boolean {
  const meantForOutside =
    service.type === 'LoadBalancer' ||
    service.type === 'NodePort' ||
    (service.type === 'ClusterIP' && service.externalIPs.length > 0)
  return meantForOutside && service.externalTrafficPolicy === 'Local'
}

function isOf(family: IPFamily, address: string): boolean {
  return parseIp(address)?.family === family
}

/**
 * The endpoints of a port of one family: the first address of each entry, one for each address and port across
 * slices, where one that terminates gives way to one that does not. Between equals the later slice wins; kube-proxy's
 * own choice there is left to chance. Slices of another family, ports without a number, and slices of headless Services
 * are passed over. `name` is `''` for the one port without a name: the API server fills that in on a slice too.
 * Source: pkg/proxy/endpointslicecache.go addEndpoints.
 */
export function proxyEndpoints(
  slices: readonly EndpointSlice[],
  family: IPFamily,
  name: string,
  protocol: Protocol,
): ProxyEndpoint[] {
  const found: ProxyEndpoint[] = []
  /** Where each address stands in it, by port: nearly always there is one port. */
  const places = new Map<number, Map<string, number>>()
  for (const slice of slices) {
    if (slice.addressType !== family || headlessLabel in slice.labels) continue
    for (const { name: portName = '', protocol: portProtocol = 'TCP', port = 0 } of slice.ports) {
      if (portName !== name || portProtocol !== protocol || port === 0) continue
      const ofPort = places.get(port) ?? new Map<string, number>()
      places.set(port, ofPort)
      for (const endpoint of slice.endpoints) {
        const first = endpoint.addresses[0]
        if (first === undefined) continue
        const address = canonicalIp(first)
        const place = ofPort.get(address)
        if (place === undefined) {
          ofPort.set(address, found.length)
          found.push(readEndpoint(endpoint, address, port))
        } else if (endpoint.terminating !== true) found[place] = readEndpoint(endpoint, address, port)
      }
    }
  }
  return found
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Field by field and without a spread: of this there are as many as endpoints in the cluster. */
function readEndpoint(
  { ready, serving, terminating, node, zone, target, zoneHints = [], nodeHints = [] }: SliceEndpoint,
  address: string,
  port: number,
): ProxyEndpoint {
  const endpoint: Mutable<ProxyEndpoint> = {
    address,
    port,
    ready: ready !== false,
    serving: serving !== false,
    terminating: terminating === true,
  }
  if (node !== undefined) endpoint.node = node
  if (zone !== undefined) endpoint.zone = zone
  if (target?.kind === 'Pod') endpoint.pod = target.name
  if (zoneHints.length > 0) endpoint.zoneHints = zoneHints
  if (nodeHints.length > 0) endpoint.nodeHints = nodeHints
  return endpoint
}
