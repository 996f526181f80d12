import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { Node, Pod, PodDisruptionBudget, Service } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'
import { isFinished } from '@/lib/membership/pod'
import { compareNames } from '@/lib/topology/compare'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import { hasSelector } from '@/lib/topology/ports'
import type { Loss, Scenario } from './scenario'
import { type BudgetEffect, refusals } from './what-if-budgets'
import { scaledAway, scaledUp } from './what-if-scale'

/** What a scenario is played on. */
export interface WhatIfWorld {
  readonly graphs: Iterable<ServiceGraph>
  readonly nodes: readonly Node[]
  /** Every pod of a node, those behind no Service too. */
  podsOn(node: string): Iterable<Pod>
  pod(key: Key): Pod | undefined
  budgetsIn(namespace: string): Iterable<PodDisruptionBudget>
}

export interface Standing {
  readonly ready: number
  readonly draining: number
  /** Zones with a ready endpoint. */
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
  /**
   * Addresses that stay published though their node or pod is lost, and count as before: the Service has no selector,
   * or somebody else's slice holds them, so that only who published them takes them out.
   */
  readonly unmanaged?: number
}

export interface WhatIf {
  /** Worst first: those that lose all, then by how much the load grows, then by name. Unchanged ones are left out. */
  readonly services: readonly ServiceEffect[]
  readonly unchanged: number
  /** Where a drain would wait; empty for other losses, which ask nobody. */
  readonly budgets: readonly BudgetEffect[]
  /** Nodes that the losses name. */
  readonly nodes: readonly string[]
  /** How many pods are gone or not ready. */
  readonly pods: number
  /** Keys of pods that are gone and that no controller replaces, sorted; `kubectl drain` evicts them with --force only. */
  readonly unowned: readonly string[]
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
  const { losses, how } = scenario
  const nodes = lostNodes(losses, world.nodes)
  const scaled = scaledAway(losses, graphs)
  const fateOf = createFate(scenario, nodes, scaled)
  const services: ServiceEffect[] = []
  const fallen = new Map<string, Pod>()
  const lose = (pod: Pod | undefined) => {
    if (pod !== undefined && !isFinished(pod) && fateOf(pod) !== 'kept') fallen.set(pod.uid, pod)
  }
  for (const node of nodes) for (const pod of world.podsOn(node)) lose(pod)
  for (const loss of losses) if (loss.type === 'pod') lose(world.pod(keyOf(loss)))
  const remaining = new Set(world.nodes.flatMap(({ name }) => (nodes.has(name) ? [] : name)))
  let unchanged = 0
  for (const graph of graphs) {
    const course = courseOf(graph, scenario, nodes, fateOf)
    if (scaled.size > 0) for (const { pod } of graph.members) if (pod !== undefined && scaled.has(pod.uid)) lose(pod)
    const effect = course && effectOn(graph, course, remaining)
    if (effect === undefined) unchanged++
    else services.push(effect)
  }
  const pods = [...fallen.values()]
  const evicted = how === 'drained' ? pods.filter(({ uid }) => !scaled.has(uid)) : []
  const unowned = how === 'failed' ? [] : pods.filter(({ owner }) => owner === undefined)
  return {
    services: services.sort(compareEffects),
    unchanged,
    budgets: refusals(evicted, world.budgetsIn),
    nodes: [...nodes].sort(),
    pods: fallen.size,
    unowned: unowned.map(keyOf).sort(compareNames),
  }
}

function lostNodes(losses: readonly Loss[], nodes: readonly Node[]): ReadonlySet<string> {
  const names = losses.flatMap((loss) => {
    if (loss.type === 'node') return loss.name
    return loss.type === 'zone' ? nodes.filter(({ zone }) => zone === loss.name).map(({ name }) => name) : []
  })
  return new Set(names)
}

/** What becomes of each pod; `scaled` holds the uids of those that go because their workload shrinks. */
export function createFate(
  { losses, how }: Scenario,
  nodes: ReadonlySet<string>,
  scaled: ReadonlySet<string>,
): (pod: Pod) => Fate {
  const pods = new Set(losses.flatMap((loss) => (loss.type === 'pod' ? keyOf(loss) : [])))
  return (pod) => {
    if (scaled.size > 0 && scaled.has(pod.uid)) return 'gone'
    if (pods.size > 0 && pods.has(keyOf(pod))) return how === 'failed' ? 'unready' : 'gone'
    if (pod.node === undefined || !nodes.has(pod.node)) return 'kept'
    if (how === 'failed') return 'unready'
    return how === 'drained' && staysThroughDrain(pod) ? 'kept' : 'gone'
  }
}

