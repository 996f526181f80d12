import { canonicalIp } from '@/lib/kubernetes/ip'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, IPFamily, Pod, Service, ServicePort } from '@/lib/kubernetes/record'
import type { PolicyJudge } from '@/lib/policy/judge'
import type { ServiceGraph } from '@/lib/topology/graph'
import { admissionOf } from './admission'
import { throughDns } from './dns-picks'
import { notesOf } from './notes'
import { isProxied, type ProxyEndpoint, type ProxyPort, proxyEndpoints, proxyPorts } from './proxy-view'
import { type Spread, spread } from './spread'
import type { EndpointShare, PortTraffic, Reason, Traffic, Via } from './traffic'
import { formatVantage, type Vantage } from './vantage'
import { type Standpoint, standpointOf, type Way, waysIn } from './ways'
import type { World } from './world'

/**
 * Where new connections of a client go, for each port, family and way in that is open to it: each endpoint with its
 * share, or refused, or dropped, with the rules that made it so. Every way in is as kube-proxy programs it; the place
 * where the packet enters decides. An empty list of ports: no way in at all, or a vantage that does not exist.
 * Source: pkg/proxy/topology.go, pkg/proxy/nftables/proxier.go syncProxyRules; for headless Services the DNS
 * specification of Kubernetes.
 */
export function trafficOf(graph: ServiceGraph, vantage: Vantage, world: World): Traffic {
  return createTraffic(vantage, world)(graph)
}

/** The same for many Services: what is the same for all of one vantage is found once. The world must stand still. */
export function createTraffic(vantage: Vantage, world: World): (graph: ServiceGraph) => Traffic {
  const standpoint = standpointOf(vantage, world)
  const from = formatVantage(vantage)
  const { dataplane } = world
  const blind = unreadFor(vantage, world)
  return ({ service, slices }) => {
    const found =
      blind !== undefined
        ? unknownPorts(service, vantage, blind)
        : isProxied(service)
          ? proxyPorts(service).flatMap((port) => portTraffic(service, slices, port, standpoint, world))
          : throughDns(service, slices, vantage)
    const ports =
      standpoint?.type === 'inside' && standpoint.pod !== undefined && world.policy !== undefined
        ? found.map(policed(service, standpoint.pod, world.policy, world))
        : found
    return { from, dataplane, ports, notes: notesOf(service, dataplane) }
  }
}

function portTraffic(
  service: Service,
  slices: readonly EndpointSlice[],
  port: ProxyPort,
  standpoint: Standpoint | undefined,
  world: World,
): PortTraffic[] {
  if (standpoint === undefined) return []
  const { name = '', protocol } = port.port
  const endpoints = proxyEndpoints(slices, port.family, name, protocol)
  // The zone of the client's node decides then, and nobody knows it.
  if (world.unread?.has('nodes') === true && endpoints.some(({ zoneHints }) => zoneHints !== undefined))
    return [unknownPort(port.port, port.family, 'clusterIP', [port.clusterIP], 'nodes')]
  const own = standpoint.type === 'inside' && standpoint.pod !== undefined ? standpoint.addresses : []
  return waysIn(service, port, endpoints, standpoint).map((way) => {
    const picked: Spread =
      way.barred === true
        ? { shares: [], verdict: 'dropped', lost: 1, reasons: [] }
        : spread(endpoints, port, way.policy, way.gates)
    return {
      ...(port.port.name !== undefined && { name: port.port.name }),
      port: way.via === 'nodePort' ? (port.port.nodePort ?? 0) : port.port.port,
      protocol,
      family: port.family,
      via: way.via,
      addresses: way.addresses,
      verdict: picked.verdict,
      ...(picked.lost > 0 && picked.verdict === 'forwarded' && { lost: picked.lost }),
      ...(picked.mode !== undefined && { mode: picked.mode }),
      source: picked.verdict === 'forwarded' ? way.source : 'unknown',
      endpoints: endpoints.map((endpoint, index) => shareOf(endpoint, picked.shares[index] ?? 0, way, own)),
      reasons: [...picked.reasons, ...way.reasons, ...affinityOf(service)],
    }
  })
}

