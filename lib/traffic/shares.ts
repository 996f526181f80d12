import { type Cidr, canonicalIp, contains, parseCidr, parseIp } from '@/lib/kubernetes/ip'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, IPFamily, Node, Pod, Service, ServicePort } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type Category, type Choice, categorize, type Entry, hintsIn, type Mode } from './categorize'
import {
  isProxied,
  type ProxyEndpoint,
  type ProxyPort,
  proxyEndpoints,
  proxyPorts,
  serviceProxyLabel,
} from './proxy-view'
import type { DataPlane, EndpointShare, PortTraffic, Reason, Source, Traffic, Verdict, Via } from './traffic'
import { formatVantage, type Vantage } from './vantage'

/** What shares depend on beside the Service itself. */
export interface World {
  node(name: string): Node | undefined
  /** All nodes, in an order that stays. */
  readonly nodes: readonly Node[]
  pod(key: Key): Pod | undefined
  readonly dataplane: DataPlane
}

/**
 * Where new connections of a client go, for each port, family and way in that is open to it: each endpoint with its
 * share, or refused, or dropped, with the rules that made it so. Every way in is as kube-proxy programs it; the place
 * where the packet enters decides. An empty list of ports: no way in at all, or a vantage that does not exist.
 * Source: pkg/proxy/topology.go, pkg/proxy/nftables/proxier.go syncProxyRules; for headless Services the DNS
 * specification of Kubernetes.
 */
export function trafficOf(graph: ServiceGraph, vantage: Vantage, world: World): Traffic {
  const { service, slices } = graph
  const ports = isProxied(service)
    ? proxyPorts(service).flatMap((port) => portTraffic(service, slices, port, vantage, world))
    : throughDns(service, slices, vantage)
  return { from: formatVantage(vantage), dataplane: world.dataplane, ports }
}

/** Where packets of a client enter the rules, each with the part of the client's connections that enters there. */
interface Way {
  readonly via: Via
  readonly addresses: readonly string[]
  readonly entries: readonly (Entry & { readonly weight: number })[]
  /** Whether traffic policy takes the packet for one from inside: by ClusterIP, or by a way out that turns round on its own node. */
  readonly policy: 'internal' | 'external' | 'shortCircuit'
  readonly source: Source
  readonly reasons: readonly Reason[]
  /** loadBalancerSourceRanges keep this client out. */
  readonly barred?: boolean
}

function portTraffic(
  service: Service,
  slices: readonly EndpointSlice[],
  port: ProxyPort,
  vantage: Vantage,
  world: World,
): PortTraffic[] {
  const { name = '', protocol } = port.port
  const endpoints = proxyEndpoints(slices, port.family, name, protocol)
  const own = vantage.type === 'pod' ? (world.pod(keyOf(vantage))?.ips ?? []).map(canonicalIp) : []
  return waysIn(service, port, endpoints, vantage, world).map((way) => {
    const { via, addresses } = way
    const picked = spread(endpoints, port, way)
    const isNodePort = via === 'nodePort'
    return {
      ...(port.port.name !== undefined && { name: port.port.name }),
      port: isNodePort ? (port.port.nodePort ?? 0) : port.port.port,
      protocol,
      family: port.family,
      via,
      addresses,
      verdict: picked.verdict,
      ...(picked.lost > 0 && picked.verdict === 'forwarded' && { lost: picked.lost }),
      ...(picked.mode !== undefined && { mode: picked.mode }),
      source: picked.verdict === 'forwarded' ? way.source : 'unknown',
      endpoints: endpoints.map((endpoint, index) => {
        const share = shareOf(endpoint, picked.shares[index] ?? 0)
        const isItself = share.share > 0 && way.source === 'kept' && own.includes(endpoint.address)
        return isItself ? { ...share, source: 'rewritten' } : share
      }),
      reasons: [...picked.reasons, ...way.reasons, ...affinityOf(service)],
    }
  })
}

function shareOf(endpoint: ProxyEndpoint, share: number): EndpointShare {
  const { address, port, pod, node, zone } = endpoint
  return {
    address,
    port,
    share,
    ...(pod !== undefined && { pod }),
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
  }
}

interface Spread {
  /** One for each endpoint, in their order. */
  readonly shares: readonly number[]
  readonly verdict: Verdict
  readonly lost: number
  readonly mode?: Mode
  readonly reasons: readonly Reason[]
}

