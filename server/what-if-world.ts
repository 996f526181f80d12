import type { Node, Pod } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { WhatIfWorld } from '@/lib/traffic/what-if'
import type { OpenContext } from './switchboard'

const none: readonly never[] = []

/** The cluster as the mirror has it now, as far as it is known, and how much of it is not. */
export interface KnownWorld extends WhatIfWorld {
  readonly graphs: readonly ServiceGraph[]
  /** How many Services are left out because their pods or endpoints are not known. */
  readonly unknown: number
}

export function whatIfWorld({ mirror: { store }, topology, knowledge }: OpenContext): KnownWorld {
  const graphs: ServiceGraph[] = []
  let unknown = 0
  for (const key of topology.keys()) {
    const graph = topology.graph(key)
    if (graph === undefined) continue
    const { pods, endpointSlices } = knowledge.in(graph.service.namespace)
    if (pods && endpointSlices) graphs.push(graph)
    else unknown++
  }
  let byNode: ReadonlyMap<string, readonly Pod[]> | undefined
  function podsOn(node: string): readonly Pod[] {
    byNode ??= groupByNode(allPods(store))
    return byNode.get(node) ?? none
  }
  return {
    graphs,
    unknown,
    nodes: nodesIn(store),
    podsOn,
    pod: (key) => store.get('Pod', key),
    budgetsIn: (namespace) => recordsOf(store.records(namespace), 'PodDisruptionBudget').values(),
  }
}

type Store = OpenContext['mirror']['store']

export function nodesIn(store: Store): readonly Node[] {
  return [...recordsOf(store.records(''), 'Node').values()]
}

export function* allPods(store: Store): Iterable<Pod> {
  for (const namespace of store.namespaces()) yield* recordsOf(store.records(namespace), 'Pod').values()
}

/** One look at every pod: cheaper than to keep an index that is asked once in a while. */
function groupByNode(pods: Iterable<Pod>): ReadonlyMap<string, readonly Pod[]> {
  const groups = new Map<string, Pod[]>()
  for (const pod of pods) {
    if (pod.node === undefined) continue
    const own = groups.get(pod.node)
    if (own === undefined) groups.set(pod.node, [pod])
    else own.push(pod)
  }
  return groups
}
