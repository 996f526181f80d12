import type { IPFamily, Node, Protocol } from '@/lib/kubernetes/record'
import { compareNames } from '@/lib/topology/compare'
import type { ServiceGraph } from '@/lib/topology/graph'
import { createTraffic } from './shares'
import type { EndpointShare, PortTraffic, Verdict, Via } from './traffic'
import type { Vantage } from './vantage'
import type { World } from './world'

/** Whose calls a row tells of: those from a zone, from a node, or from outside by the load balancer. */
export interface MatrixRow {
  readonly from: 'zone' | 'node' | 'outside'
  /** Of the zone or node; absent for outside, and for nodes that have no zone. */
  readonly name?: string
  readonly verdict: Verdict
  /** The share that no endpoint gets. */
  readonly lost: number
  /** One for each endpoint of the matrix, 0 to 1. */
  readonly shares: readonly number[]
}

/** One port of one family: who of its endpoints answers whom. */
export interface Matrix {
  readonly name?: string
  /** The number of the Service port. */
  readonly port: number
  readonly protocol: Protocol
  readonly family: IPFamily
  /** The way in of callers inside the cluster. */
  readonly via: Via
  readonly endpoints: readonly Omit<EndpointShare, 'share' | 'source' | 'policy'>[]
  /** By name, a row of nodes without a zone after the zones, and outside last. */
  readonly rows: readonly MatrixRow[]
  /** Of calls from inside; absent where nobody gets any. */
  readonly imbalance?: Imbalance
  /** Of calls from outside, by the load balancer. */
  readonly imbalanceOutside?: Imbalance
  /** The share of answered calls from inside that leave their zone; absent where a zone is not known. */
  readonly crossZone?: number
}

/** How far the load on endpoints is from even. */
export interface Imbalance {
  /** The most that one endpoint gets, as a multiple of the mean of all that may be called. */
  readonly most: number
  /** The index of that endpoint. */
  readonly at: number
  /** The least, likewise. */
  readonly least: number
}

/**
 * Who answers callers of each zone, or of each node, and from outside; one matrix for each port and family. Callers are
 * taken to be spread evenly over the nodes: where they really stand is not known. Empty where nothing inside the cluster
 * has a way in, or no node is known.
 */
export function matricesOf(graph: ServiceGraph, by: 'zone' | 'node', world: World): readonly Matrix[] {
  const { policy: _, ...unpoliced } = world
  const at = (vantage: Vantage) => createTraffic(vantage, unpoliced)(graph).ports
  const groups = groupsOf(world.nodes, by)
  const inside = groups.map(({ vantage }) => at(vantage).filter(({ via }) => via === 'clusterIP' || via === 'dns'))
  const outside = new Map(at({ type: 'outside' }).map((port) => [portId(port), port]))
  return (inside[0] ?? []).map((first, index) => {
    const cells = groups.flatMap((group, row): Cell[] => {
      const port = inside[row]?.[index]
      return port === undefined ? [] : [{ group, port }]
    })
    return matrixOf(first, by, cells, outside.get(portId(first)))
  })
}

interface Group {
  readonly vantage: Vantage & { readonly type: 'zone' | 'node' }
  readonly zone?: string
  /** Its part of all nodes. */
  readonly weight: number
}

interface Cell {
  readonly group: Group
  readonly port: PortTraffic
}

function groupsOf(nodes: readonly Node[], by: 'zone' | 'node'): readonly Group[] {
  const inZone = ({ zone }: { readonly zone?: string }) => (zone === undefined ? {} : { zone })
  if (by === 'node')
    return [...nodes]
      .sort((a, b) => compareNames(a.name, b.name))
      .map((node) => ({ vantage: { type: 'node', name: node.name }, ...inZone(node), weight: 1 / nodes.length }))
  const counts = new Map<string | undefined, number>()
  for (const { zone } of nodes) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  const named = [...counts.keys()].flatMap((zone) => zone ?? []).sort(compareNames)
  return [...named, undefined].flatMap((zone): Group[] => {
    const count = counts.get(zone)
    if (count === undefined) return []
    return [
      {
        vantage: { type: 'zone', name: zone ?? '' },
        ...(zone !== undefined && { zone }),
        weight: count / nodes.length,
      },
    ]
  })
}

function matrixOf(
  first: PortTraffic,
  by: 'zone' | 'node',
  cells: readonly Cell[],
  outside: PortTraffic | undefined,
): Matrix {
  const { name, port, protocol, family, via } = first
  const endpoints = first.endpoints.map(({ share: _, source: __, policy: ___, ...endpoint }) => endpoint)
  const loads = endpoints.map((_, at) =>
    cells.reduce((sum, cell) => sum + cell.group.weight * (cell.port.endpoints[at]?.share ?? 0), 0),
  )
  const imbalance = imbalanceOf(endpoints, loads)
  const imbalanceOutside = outside && imbalanceOf(endpoints, sharesIn(outside))
  const crossZone = crossZoneOf(cells)
  return {
    ...(name !== undefined && { name }),
    port,
    protocol,
    family,
    via,
    endpoints,
    rows: [
      ...cells.map(({ group, port: traffic }) => rowOf(traffic, by, by === 'zone' ? group.zone : group.vantage.name)),
      ...(outside === undefined ? [] : [rowOf(outside, 'outside')]),
    ],
    ...(imbalance !== undefined && { imbalance }),
    ...(imbalanceOutside !== undefined && { imbalanceOutside }),
    ...(crossZone !== undefined && { crossZone }),
  }
}

function rowOf(traffic: PortTraffic, from: MatrixRow['from'], name?: string): MatrixRow {
  const { verdict, lost = 0 } = traffic
  return {
    from,
    ...(name !== undefined && { name }),
    verdict,
    lost: verdict === 'refused' || verdict === 'dropped' ? 1 : lost,
    shares: sharesIn(traffic),
  }
}

/** One for each endpoint, in the order of its slices, which is the same from everywhere. */
function sharesIn({ endpoints }: PortTraffic): readonly number[] {
  return endpoints.map(({ share }) => share)
}

/**
 * How uneven loads are over the endpoints that are ready, or over those that take calls where none is. Undefined where
 * nobody takes any.
 */
export function imbalanceOf(
  endpoints: readonly Pick<EndpointShare, 'ready'>[],
  loads: readonly number[],
): Imbalance | undefined {
  const anyReady = endpoints.some(({ ready }) => ready)
  const callable = loads.flatMap((load, at) => ((anyReady ? endpoints[at]?.ready : load > 0) ? [{ load, at }] : []))
  const mean = callable.reduce((sum, { load }) => sum + load, 0) / callable.length
  const [first] = callable
  if (first === undefined || mean === 0) return undefined
  const most = callable.reduce((top, each) => (each.load > top.load + 1e-12 ? each : top), first)
  const least = callable.reduce((low, { load }) => Math.min(low, load), first.load)
  return { most: most.load / mean, at: most.at, least: least / mean }
}

function crossZoneOf(cells: readonly Cell[]): number | undefined {
  let [answered, crossing] = [0, 0]
  for (const { group, port } of cells)
    for (const { share, zone } of port.endpoints) {
      if (share === 0) continue
      if (group.zone === undefined || zone === undefined) return undefined
      answered += group.weight * share
      if (zone !== group.zone) crossing += group.weight * share
    }
  return answered === 0 ? undefined : crossing / answered
}

function portId({ family, protocol, name = '' }: PortTraffic): string {
  return `${family} ${protocol} ${name}`
}