/** Adds up what each place of entry does with its part. Within a choice every endpoint has the same chance. */
function spread(endpoints: readonly ProxyEndpoint[], port: ProxyPort, way: Way): Spread {
  const { entries, barred = false } = way
  if (barred) return { shares: [], verdict: 'dropped', lost: 1, reasons: [] }
  if (entries.length === 0) return { shares: [], verdict: 'unknown', lost: 0, reasons: [] }
  const index = new Map(endpoints.map((endpoint, at) => [endpoint, at]))
  const shares = new Array<number>(endpoints.length).fill(0)
  const modes = new Set<Mode>()
  const reasons = new Map<string, Reason>()
  let [lost, refused] = [0, 0]
  for (const entry of entries) {
    const category = categorize(endpoints, port, entry)
    const choice = choiceOf(category, port, way)
    const chosen = choice?.endpoints ?? []
    for (const endpoint of chosen) {
      const at = index.get(endpoint)
      if (at !== undefined) shares[at] = (shares[at] ?? 0) + entry.weight / chosen.length
    }
    if (chosen.length === 0) {
      lost += entry.weight
      if (!category.any) refused += entry.weight
    } else if (choice !== undefined) modes.add(choice.mode)
    for (const reason of reasonsOf(endpoints, port, way, entry, category, choice))
      reasons.set(`${reason.code} ${JSON.stringify(reason.facts)}`, reason)
  }
  const verdict: Verdict = lost < 1 - 1e-9 ? 'forwarded' : refused > 0 ? 'refused' : 'dropped'
  const [mode] = modes
  return {
    shares,
    verdict,
    lost,
    ...(mode !== undefined && modes.size === 1 && { mode }),
    reasons: [...reasons.values()],
  }
}

function choiceOf(category: Category, port: ProxyPort, { policy }: Way): Choice | undefined {
  if (policy === 'internal') return port.internalLocal ? category.local : category.cluster
  return port.externalLocal && policy === 'external' ? category.local : category.cluster
}

function reasonsOf(
  endpoints: readonly ProxyEndpoint[],
  port: ProxyPort,
  { policy }: Way,
  entry: Entry,
  category: Category,
  choice: Choice | undefined,
): Reason[] {
  const reasons: Reason[] = []
  const say = (code: string, facts: Reason['facts'] = {}) => reasons.push({ code, facts })
  const isLocal = policy === 'internal' ? port.internalLocal : port.externalLocal && policy === 'external'
  const field = policy === 'internal' ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
  if (isLocal) say('local-policy', { policy: field, node: entry.node })
  if (policy === 'shortCircuit' && port.externalLocal) say('short-circuit', { node: entry.node })
  if (choice === undefined || choice.endpoints.length === 0) {
    if (!category.any) say('no-endpoint')
    else if (isLocal) say('none-on-node', { policy: field, node: entry.node })
    return reasons
  }
  if (choice.mode === 'terminating') say('terminating', { count: choice.endpoints.length })
  if (choice.mode === 'zone' && entry.zone !== undefined) say('zone-hints', { zone: entry.zone })
  if (choice.mode === 'node') say('node-hints', { node: entry.node })
  if (choice.mode === 'all') {
    const ready = endpoints.filter((endpoint) => endpoint.ready)
    const without = ready.filter((endpoint) => endpoint.zoneHints === undefined && endpoint.nodeHints === undefined)
    if (without.length > 0 && without.length < ready.length)
      say('hints-partial', { count: without.length, total: ready.length })
    else if (without.length === 0 && ready.length > 0 && hintsIn(endpoints, entry) === 'none')
      say(entry.zone === undefined ? 'node-without-zone' : 'no-hint-for-entry', {
        node: entry.node,
        ...(entry.zone !== undefined && { zone: entry.zone }),
      })
  }
  return reasons
}

function affinityOf({ affinitySeconds }: Service): Reason[] {
  return affinitySeconds === undefined ? [] : [{ code: 'affinity', facts: { seconds: affinitySeconds } }]
}

/** The ways that are open to a client at its vantage, by what it can call. */
function waysIn(
  service: Service,
  port: ProxyPort,
  endpoints: readonly ProxyEndpoint[],
  vantage: Vantage,
  world: World,
): Way[] {
  const inside = entriesInside(vantage, world)
  if (inside !== undefined) return insideWays(service, port, vantage, inside, world)
  return vantage.type === 'outside' ? outsideWays(service, port, endpoints, vantage.node, world) : []
}

