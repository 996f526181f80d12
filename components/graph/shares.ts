import { canonicalIp } from '@/lib/kubernetes/ip'
import type { Key } from '@/lib/kubernetes/key'
import type { ServicePort } from '@/lib/kubernetes/record'
import { ANCHOR, portRowAt } from '@/lib/layout/measures'
import type { Scene, SceneEdge, SceneNode } from '@/lib/layout/scene'
import type { Endpoint } from '@/lib/topology/graph'
import { isHeadless, serves } from '@/lib/topology/ports'
import type { EndpointShare, PortTraffic, Traffic } from '@/lib/traffic/traffic'
import { FULL_WIDTH } from './share-width'

/** What NetworkPolicies do to a share on its way: names of those that stop it, or that nobody can tell. */
export interface Cut {
  readonly type: 'stopped' | 'partly' | 'unknown'
  readonly policies: readonly string[]
}

/** What an edge to an endpoint, or to a group of them, carries of the new connections to its port. */
export interface EdgeShare {
  readonly share: number
  readonly cut?: Cut
}

/** What an endpoint or a group takes; `most`: of the port that gives it most, where its ports differ. */
export interface CardShare {
  readonly share: number
  readonly most?: true
  readonly cut?: Cut
}

/** A way that ends right after the Service's port: nobody takes these connections, or nobody knows who does. */
export interface Stub {
  readonly id: string
  readonly service: string
  /** The row of the port; absent for the head of a headless Service. */
  readonly row?: number
  readonly verdict: 'refused' | 'dropped' | 'unknown'
  /** Where it is a part of the connections. */
  readonly share?: number
  /** Where the families of the port fare differently. */
  readonly family?: 'v4' | 'v6'
  readonly x: number
  readonly y: number
}

/** A figure before an endpoint. `y` is its middle. */
export interface ShareLabel {
  readonly id: string
  readonly card: string
  readonly x: number
  readonly y: number
  /** Of the edges that end behind it, as wide as they are drawn. */
  readonly height: number
  readonly value: CardShare
}

/** Where the new connections of a vantage go, on the cards and edges of a scene. */
export interface Shares {
  readonly edges: ReadonlyMap<string, EdgeShare>
  readonly cards: ReadonlyMap<string, CardShare>
  readonly labels: readonly ShareLabel[]
  readonly stubs: readonly Stub[]
}

/** Rows of figures need so much height, in scene pixels. */
const LABEL_PITCH = 12

/**
 * Puts shares on a picture: of each port the first way in that the vantage has, which inside the cluster is its
 * ClusterIP. A port without a way in gives nobody a share; a Service that `traffic` does not hold stays as it is.
 */
export function sharesOn(scene: Scene, traffic: ReadonlyMap<Key, Traffic>): Shares {
  const boxes = new Map(scene.nodes.map((node) => [node.id, node]))
  const edges = new Map<string, EdgeShare>()
  const ends = new Map<string, { readonly edge: SceneEdge; readonly value: EdgeShare }[]>()
  const takers = new Map<string, TakersOf>()
  const stubs: Stub[] = []
  for (const node of scene.nodes) {
    const found = node.type === 'service' ? traffic.get(node.graph.key) : undefined
    if (node.type !== 'service' || found === undefined) continue
    takers.set(node.id, takersOf(found))
    stubs.push(...stubsOf(node, found))
  }
  for (const edge of scene.edges) {
    const service = boxes.get(edge.source)
    const target = boxes.get(edge.target)
    const of = takers.get(edge.source)
    if (edge.type !== 'membership' || service?.type !== 'service' || target === undefined || of === undefined) continue
    const { ports } = service.graph.service
    const port = ports[edge.port ?? 0]
    if (port === undefined) continue
    const value = together(of(port, endpointsOf(target)))
    edges.set(edge.id, value)
    const known = ends.get(target.id)
    if (known === undefined) ends.set(target.id, [{ edge, value }])
    else known.push({ edge, value })
  }
  const cards = new Map<string, CardShare>()
  const labels: ShareLabel[] = []
  for (const [id, found] of ends) {
    const card = boxes.get(id)
    if (card === undefined) continue
    const values = found.map(({ value }) => value)
    const value = ofCard(values)
    cards.set(id, value)
    labels.push(...labelsOf(card, value, found))
  }
  return { edges, cards, labels, stubs }
}

/** The shares of some endpoints of a port, an address that is published twice but once. */
type TakersOf = (port: ServicePort, endpoints: readonly Endpoint[]) => readonly EndpointShare[]

function takersOf(traffic: Traffic): TakersOf {
  const ports = new Map<string, Map<string, EndpointShare>>()
  for (const way of firstWays(traffic)) {
    const known = ports.get(portName(way)) ?? new Map<string, EndpointShare>()
    for (const share of way.endpoints) known.set(socket(share.address, share.port), share)
    ports.set(portName(way), known)
  }
  return (port, endpoints) => {
    const known = ports.get(portName(port))
    const found = new Set<EndpointShare>()
    for (const endpoint of endpoints) {
      const address = canonicalIp(endpoint.address)
      const numbers = endpoint.ports.flatMap((published) => (serves(published, port) ? (published.port ?? []) : []))
      // A headless Service answers with addresses, whatever ports they publish.
      for (const number of numbers.length > 0 ? numbers : [port.port]) {
        const share = known?.get(socket(address, number))
        if (share !== undefined) found.add(share)
      }
    }
    return [...found]
  }
}

