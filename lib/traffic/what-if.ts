import type { Node, Pod, PodDisruptionBudget, Service } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'
import { isFinished, isReady } from '@/lib/membership/pod'
import { matchesSelector } from '@/lib/policy/selector'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import type { Loss, Scenario } from './scenario'

/** What a scenario is played on. */
export interface WhatIfWorld {
  readonly graphs: Iterable<ServiceGraph>
  readonly nodes: readonly Node[]
  /** Every pod of a node, those behind no Service too. */
  podsOn(node: string): Iterable<Pod>
  budgetsIn(namespace: string): Iterable<PodDisruptionBudget>
}

export interface Standing {
  readonly ready: number
  readonly draining: number
  /** Zones and nodes with a ready endpoint. */
  readonly zones: readonly string[]
}

/** One Service, before the loss and at the moment after it, with no pod replaced yet. */
export interface ServiceEffect {
  readonly namespace: string
  readonly name: string
  readonly before: Standing
  readonly after: Standing
  /** `all`: nobody ready is left of those there were. */
  readonly loses: 'all' | 'some' | 'none'
  /** By how much the load on each ready endpoint grows, 1 for not at all; absent where nobody is left. */
  readonly load?: number
  /** Nodes that keep their callers and lose their last ready endpoint, where a policy holds traffic to the node. */
  readonly emptied?: readonly string[]
  /** Addresses without a pod behind them that stay published though their node is lost: no controller takes them out. */
  readonly unmanaged?: number
}

/** A budget that refuses to have so many of its pods evicted at once. */
export interface BudgetEffect {
  readonly namespace: string
  readonly name: string
  readonly allowed: number
  readonly evicted: number
  /** Names of the pods that would be evicted. */
  readonly pods: readonly string[]
}

export interface WhatIf {
  /** Worst first: those that lose all, then by how much the load grows, then by name. Unchanged ones are left out. */
  readonly services: readonly ServiceEffect[]
  readonly unchanged: number
  /** Where a drain would wait; empty for other losses, which ask nobody. */
  readonly budgets: readonly BudgetEffect[]
  /** Nodes that the losses name. */
  readonly nodes: readonly string[]
  readonly pods: number
}

/** What becomes of a pod: it is not there any more, it counts as not ready, or nothing. */
export type Fate = 'gone' | 'unready' | 'kept'

/**
 * Plays a loss on every Service at once. Before is what is published; after is what the endpoint controllers will
 * publish at the moment when they have caught up with the loss and nothing has been replaced.
 * Sources: kubectl drain's filters for what is evicted; node lifecycle controller MarkPodsNotReady for a failed node;
 * the endpoint slice controller and the pod garbage collector for a deleted one.
 */
export function whatIf(scenario: Scenario, world: WhatIfWorld): WhatIf {
  const graphs = [...world.graphs]
  const nodes = lostNodes(scenario.losses, world.nodes)
  const fateOf = createFate(scenario, nodes, graphs)
  const services: ServiceEffect[] = []
  const fallen = new Map<string, Pod>()
  for (const node of nodes)
    for (const pod of world.podsOn(node)) if (!isFinished(pod) && fateOf(pod) !== 'kept') fallen.set(pod.uid, pod)
  let unchanged = 0
  for (const graph of graphs) {
    const fates = graph.members.map(({ pod }) => (pod === undefined ? 'kept' : fateOf(pod)))
    for (const [index, fate] of fates.entries()) {
      const pod = graph.members[index]?.pod
      if (pod !== undefined && fate !== 'kept') fallen.set(pod.uid, pod)
    }
    const effect = effectOn(graph, fates, scenario, nodes, world.nodes)
    if (effect === undefined) unchanged++
    else services.push(effect)
  }
  return {
    services: services.sort(compareEffects),
    unchanged,
    budgets: scenario.how === 'drained' ? refusals(fallen.values(), world) : [],
    nodes: [...nodes].sort(),
    pods: fallen.size,
  }
}

function lostNodes(losses: readonly Loss[], nodes: readonly Node[]): ReadonlySet<string> {
  const names = losses.flatMap((loss) => {
    if (loss.type === 'node') return loss.name
    return loss.type === 'zone' ? nodes.filter(({ zone }) => zone === loss.name).map(({ name }) => name) : []
  })
  return new Set(names)
}

/** What becomes of each pod. Those of a workload that shrinks are taken as its controller would: the least ready first. */
export function createFate(
  { losses, how }: Scenario,
  nodes: ReadonlySet<string>,
  graphs: readonly ServiceGraph[],
): (pod: Pod) => Fate {
  const pods = new Set(losses.flatMap((loss) => (loss.type === 'pod' ? `${loss.namespace}/${loss.name}` : [])))
  const scaled = scaledAway(losses, graphs)
  return (pod) => {
    if (scaled.has(pod.uid)) return 'gone'
    if (pods.has(`${pod.namespace}/${pod.name}`)) return how === 'failed' ? 'unready' : 'gone'
    if (pod.node === undefined || !nodes.has(pod.node)) return 'kept'
    if (how === 'failed') return 'unready'
    return how === 'drained' && staysThroughDrain(pod) ? 'kept' : 'gone'
  }
}

/** Source: kubectl drain filters.go daemonSetFilter, mirrorPodFilter. */
function staysThroughDrain(pod: Pod): boolean {
  return pod.owner?.kind === 'DaemonSet' || pod.owner?.kind === 'Node'
}

