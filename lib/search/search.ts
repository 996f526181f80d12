import { keyOf } from '@/lib/kubernetes/key'
import type { Node, Pod } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type Best, createBest } from './best'
import {
  addressTestOf,
  createHostFinder,
  lookAtAddresses,
  lookAtNodeAddress,
  lookAtPodAddress,
  lookAtPodRange,
} from './find-address'
import type { AddressFind, FindingFind, NamespaceFind } from './finds'
import type { Hit, HitKind } from './hit'
import { hitKinds } from './hit'
import { NOWHERE } from './match'
import { parseQuery, type Query } from './query'
import { rankOfFinding, rankOfName, rankOfObject, rankOfService } from './rank'
import { addressHit, findingHit, namespaceHit, nodeHit, podHit, serviceHit } from './tell'
import type { SearchWorld } from './world'

export interface Found {
  /** The best first; at most `limit` of each kind. */
  readonly hits: readonly Hit[]
  /** How many there are of each kind. */
  readonly counts: Readonly<Record<HitKind, number>>
}

type Bests = {
  readonly address: Best<AddressFind>
  readonly service: Best<ServiceGraph>
  readonly namespace: Best<NamespaceFind>
  readonly node: Best<Node>
  readonly pod: Best<Pod>
  readonly finding: Best<FindingFind>
}

/**
 * Everything that a text can mean in this cluster, the best first, always in the same order: exact addresses and names,
 * names that begin so, parts of names, letters of names, labels. One walk over everything, no index to keep.
 */
export function search(text: string, world: SearchWorld, limit: number): Found {
  const query = parseQuery(text)
  const bests: Bests = {
    address: createBest(limit),
    service: createBest(limit),
    namespace: createBest(limit),
    node: createBest(limit),
    pod: createBest(limit),
    finding: createBest(limit),
  }
  if (query.text !== '') {
    lookAtServices(query, world, bests)
    lookAtPods(query, world, bests)
    lookAtNodes(query, world, bests)
    if (query.address === undefined && query.label === undefined) lookAtFindings(query, world, bests)
  }
  const hits = [
    ...bests.address.list().map(({ rank, item }) => addressHit(rank, item, query, world)),
    ...bests.service.list().map(({ rank, item }) => serviceHit(rank, item, query, world)),
    ...bests.namespace.list().map(({ rank, item }) => namespaceHit(rank, item, query)),
    ...bests.node.list().map(({ rank, item }) => nodeHit(rank, item, query)),
    ...bests.pod.list().map(({ rank, item }) => podHit(rank, item, query, world)),
    ...bests.finding.list().map(({ rank, item }) => findingHit(rank, item, query)),
  ].sort((a: Hit, b: Hit) => a.rank - b.rank)
  const counts = Object.fromEntries(hitKinds.map((kind) => [kind, bests[kind].count])) as Record<HitKind, number>
  return { hits, counts }
}

function lookAtServices(query: Query, world: SearchWorld, bests: Bests): void {
  const services = new Map<string, number>()
  const test = addressTestOf(query)
  const hosts = createHostFinder(query)
  for (const graph of world.graphs()) {
    const { service } = graph
    services.set(service.namespace, (services.get(service.namespace) ?? 0) + 1)
    if (test !== undefined) lookAtAddresses(graph, test, bests.address)
    hosts?.(graph, bests.address)
    const rank = rankOfService(query, graph)
    if (rank !== NOWHERE) bests.service.offer(rank, keyOf(service), graph)
  }
  for (const name of new Set([...world.namespaces(), ...services.keys()])) {
    const rank = rankOfName(query, '', name)
    if (rank !== NOWHERE) bests.namespace.offer(rank, name, { name, services: services.get(name) ?? 0 })
  }
}

function lookAtPods(query: Query, world: SearchWorld, { address, pod: pods }: Bests): void {
  const test = addressTestOf(query)
  for (const pod of world.pods()) {
    if (test !== undefined) lookAtPodAddress(pod, test, address)
    const rank = rankOfObject(query, pod.namespace, pod.name, pod.labels)
    if (rank !== NOWHERE) pods.offer(rank, keyOf(pod), pod)
  }
}

function lookAtNodes(query: Query, world: SearchWorld, { address, node: nodes }: Bests): void {
  const test = addressTestOf(query)
  for (const node of world.nodes()) {
    lookAtNodeAddress(node, test, query.host, address)
    const rank = rankOfObject(query, '', node.name, node.labels)
    if (rank !== NOWHERE) nodes.offer(rank, node.name, node)
  }
  if (query.address === undefined || address.count > 0) return
  for (const node of world.nodes()) lookAtPodRange(node, query.address, address)
}

function lookAtFindings(query: Query, world: SearchWorld, { finding: best }: Bests): void {
  if (query.words.length === 0 && query.path === undefined) return
  for (const { subject, findings } of world.findings()) {
    for (const finding of findings) {
      const title = world.title(finding)
      const rank = rankOfFinding(query, subject, finding, title)
      if (rank !== NOWHERE) best.offer(rank, `${keyOf(subject)} ${finding.id}`, { subject, finding, title })
    }
  }
}