/** The nodes that a client inside the cluster sits on; undefined where it is outside or its place is not known. */
function entriesInside(vantage: Vantage, world: World): Way['entries'] | undefined {
  switch (vantage.type) {
    case 'node': {
      const node = world.node(vantage.name)
      return node && [entryOf(node, 1)]
    }
    case 'zone': {
      const nodes = world.nodes.filter(({ zone }) => zone === vantage.name)
      return nodes.length === 0 ? undefined : nodes.map((node) => entryOf(node, 1 / nodes.length))
    }
    case 'pod': {
      const pod = world.pod(keyOf(vantage))
      if (pod?.node === undefined) return undefined
      const node = world.node(pod.node)
      return [node === undefined ? { node: pod.node, weight: 1 } : entryOf(node, 1)]
    }
    case 'outside':
      return undefined
  }
}

function entryOf(node: Node, weight: number): Way['entries'][number] {
  return { node: node.name, ...(node.zone !== undefined && { zone: node.zone }), weight }
}

function insideWays(service: Service, port: ProxyPort, vantage: Vantage, entries: Way['entries'], world: World): Way[] {
  // A pod keeps its address on the way to a ClusterIP. A process on a node calls with the node's own in any case.
  const isPod = vantage.type === 'pod' && world.pod(keyOf(vantage))?.hostNetwork !== true
  const toClusterIP: Source = isPod ? 'kept' : 'unknown'
  // Under the cluster policy what comes by an outer address is rewritten; under the local one a pod keeps its own, and
  // a node does not, since the balancer's address may be its own.
  const toOutside: Source = port.externalLocal && isPod ? 'kept' : 'rewritten'
  const outer = (via: Via, addresses: readonly string[]): Way[] =>
    addresses.length === 0 ? [] : [{ via, addresses, entries, policy: 'shortCircuit', source: toOutside, reasons: [] }]
  const barred = isBarred(service, vantage, port.family, world)
  return [
    { via: 'clusterIP', addresses: [port.clusterIP], entries, policy: 'internal', source: toClusterIP, reasons: [] },
    ...outer('loadBalancer', port.vips).map((way) => ({ ...way, barred, reasons: guardOf(service) })),
    ...outer('externalIP', port.externalIPs),
    ...outer(
      'nodePort',
      (port.port.nodePort ?? 0) === 0 ? [] : entries.flatMap(({ node }) => addressesOf(world.node(node), port.family)),
    ),
  ]
}

function guardOf({ loadBalancerSourceRanges: ranges = [] }: Service): Reason[] {
  return ranges.length === 0 ? [] : [{ code: 'source-ranges', facts: { ranges: ranges.join(', ') } }]
}

/** Whether loadBalancerSourceRanges keeps a pod out: they guard the balancer's address, and its alone. */
function isBarred(service: Service, vantage: Vantage, family: IPFamily, world: World): boolean {
  const ranges = rangesOf(service, family)
  if (ranges.length === 0 || vantage.type === 'zone') return false
  const addresses =
    vantage.type === 'pod'
      ? (world.pod(keyOf(vantage))?.ips ?? [])
      : vantage.type === 'node'
        ? addressesOf(world.node(vantage.name), family)
        : []
  const own = addresses.map(parseIp).find((ip) => ip?.family === family)
  return own !== undefined && !ranges.some((range) => contains(range, own))
}

/** Those of a family; one that allows everybody is no guard. Source: pkg/proxy/serviceport.go newBaseServiceInfo. */
function rangesOf({ loadBalancerSourceRanges = [] }: Service, family: IPFamily): Cidr[] {
  const ranges = loadBalancerSourceRanges
    .flatMap((text) => parseCidr(text.trim()) ?? [])
    .filter((range) => range.family === family)
  return ranges.some(({ bits }) => bits === 0) ? [] : ranges
}

function outsideWays(
  service: Service,
  port: ProxyPort,
  endpoints: readonly ProxyEndpoint[],
  chosen: string | undefined,
  world: World,
): Way[] {
  const source: Source = port.externalLocal ? 'kept' : 'rewritten'
  const way = { policy: 'external', source } as const
  if (chosen !== undefined) {
    const node = world.node(chosen)
    if (node === undefined) return []
    const entries = [entryOf(node, 1)]
    const nodePort: Way[] =
      (port.port.nodePort ?? 0) === 0
        ? []
        : [{ ...way, via: 'nodePort', addresses: addressesOf(node, port.family), entries, reasons: [] }]
    const external: Way[] =
      port.externalIPs.length === 0
        ? []
        : [{ ...way, via: 'externalIP', addresses: port.externalIPs, entries, reasons: [] }]
    return [...nodePort, ...external]
  }
  if (service.type !== 'LoadBalancer') return []
  const addresses = service.loadBalancer.flatMap(({ ip, hostname }) =>
    ip !== undefined ? (parseIp(ip)?.family === port.family ? ip : []) : (hostname ?? []),
  )
  if (addresses.length === 0)
    return service.loadBalancer.length > 0
      ? []
      : [{ ...way, via: 'loadBalancer', addresses, entries: [], reasons: [{ code: 'no-balancer', facts: {} }] }]
  const targets = world.nodes.filter(takesFromBalancer)
  const healthy = port.externalLocal
    ? targets.filter(({ name }) => endpoints.some((endpoint) => endpoint.ready && endpoint.node === name))
    : targets
  const nodes = healthy.length > 0 ? healthy : targets
  const balancing: Reason = port.externalLocal
    ? { code: 'balancer-local', facts: { count: healthy.length, total: targets.length } }
    : { code: 'balancer-nodes', facts: { count: targets.length } }
  return [
    {
      ...way,
      via: 'loadBalancer',
      addresses,
      entries: nodes.map((node) => entryOf(node, 1 / nodes.length)),
      reasons: [balancing, ...guardOf(service)],
    },
  ]
}