function scaledAway(losses: readonly Loss[], graphs: readonly ServiceGraph[]): ReadonlySet<string> {
  const gone = new Set<string>()
  for (const loss of losses) {
    if (loss.type !== 'scale') continue
    const members = new Map<string, Member>()
    for (const graph of graphs)
      if (graph.service.namespace === loss.namespace)
        for (const member of graph.members)
          if (member.workload === loss.workload && member.pod !== undefined && member.pod.deleted === undefined)
            members.set(member.pod.uid, member)
    const ranked = [...members.values()].sort((a, b) => rank(a.state) - rank(b.state) || youngestFirst(a.pod, b.pod))
    for (const { pod } of ranked.slice(0, Math.max(0, ranked.length - loss.replicas))) if (pod) gone.add(pod.uid)
  }
  return gone
}

/** Source: pkg/controller ActivePodsWithRanks: pending before running, not ready before ready, younger before older. */
function rank(state: EndpointState): number {
  return state === 'pending' || state === 'missing' ? 0 : state === 'ready' ? 2 : 1
}

function youngestFirst(a: Pod | undefined, b: Pod | undefined): number {
  return (b?.created ?? '').localeCompare(a?.created ?? '')
}

/** The state of a member afterwards; undefined where it is gone. */
export function stateAfter(member: Member, fate: Fate, service: Service): EndpointState | undefined {
  if (fate === 'gone') return undefined
  if (fate === 'kept' || service.publishNotReadyAddresses === true) return member.state
  if (member.state === 'ready') return 'notReady'
  return member.state === 'draining' ? 'terminating' : member.state
}

function effectOn(
  graph: ServiceGraph,
  fates: readonly Fate[],
  { losses }: Scenario,
  lost: ReadonlySet<string>,
  nodes: readonly Node[],
): ServiceEffect | undefined {
  const { service, members } = graph
  if (service.type === 'ExternalName') return undefined
  const more = addedBy(graph, losses)
  // Only who published such an address takes it away.
  const unmanaged = members.filter(
    ({ pod, node, endpoints }) => pod === undefined && endpoints.length > 0 && node !== undefined && lost.has(node),
  ).length
  if (fates.every((fate) => fate === 'kept') && unmanaged === 0 && more === 0) return undefined
  const [before, after] = [createTally(), createTally()]
  for (const [index, member] of members.entries()) {
    before.add(member, member.state)
    const state = stateAfter(member, fates[index] ?? 'kept', service)
    if (state !== undefined) after.add(member, state)
  }
  const [was, is] = [before.standing(0), after.standing(more)]
  const local = service.internalTrafficPolicy === 'Local' || service.externalTrafficPolicy === 'Local'
  const emptied = local
    ? [...before.nodes].filter(
        (name) => !after.nodes.has(name) && !lost.has(name) && nodes.some((node) => node.name === name),
      )
    : []
  const loses = is.ready >= was.ready ? 'none' : is.ready === 0 ? 'all' : 'some'
  if (loses === 'none' && is.ready === was.ready && is.draining === was.draining && unmanaged === 0) return undefined
  return {
    namespace: service.namespace,
    name: service.name,
    before: was,
    after: is,
    loses,
    ...(is.ready > 0 && was.ready > 0 && { load: was.ready / is.ready }),
    ...(emptied.length > 0 && { emptied: emptied.sort() }),
    ...(unmanaged > 0 && { unmanaged }),
  }
}

function createTally() {
  const zones = new Set<string>()
  const nodes = new Set<string>()
  let [ready, draining] = [0, 0]
  return {
    nodes,
    add(member: Member, state: EndpointState) {
      if (state === 'draining') draining++
      if (state !== 'ready') return
      ready++
      if (member.zone !== undefined) zones.add(member.zone)
      if (member.node !== undefined) nodes.add(member.node)
    },
    standing: (more: number): Standing => ({ ready: ready + more, draining, zones: [...zones].sort() }),
  }
}

/** Pods that a larger number of replicas adds, once they are ready. */
function addedBy({ service, members }: ServiceGraph, losses: readonly Loss[]): number {
  let more = 0
  for (const loss of losses) {
    if (loss.type !== 'scale' || loss.namespace !== service.namespace) continue
    const own = members.filter(({ workload, pod }) => workload === loss.workload && pod?.deleted === undefined).length
    if (own > 0) more += Math.max(0, loss.replicas - own)
  }
  return more
}

/** The budgets of the pods that would be evicted, which allow fewer. Source: the eviction API, policy/v1. */
function refusals(pods: Iterable<Pod>, world: WhatIfWorld): BudgetEffect[] {
  const byNamespace = new Map<string, Pod[]>()
  for (const pod of pods) byNamespace.set(pod.namespace, [...(byNamespace.get(pod.namespace) ?? []), pod])
  const refused: BudgetEffect[] = []
  for (const [namespace, own] of byNamespace)
    for (const { name, selector, disruptionsAllowed = 0 } of world.budgetsIn(namespace)) {
      if (selector === undefined) continue
      // One that is not ready may go unless the budget is short already, which its other pods show as well.
      const evicted = own.filter(
        (pod) => pod.deleted === undefined && isReady(pod) && matchesSelector(selector, pod.labels),
      )
      if (evicted.length > disruptionsAllowed)
        refused.push({
          namespace,
          name,
          allowed: disruptionsAllowed,
          evicted: evicted.length,
          pods: evicted.map((pod) => pod.name).sort(),
        })
    }
  return refused.sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name))
}

const severity = { all: 0, some: 1, none: 2 } as const

function compareEffects(a: ServiceEffect, b: ServiceEffect): number {
  return (
    severity[a.loses] - severity[b.loses] ||
    (a.loses === 'all' ? b.before.ready - a.before.ready : (b.load ?? 0) - (a.load ?? 0)) ||
    compare(a.namespace, b.namespace) ||
    compare(a.name, b.name)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
