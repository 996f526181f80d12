import type { Node } from '@/lib/kubernetes/record'
import type { Entry } from './categorize'
import type { ProxyEndpoint } from './proxy-view'

/** Nodes by any of which a client may enter, each as likely. */
export interface Gates {
  readonly size: number
  has(node: string): boolean
  zoneOf(node: string): string | undefined
  /** How many of them each zone has; under undefined those without one. */
  readonly zones: ReadonlyMap<string | undefined, number>
}

/** Nodes at which kube-proxy decides alike, and the part of the client's connections that enters there. */
export interface Gate extends Entry {
  readonly weight: number
  /** How many nodes they are. Where they are several, `node` is empty: no endpoint or hint of the port names one. */
  readonly count: number
}

/** Where connections enter: at one place that is known, or at any of several nodes. */
export function gatesOf(nodes: readonly Pick<Node, 'name' | 'zone'>[]): Gates {
  const places = new Map(nodes.map(({ name, zone }) => [name, zone]))
  const zones = new Map<string | undefined, number>()
  for (const { zone } of nodes) zones.set(zone, (zones.get(zone) ?? 0) + 1)
  return { size: nodes.length, has: (node) => places.has(node), zoneOf: (node) => places.get(node), zones }
}

/**
 * The places of entry that a port tells apart: the nodes that its endpoints and hints name, each by itself, and the
 * others of each zone together. So many nodes cost no more than few.
 */
export function gatesFor(gates: Gates, endpoints: readonly ProxyEndpoint[]): readonly Gate[] {
  const named = namedNodes(endpoints, gates)
  const weight = 1 / gates.size
  const left = new Map(gates.zones)
  const found: Gate[] = []
  for (const node of named) {
    const zone = gates.zoneOf(node)
    left.set(zone, (left.get(zone) ?? 0) - 1)
    found.push({ node, ...(zone !== undefined && { zone }), weight, count: 1 })
  }
  for (const [zone, count] of left)
    if (count > 0) found.push({ node: '', ...(zone !== undefined && { zone }), weight: count * weight, count })
  return found
}

/** The nodes among the gates on which a ready endpoint is; all of them where none is: a balancer then tries them all. */
export function gatesWithEndpoints(
  gates: Gates,
  endpoints: readonly ProxyEndpoint[],
): { readonly healthy: number; readonly gates: readonly Gate[] } {
  const names = new Set<string>()
  for (const { ready, node } of endpoints) if (ready && node !== undefined && gates.has(node)) names.add(node)
  if (names.size === 0) return { healthy: 0, gates: gatesFor(gates, endpoints) }
  const healthy = [...names].map((node): Gate => {
    const zone = gates.zoneOf(node)
    return { node, ...(zone !== undefined && { zone }), weight: 1 / names.size, count: 1 }
  })
  return { healthy: names.size, gates: healthy }
}

function namedNodes(endpoints: readonly ProxyEndpoint[], gates: Gates): ReadonlySet<string> {
  const named = new Set<string>()
  for (const { node, nodeHints = [] } of endpoints) {
    if (node !== undefined && gates.has(node)) named.add(node)
    for (const hint of nodeHints) if (gates.has(hint)) named.add(hint)
  }
  return named
}
