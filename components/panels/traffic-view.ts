import { type Shares, sharesOn } from '@/components/graph/shares'
import type { Key } from '@/lib/kubernetes/key'
import type { Namespace, NetworkPolicy, Node, Pod } from '@/lib/kubernetes/record'
import type { Scene } from '@/lib/layout/scene'
import { createPolicyJudge } from '@/lib/policy/judge'
import type { ServiceGraph } from '@/lib/topology/graph'
import { createTraffic } from '@/lib/traffic/shares'
import type { DataPlane, Traffic } from '@/lib/traffic/traffic'
import type { Vantage } from '@/lib/traffic/vantage'
import type { World } from '@/lib/traffic/world'

/** What shares rest on beside the Services, as this page holds it. */
export interface Ground {
  readonly nodes: ReadonlyMap<Key, Node>
  readonly pods: ReadonlyMap<Key, Pod>
  readonly policies: ReadonlyMap<Key, NetworkPolicy>
  readonly namespaces: ReadonlyMap<Key, Namespace>
  /** Namespaces whose NetworkPolicies are known here. */
  readonly policiesOf: readonly string[]
  /** Resources that are not known, by plural name. */
  readonly unread: readonly string[]
  readonly dataplane: DataPlane
  readonly policyKinds: readonly string[]
}

/** The ground as the rules of traffic look at it. */
export function worldOn(ground: Ground): World {
  const policies = new Map<string, NetworkPolicy[]>(ground.policiesOf.map((namespace) => [namespace, []]))
  for (const policy of ground.policies.values()) policies.get(policy.namespace)?.push(policy)
  return {
    node: (name) => ground.nodes.get(`/${name}`),
    nodes: [...ground.nodes.values()],
    pod: (key) => ground.pods.get(key),
    dataplane: ground.dataplane,
    unread: new Set(ground.unread),
    policy: createPolicyJudge({
      policiesIn: (namespace) => policies.get(namespace),
      namespaceLabels: (name) => ground.namespaces.get(`/${name}`)?.labels,
      otherKinds: ground.policyKinds,
    }),
  }
}

/** Where the new connections of a vantage go; the same object for a Service that is the same as before. */
export function trafficFrom(vantage: Vantage, ground: Ground): (graph: ServiceGraph) => Traffic {
  const trafficOf = createTraffic(vantage, worldOn(ground))
  const known = new WeakMap<ServiceGraph, Traffic>()
  return (graph) => {
    const before = known.get(graph)
    if (before !== undefined) return before
    const traffic = trafficOf(graph)
    known.set(graph, traffic)
    return traffic
  }
}

/** Where the new connections of a vantage go: for each Service by key, and on a picture of them. */
export interface TrafficView {
  readonly byService: ReadonlyMap<Key, Traffic>
  readonly sharesOn: (scene: Scene) => Shares
}

export function trafficView(graphs: readonly ServiceGraph[], trafficOf: (graph: ServiceGraph) => Traffic): TrafficView {
  const byService = new Map(graphs.map((graph) => [graph.key, trafficOf(graph)]))
  return { byService, sharesOn: (scene) => sharesOn(scene, byService) }
}