/** Source: kubectl drain filters.go daemonSetFilter, mirrorPodFilter. */
function staysThroughDrain(pod: Pod): boolean {
  return pod.owner?.kind === 'DaemonSet' || pod.owner?.kind === 'Node'
}

/** The state of a member afterwards; undefined where it is gone. */
export function stateAfter(member: Member, fate: Fate, service: Service): EndpointState | undefined {
  if (fate === 'gone') return undefined
  if (fate === 'kept') return member.state
  if (member.state === 'draining') return 'terminating'
  return member.state === 'ready' && service.publishNotReadyAddresses !== true ? 'notReady' : member.state
}

/** What becomes of the members of one Service, in their order, and of its count. */
interface Course {
  readonly fates: readonly Fate[]
  readonly unmanaged: number
  readonly more: number
  /** Nodes that are no more: only what an endpoint itself says of its zone is then known. */
  readonly goneNodes: ReadonlySet<string>
}

/** Undefined where nothing happens to the Service: so it is with most, and nothing is made for them. */
function courseOf(
  graph: ServiceGraph,
  { losses, how }: Scenario,
  lost: ReadonlySet<string>,
  fateOf: (pod: Pod) => Fate,
): Course | undefined {
  const { service, members } = graph
  if (service.type === 'ExternalName') return undefined
  const more = scaledUp(graph, losses)
  const isTouched = ({ pod, node }: Member) =>
    pod === undefined ? node !== undefined && lost.has(node) : fateOf(pod) !== 'kept'
  if (more === 0 && !members.some(isTouched)) return undefined
  const isManaged = hasSelector(service)
  const staysPublished = (member: Member) => member.endpoints.length > 0 && (!isManaged || member.pod === undefined)
  return {
    fates: members.map(({ pod }) => (isManaged && pod !== undefined ? fateOf(pod) : 'kept')),
    unmanaged: members.filter((member) => staysPublished(member) && isTouched(member)).length,
    more,
    goneNodes: how === 'deleted' ? lost : noNodes,
  }
}

const noNodes: ReadonlySet<string> = new Set()

function effectOn(
  { service, members }: ServiceGraph,
  { fates, unmanaged, more, goneNodes }: Course,
  remaining: ReadonlySet<string>,
): ServiceEffect | undefined {
  const [before, after] = [createTally(), createTally()]
  for (const [index, member] of members.entries()) {
    const { node, zone, endpoints } = member
    const isNodeGone = node !== undefined && goneNodes.has(node)
    before.add({ node, zone }, member.state)
    const state = stateAfter(member, fates[index] ?? 'kept', service)
    const zoneAfter = isNodeGone ? endpoints.find((endpoint) => endpoint.zone !== undefined)?.zone : zone
    if (state !== undefined) after.add({ node, zone: zoneAfter }, state)
  }
  const [was, is] = [before.standing(0), after.standing(more)]
  const local = service.internalTrafficPolicy === 'Local' || service.externalTrafficPolicy === 'Local'
  const emptied = local ? [...before.nodes].filter((name) => !after.nodes.has(name) && remaining.has(name)) : []
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
    add(
      { node, zone }: { readonly node: string | undefined; readonly zone: string | undefined },
      state: EndpointState,
    ) {
      if (state === 'draining') draining++
      if (state !== 'ready') return
      ready++
      if (zone !== undefined) zones.add(zone)
      if (node !== undefined) nodes.add(node)
    },
    standing: (more: number): Standing => ({ ready: ready + more, draining, zones: [...zones].sort() }),
  }
}

const severity = { all: 0, some: 1, none: 2 } as const

function compareEffects(a: ServiceEffect, b: ServiceEffect): number {
  return (
    severity[a.loses] - severity[b.loses] ||
    (a.loses === 'all' ? b.before.ready - a.before.ready : (b.load ?? 0) - (a.load ?? 0)) ||
    compareNames(a.namespace, b.namespace) ||
    compareNames(a.name, b.name)
  )
}