/** Source: k8s.io/cloud-provider controllers/service nodeIncludedPredicate. */
function takesFromBalancer(node: Node): boolean {
  const isReady = node.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  return isReady && !('node.kubernetes.io/exclude-from-external-load-balancers' in node.labels)
}

function addressesOf(node: Node | undefined, family: IPFamily): string[] {
  const own = node?.addresses.filter(({ type, address }) => type.endsWith('IP') && parseIp(address)?.family === family)
  return own?.map(({ address }) => canonicalIp(address)) ?? []
}

/**
 * A headless Service is picked from by whoever resolves its name: every address that DNS answers, with no regard for
 * zone, hints or policy. Source: kubernetes/dns specification, 2.4.
 */
function throughDns(service: Service, slices: readonly EndpointSlice[], vantage: Vantage): PortTraffic[] {
  if (serviceProxyLabel in service.labels && service.type !== 'ExternalName' && !service.clusterIPs.includes('None'))
    return service.ports.map((port) => unknownTraffic(service, port, 'other-proxy'))
  if (vantage.type === 'outside') return []
  if (service.type === 'ExternalName')
    return service.ports.map((port) => unknownTraffic(service, port, 'external-name'))
  return service.ipFamilies.flatMap((family) => {
    const ports: readonly ServicePort[] = service.ports
    return ports.map((port) => headlessPort(service, slices, family, port))
  })
}

function unknownTraffic(service: Service, port: ServicePort, code: string): PortTraffic {
  return {
    ...(port.name !== undefined && { name: port.name }),
    port: port.port,
    protocol: port.protocol,
    family: service.ipFamilies[0] ?? 'IPv4',
    via: 'dns',
    addresses: [`${service.name}.${service.namespace}.svc`],
    verdict: 'unknown',
    source: 'unknown',
    endpoints: [],
    reasons: [{ code, facts: service.externalName === undefined ? {} : { name: service.externalName } }],
  }
}

function headlessPort(
  service: Service,
  slices: readonly EndpointSlice[],
  family: IPFamily,
  port: ServicePort,
): PortTraffic {
  const found = new Map<string, EndpointShare & { readonly answers: boolean }>()
  for (const slice of slices) {
    if (slice.addressType !== family) continue
    const published = slice.ports.find(
      (candidate) => (candidate.name ?? '') === (port.name ?? '') && (candidate.protocol ?? 'TCP') === port.protocol,
    )
    for (const endpoint of slice.endpoints) {
      const [first] = endpoint.addresses
      if (first === undefined) continue
      const address = canonicalIp(first)
      const answers = endpoint.ready !== false || found.get(address)?.answers === true
      found.set(address, {
        address,
        port: published?.port ?? port.port,
        share: 0,
        ...(endpoint.target?.kind === 'Pod' && { pod: endpoint.target.name }),
        ...(endpoint.node !== undefined && { node: endpoint.node }),
        ...(endpoint.zone !== undefined && { zone: endpoint.zone }),
        answers,
      })
    }
  }
  const answering = [...found.values()].filter(({ answers }) => answers).length
  return {
    ...(port.name !== undefined && { name: port.name }),
    port: port.port,
    protocol: port.protocol,
    family,
    via: 'dns',
    addresses: [`${service.name}.${service.namespace}.svc`],
    verdict: answering > 0 ? 'forwarded' : 'refused',
    ...(answering > 0 && { mode: 'all' as const }),
    source: answering > 0 ? 'kept' : 'unknown',
    endpoints: [...found.values()].map(({ answers, ...endpoint }) => ({
      ...endpoint,
      share: answers ? 1 / answering : 0,
    })),
    reasons: [{ code: answering > 0 ? 'dns-picks' : 'no-record', facts: {} }],
  }
}
