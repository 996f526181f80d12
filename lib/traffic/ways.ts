import { type Cidr, canonicalIp, contains, parseCidr, parseIp } from '@/lib/kubernetes/ip'
import { keyOf } from '@/lib/kubernetes/key'
import type { IPFamily, Node, Pod, Service } from '@/lib/kubernetes/record'
import { type Gate, type Gates, gatesFor, gatesOf, gatesWithEndpoints } from './places'
import type { ProxyEndpoint, ProxyPort } from './proxy-view'
import type { PolicyOf } from './spread'
import type { Reason, Source, Via } from './traffic'
import type { Vantage } from './vantage'
import type { World } from './world'

/** A way in that is open to a client, and where its packets enter the rules. */
export interface Way {
  readonly via: Via
  readonly addresses: readonly string[]
  readonly gates: readonly Gate[]
  readonly policy: PolicyOf
  readonly source: Source
  readonly reasons: readonly Reason[]
  /** loadBalancerSourceRanges keep this client out. */
  readonly barred?: boolean
}

/** A client at its vantage, as far as it is the same for every Service. */
export type Standpoint =
  | {
      readonly type: 'inside'
      readonly gates: Gates
      readonly nodes: readonly Node[]
      /** The client, where it is a pod. */
      readonly pod?: Pod
      /** Its own addresses, where it is at one place. */
      readonly addresses: readonly string[]
    }
  | { readonly type: 'outside'; readonly gates: Gates; readonly node?: Node }

/** Undefined where there is no such place, or where it is not known where the client sits. */
export function standpointOf(vantage: Vantage, world: World): Standpoint | undefined {
  switch (vantage.type) {
    case 'node': {
      const node = world.node(vantage.name)
      return node && { type: 'inside', gates: gatesOf([node]), nodes: [node], addresses: addressesOf(node) }
    }
    case 'zone': {
      const nodes = world.nodes.filter(({ zone = '' }) => zone === vantage.name)
      return nodes.length === 0 ? undefined : { type: 'inside', gates: gatesOf(nodes), nodes, addresses: [] }
    }
    case 'pod': {
      const pod = world.pod(keyOf(vantage))
      if (pod?.node === undefined) return undefined
      const node = world.node(pod.node)
      const gates = gatesOf([node ?? { name: pod.node }])
      const addresses = pod.ips.map(canonicalIp)
      return { type: 'inside', gates, nodes: node === undefined ? [] : [node], pod, addresses }
    }
    case 'outside': {
      if (vantage.node === undefined) return { type: 'outside', gates: gatesOf(world.nodes.filter(takesFromBalancer)) }
      const node = world.node(vantage.node)
      return node && { type: 'outside', gates: gatesOf([node]), node }
    }
  }
}

/** The ways that are open to a client, by what it can call. */
export function waysIn(
  service: Service,
  port: ProxyPort,
  endpoints: readonly ProxyEndpoint[],
  standpoint: Standpoint,
): Way[] {
  if (standpoint.type === 'inside') return waysInside(service, port, endpoints, standpoint)
  return standpoint.node === undefined
    ? waysByBalancer(service, port, endpoints, standpoint.gates)
    : waysByNode(port, endpoints, standpoint.gates, standpoint.node)
}

function waysInside(
  service: Service,
  port: ProxyPort,
  endpoints: readonly ProxyEndpoint[],
  { gates: all, nodes, pod, addresses: own }: Standpoint & { readonly type: 'inside' },
): Way[] {
  // A pod keeps its address on the way to a ClusterIP. A process on a node calls with the node's own in any case.
  const isPod = pod !== undefined && pod.hostNetwork !== true
  const toClusterIP: Source = isPod ? 'kept' : 'unknown'
  // Under the cluster policy what comes by an outer address is rewritten; under the local one a pod keeps its own, and
  // a node does not, since the balancer's address may be its own.
  const toOutside: Source = port.externalLocal && isPod ? 'kept' : 'rewritten'
  const gates = gatesFor(all, endpoints)
  const ways: Way[] = [
    { via: 'clusterIP', addresses: [port.clusterIP], gates, policy: 'internal', source: toClusterIP, reasons: [] },
  ]
  if (!port.fromOutside) return ways
  const outer = (via: Via, addresses: readonly string[]): Way[] =>
    addresses.length === 0 ? [] : [{ via, addresses, gates, policy: 'shortCircuit', source: toOutside, reasons: [] }]
  const barred = isBarred(service, own, port.family)
  return [
    ...ways,
    ...outer('loadBalancer', port.vips).map((way) => ({ ...way, barred, reasons: guardOf(service) })),
    ...outer('externalIP', port.externalIPs),
    ...outer(
      'nodePort',
      (port.port.nodePort ?? 0) === 0 ? [] : nodes.flatMap((node) => addressesOf(node, port.family)),
    ),
  ]
}