/** The resource without which nothing can be said from this vantage. */
function unreadFor(vantage: Vantage, { unread = new Set(), pod }: World): string | undefined {
  if (unread.has('endpointslices')) return 'endpointslices'
  if (vantage.type !== 'pod') return unread.has('nodes') ? 'nodes' : undefined
  return unread.has('pods') && pod(keyOf(vantage)) === undefined ? 'pods' : undefined
}

/** Every port by the way in that such a client would take first. */
function unknownPorts(service: Service, vantage: Vantage, resource: string): PortTraffic[] {
  const isOutside = vantage.type === 'outside'
  if (!isProxied(service))
    return isOutside ? [] : service.ports.map((port) => unknownPort(port, service.ipFamilies[0], 'dns', [], resource))
  return proxyPorts(service)
    .filter(({ fromOutside }) => fromOutside || !isOutside)
    .map(({ port, family, clusterIP }) => {
      if (!isOutside) return unknownPort(port, family, 'clusterIP', [clusterIP], resource)
      return unknownPort(port, family, vantage.node === undefined ? 'loadBalancer' : 'nodePort', [], resource)
    })
}

function unknownPort(
  { name, port, protocol }: ServicePort,
  family: IPFamily | undefined,
  via: Via,
  addresses: readonly string[],
  resource: string,
): PortTraffic {
  return {
    ...(name !== undefined && { name }),
    port,
    protocol,
    family: family ?? 'IPv4',
    via,
    addresses,
    verdict: 'unknown',
    source: 'unknown',
    endpoints: [],
    reasons: [{ code: 'unread', facts: { resource } }],
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Field by field and without a spread: of this there are as many as endpoints in the cluster. */
function shareOf(endpoint: ProxyEndpoint, share: number, way: Way, own: readonly string[]): EndpointShare {
  const { address, port, ready, pod, node, zone } = endpoint
  const told: Mutable<EndpointShare> = { address, port, share, ready }
  if (share > 0 && way.source === 'kept' && own.includes(address)) told.source = 'rewritten'
  if (pod !== undefined) told.pod = pod
  if (node !== undefined) told.node = node
  if (zone !== undefined) told.zone = zone
  return told
}

function affinityOf({ affinitySeconds }: Service): Reason[] {
  return affinitySeconds === undefined ? [] : [{ code: 'affinity', facts: { seconds: affinitySeconds } }]
}

/** Adds to each endpoint what NetworkPolicies say of this client, and to the port the share that they stop. */
function policed({ namespace }: Service, client: Pod, policy: PolicyJudge, world: World) {
  return (traffic: PortTraffic): PortTraffic => {
    const { family, protocol } = traffic
    let stopped = 0
    const stopping = new Set<string>()
    const endpoints = traffic.endpoints.map((endpoint) => {
      const server = endpoint.pod === undefined ? undefined : world.pod(keyOf({ namespace, name: endpoint.pod }))
      if (server?.ips.some((ip) => canonicalIp(ip) === endpoint.address) !== true) return endpoint
      const call = { port: endpoint.port, protocol, family }
      const verdict = admissionOf(policy, client, server, call, endpoint.source ?? traffic.source)
      if (verdict.verdict === 'isolated' && endpoint.share > 0) {
        stopped += endpoint.share
        for (const end of [verdict.egress, verdict.ingress])
          if (end.verdict === 'isolated') for (const name of end.policies) stopping.add(name)
      }
      return { ...endpoint, policy: verdict }
    })
    if (stopped === 0) return { ...traffic, endpoints }
    const reason = { code: 'policy-stops', facts: { policies: [...stopping].sort().join(', '), share: stopped } }
    return { ...traffic, stopped: Math.min(stopped, 1), endpoints, reasons: [...traffic.reasons, reason] }
  }
}