/** Of each port and family the way in that stands first. */
function firstWays({ ports }: Traffic): readonly PortTraffic[] {
  const first = new Map<string, PortTraffic>()
  for (const port of ports) {
    const key = `${portName(port)}/${port.family}`
    if (!first.has(key)) first.set(key, port)
  }
  return [...first.values()]
}

function portName({ name, protocol }: Pick<ServicePort, 'name' | 'protocol'>): string {
  return `${name ?? ''}/${protocol}`
}

function socket(address: string, port: number): string {
  return `${address} ${port}`
}

function endpointsOf(node: SceneNode): readonly Endpoint[] {
  if (node.type === 'endpoint') return [node.endpoint]
  return node.type === 'group' ? node.members.flatMap(({ endpoints }) => endpoints) : []
}

function together(shares: readonly EndpointShare[]): EdgeShare {
  const taking = shares.filter(({ share }) => share > 0)
  const share = taking.reduce((sum, each) => sum + each.share, 0)
  const policies = new Set<string>()
  let stopped = 0
  let isUnknown = false
  for (const { policy } of taking) {
    if (policy?.verdict === 'unknown') isUnknown = true
    if (policy?.verdict !== 'isolated') continue
    stopped += 1
    for (const end of [policy.egress, policy.ingress])
      if (end.verdict === 'isolated') for (const name of end.policies) policies.add(name)
  }
  if (stopped === 0 && !isUnknown) return { share }
  const type = stopped === 0 ? 'unknown' : stopped === taking.length ? 'stopped' : 'partly'
  return { share, cut: { type, policies: [...policies].sort() } }
}

function ofCard(values: readonly EdgeShare[]): CardShare {
  const [first, ...rest] = values
  if (first === undefined) return { share: 0 }
  const most = rest.reduce((best, value) => (value.share > best.share ? value : best), first)
  const cuts = values.flatMap(({ cut }) => cut ?? [])
  const [cut] = cuts
  const isMixed = cut !== undefined && (cuts.length < values.length || cuts.some(({ type }) => type !== cut.type))
  const policies = [...new Set(cuts.flatMap((each) => each.policies))].sort()
  return {
    share: most.share,
    ...(rest.some(({ share }) => !isEqual(share, first.share)) && { most: true }),
    ...(cut !== undefined && { cut: { type: isMixed && policies.length > 0 ? 'partly' : cut.type, policies } }),
  }
}

function isEqual(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9
}

/** One figure where all ports give alike; else one for each port, as long as they find room above one another. */
function labelsOf(
  card: SceneNode,
  value: CardShare,
  ends: readonly { readonly edge: SceneEdge; readonly value: EdgeShare }[],
): readonly ShareLabel[] {
  const ys = ends.flatMap(({ edge }) => endOf(edge) ?? [])
  const all: ShareLabel = {
    id: card.id,
    card: card.id,
    x: card.x,
    y: (Math.min(...ys) + Math.max(...ys)) / 2,
    height: Math.max(...ys) - Math.min(...ys) + FULL_WIDTH * value.share,
    value,
  }
  if (value.most === undefined) return value.share > 0 ? [all] : []
  const rows = ends.flatMap(({ edge, value: own }): ShareLabel[] => {
    const y = endOf(edge)
    if (y === undefined || own.share === 0) return []
    return [{ ...all, id: edge.id, y, height: FULL_WIDTH * own.share, value: own }]
  })
  const isTight = rows.some(({ y }, index) => {
    const before = rows[index - 1]
    return before !== undefined && Math.abs(y - before.y) < LABEL_PITCH
  })
  return isTight ? [all] : rows
}

/** The height at which an edge arrives: the last number of its path. */
function endOf({ path }: SceneEdge): number | undefined {
  const text = /[\d.]+$/.exec(path)?.[0]
  return text === undefined ? undefined : Number(text)
}

interface End {
  readonly way: PortTraffic
  readonly verdict: Stub['verdict']
  readonly share?: number
}

function stubsOf(node: SceneNode & { readonly type: 'service' }, traffic: Traffic): readonly Stub[] {
  const { service, key } = node.graph
  const ways = firstWays(traffic)
  const rows = isHeadless(service) ? service.ports.slice(0, 1) : service.ports
  return rows.flatMap((port, row) => {
    const own = ways.filter((way) => portName(way) === portName(port))
    const ends = own.flatMap((way): End[] => {
      if (way.verdict !== 'forwarded') return [{ way, verdict: way.verdict }]
      return way.lost === undefined ? [] : [{ way, verdict: 'dropped', share: way.lost }]
    })
    const [first, second] = ends
    if (first === undefined) return []
    const isAlike = ends.length === own.length && (second === undefined || second.verdict === first.verdict)
    const place = isHeadless(service) ? { y: node.y + ANCHOR } : { row, y: node.y + portRowAt(row) }
    const stub: Stub = {
      id: `stub:${key}:${port.port}/${port.protocol}`,
      service: key,
      verdict: first.verdict,
      ...(first.share !== undefined && { share: first.share }),
      ...(!isAlike && { family: first.way.family === 'IPv6' ? 'v6' : 'v4' }),
      x: node.x + node.width,
      ...place,
    }
    return [stub]
  })
}