function waysByNode(port: ProxyPort, endpoints: readonly ProxyEndpoint[], all: Gates, node: Node): Way[] {
  const gates = gatesFor(all, endpoints)
  const way = { gates, policy: 'external', source: sourceOutside(port), reasons: [] } as const
  const ways: Way[] = []
  if ((port.port.nodePort ?? 0) !== 0) ways.push({ ...way, via: 'nodePort', addresses: addressesOf(node, port.family) })
  if (port.externalIPs.length > 0) ways.push({ ...way, via: 'externalIP', addresses: port.externalIPs })
  return ways
}

function waysByBalancer(service: Service, port: ProxyPort, endpoints: readonly ProxyEndpoint[], all: Gates): Way[] {
  if (service.type !== 'LoadBalancer') return []
  const way = { via: 'loadBalancer', policy: 'external', source: sourceOutside(port) } as const
  if (service.loadBalancer.length === 0)
    return [{ ...way, addresses: [], gates: [], reasons: [{ code: 'no-balancer', facts: {} }] }]
  const addresses = service.loadBalancer.flatMap(({ ip, hostname }) =>
    ip !== undefined ? (parseIp(ip)?.family === port.family ? ip : []) : (hostname ?? []),
  )
  if (addresses.length === 0) return []
  if (!port.externalLocal) {
    const balancing = { code: 'balancer-nodes', facts: { count: all.size } }
    return [{ ...way, addresses, gates: gatesFor(all, endpoints), reasons: [balancing, ...guardOf(service)] }]
  }
  const { healthy, gates } = gatesWithEndpoints(all, endpoints)
  const balancing = { code: 'balancer-local', facts: { count: healthy, total: all.size } }
  return [{ ...way, addresses, gates, reasons: [balancing, ...guardOf(service)] }]
}

function sourceOutside(port: ProxyPort): Source {
  return port.externalLocal ? 'kept' : 'rewritten'
}

function guardOf({ loadBalancerSourceRanges: ranges = [] }: Service): Reason[] {
  return ranges.length === 0 ? [] : [{ code: 'source-ranges', facts: { ranges: ranges.join(', ') } }]
}

/** Whether loadBalancerSourceRanges keep a client out: they guard the balancer's address, and its alone. */
function isBarred(service: Service, own: readonly string[], family: IPFamily): boolean {
  const ranges = rangesOf(service, family)
  if (ranges.length === 0) return false
  const address = own.map(parseIp).find((ip) => ip?.family === family)
  return address !== undefined && !ranges.some((range) => contains(range, address))
}

/** Those of a family; one that allows everybody is no guard. Source: pkg/proxy/serviceport.go newBaseServiceInfo. */
function rangesOf({ loadBalancerSourceRanges = [] }: Service, family: IPFamily): Cidr[] {
  const ranges = loadBalancerSourceRanges
    .flatMap((text) => parseCidr(text.trim()) ?? [])
    .filter((range) => range.family === family)
  return ranges.some(({ bits }) => bits === 0) ? [] : ranges
}

/** Source: k8s.io/cloud-provider controllers/service nodeIncludedPredicate. */
function takesFromBalancer(node: Node): boolean {
  const isReady = node.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  return isReady && !('node.kubernetes.io/exclude-from-external-load-balancers' in node.labels)
}

/** The IP addresses of a node, of one family or of both. */
function addressesOf(node: Node, family?: IPFamily): string[] {
  return node.addresses.flatMap(({ type, address }) => {
    const own = type.endsWith('IP') ? parseIp(address) : undefined
    return own === undefined || (family !== undefined && own.family !== family) ? [] : canonicalIp(address)
  })
}
