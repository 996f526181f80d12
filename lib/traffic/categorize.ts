import type { ProxyEndpoint, ProxyPort } from './proxy-view'

/** Where a packet enters the rules of kube-proxy: a node, and its zone where the node has one. */
export interface Entry {
  readonly node: string
  readonly zone?: string
}

/** `node` and `zone`: hints chose. `terminating`: nothing is ready, and those that still serve take over. */
export type Mode = 'all' | 'zone' | 'node' | 'local' | 'terminating'

/** The endpoints that one policy may pick from, each with the same chance. */
export interface Choice {
  readonly mode: Mode
  readonly endpoints: readonly ProxyEndpoint[]
}

export interface Category {
  /** Undefined where the port never follows the policy. */
  readonly cluster?: Choice
  readonly local?: Choice
  /** Whether an endpoint that takes connections exists anywhere. Where none does a client is refused, else dropped. */
  readonly any: boolean
}

export type Hints = 'node' | 'zone' | 'none'

/** Source: pkg/proxy/serviceport.go UsesClusterEndpoints, UsesLocalEndpoints. */
export function usesCluster(port: ProxyPort): boolean {
  return !port.internalLocal || port.fromOutside
}

export function usesLocal(port: ProxyPort): boolean {
  return port.internalLocal || (port.externalLocal && port.fromOutside)
}

/**
 * What kube-proxy on the node of entry makes of the endpoints of a port, by traffic policy.
 * Source: pkg/proxy/topology.go CategorizeEndpoints.
 */
export function categorize(endpoints: readonly ProxyEndpoint[], port: ProxyPort, entry: Entry): Category {
  const draining = (endpoint: ProxyEndpoint) => endpoint.serving && endpoint.terminating
  const isHere = (endpoint: ProxyEndpoint) => entry.node !== '' && endpoint.node === entry.node
  let any = false
  let cluster: Choice | undefined
  let local: Choice | undefined
  if (usesCluster(port)) {
    const hints = hintsIn(endpoints, entry)
    const ready = endpoints.filter((endpoint) => endpoint.ready && isHinted(endpoint, hints, entry))
    cluster =
      ready.length > 0
        ? { mode: hints === 'none' ? 'all' : hints, endpoints: ready }
        : fallBack(endpoints.filter(draining), 'all')
    any = cluster.endpoints.length > 0
  }
  if (usesLocal(port)) {
    any ||= endpoints.some((endpoint) => endpoint.ready || draining(endpoint))
    const ready = endpoints.filter((endpoint) => endpoint.ready && isHere(endpoint))
    local =
      ready.length > 0
        ? { mode: 'local', endpoints: ready }
        : fallBack(
            endpoints.filter((endpoint) => draining(endpoint) && isHere(endpoint)),
            'local',
          )
  }
  return { ...(cluster && { cluster }), ...(local && { local }), any }
}

function fallBack(endpoints: readonly ProxyEndpoint[], otherwise: Mode): Choice {
  return { mode: endpoints.length > 0 ? 'terminating' : otherwise, endpoints }
}

/**
 * Which hints count at a node: those for nodes where every ready endpoint has one and one names this node, else those
 * for zones likewise. One ready endpoint without a hint switches that kind off.
 * Source: pkg/proxy/topology.go topologyModeFromHints.
 */
export function hintsIn(endpoints: readonly ProxyEndpoint[], { node, zone }: Entry): Hints {
  let [ready, forNode, forZone, allNodes, allZones] = [false, false, false, true, true]
  for (const endpoint of endpoints) {
    if (!endpoint.ready) continue
    ready = true
    if (endpoint.nodeHints === undefined) allNodes = false
    else if (endpoint.nodeHints.includes(node)) forNode = true
    if (endpoint.zoneHints === undefined) allZones = false
    else if (zone !== undefined && endpoint.zoneHints.includes(zone)) forZone = true
  }
  if (!ready) return 'none'
  if (allNodes && forNode) return 'node'
  return allZones && forZone ? 'zone' : 'none'
}

function isHinted(endpoint: ProxyEndpoint, hints: Hints, { node, zone }: Entry): boolean {
  switch (hints) {
    case 'none':
      return true
    case 'node':
      return endpoint.nodeHints?.includes(node) === true
    case 'zone':
      return zone !== undefined && endpoint.zoneHints?.includes(zone) === true
  }
}
