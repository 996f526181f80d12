import type { Cluster } from '../cluster'
import { ensure } from '../ensure'
import { sameJson } from '../json'
import type { Node, Pod } from '../objects'
import { createQueue, keyOf, type Queue, splitKey } from '../queue'
import { zoneOf } from '../records'
import { timestamp } from '../registry'
import { keepTransitions } from './deployments'
import { explain, type NodeUsage, refusal, requestsOf } from './fit'
import { controllerOf } from './pods'

/**
 * Binds pods to nodes: those that have room, are not cordoned and whose taints are tolerated; then the emptiest zone
 * and node for this owner's pods. Simpler than kube-scheduler, and it says what it says when nothing fits.
 */
export function startScheduler(cluster: Cluster): void {
  const { store } = cluster
  const usage = createUsage(cluster)
  const waiting = new Set<string>()
  const queue: Queue = createQueue(cluster, {
    least: 3,
    most: 15,
    sync: (key) => {
      if (!schedule(cluster, usage, key)) queue.add(key, RETRY_MS)
    },
  })
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'nodes') for (const each of waiting) queue.add(each)
    if (resource.plural !== 'pods') return
    const pod = object as Pod
    const key = keyOf(object)
    if (type === 'DELETED' || pod.spec.nodeName !== undefined) {
      waiting.delete(key)
      if (type === 'DELETED') for (const each of waiting) queue.add(each)
    } else if (!waiting.has(key) || !sameJson((previous as Pod | undefined)?.spec, pod.spec)) {
      waiting.add(key)
      queue.add(key)
    }
  })
}

/** A pod that fits nowhere is looked at again when a node changes or a pod goes, and after this long. */
const RETRY_MS = 300_000

/** What runs where, kept as pods come and go. */
interface Usage {
  of(node: string): NodeUsage
  /** How many pods of an owner run on each node. */
  owned(owner: string): ReadonlyMap<string, number>
}

const idle: NodeUsage = { cpu: 0, memory: 0, pods: 0 }
const nowhere: ReadonlyMap<string, number> = new Map()

function createUsage({ store }: Cluster): Usage {
  const nodes = new Map<string, { cpu: number; memory: number; pods: number }>()
  const owners = new Map<string, Map<string, number>>()
  const count = (pod: Pod, sign: 1 | -1) => {
    const node = pod.spec.nodeName
    if (node === undefined || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return
    const used = ensure(nodes, node, () => ({ ...idle }))
    const { cpu, memory } = requestsOf(pod)
    used.cpu += sign * cpu
    used.memory += sign * memory
    used.pods += sign
    const owner = controllerOf(pod)?.uid
    if (owner === undefined) return
    const places = ensure(owners, owner, () => new Map<string, number>())
    const there = (places.get(node) ?? 0) + sign
    if (there > 0) places.set(node, there)
    else places.delete(node)
    if (places.size === 0) owners.delete(owner)
  }
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural !== 'pods') return
    if (type !== 'DELETED') count(object as Pod, 1)
    if (previous !== undefined) count(previous as Pod, -1)
  })
  return {
    of: (node) => nodes.get(node) ?? idle,
    owned: (owner) => owners.get(owner) ?? nowhere,
  }
}

/** Whether the pod needs no further look: it is bound, gone, or gated. */
function schedule(cluster: Cluster, usage: Usage, key: string): boolean {
  const { store, registry, clock, recorder } = cluster
  const [namespace, name] = splitKey(key)
  const pod = store.get('pods', namespace, name)
  if (pod === undefined || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return true
  const now = timestamp(clock.now())
  const before = pod.status.conditions ?? []
  const others = before.filter(({ type }) => type !== 'PodScheduled')
  const gate = pod.spec.schedulingGates?.[0]
  if (gate !== undefined) {
    const waits = {
      type: 'PodScheduled',
      status: 'False' as const,
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    }
    registry.amend('pods', pod, {
      status: { ...pod.status, conditions: [...others, ...keepTransitions(before, [waits], now)] },
    })
    return true
  }
  const nodes = [...store.all('nodes')]
  const refusals = nodes.map((node) => refusal(pod, node, usage.of(node.metadata.name)))
  const fitting = nodes.filter((_, index) => refusals[index] === undefined)
  const chosen = emptiest(cluster, usage, pod, fitting)
  if (chosen !== undefined) {
    const scheduled = { type: 'PodScheduled', status: 'True' as const }
    registry.amend('pods', pod, {
      spec: { ...pod.spec, nodeName: chosen.metadata.name },
      status: { ...pod.status, conditions: [...others, ...keepTransitions(before, [scheduled], now)] },
    })
    return true
  }
  const message = explain(refusals)
  const failed = { type: 'PodScheduled', status: 'False' as const, reason: 'Unschedulable', message }
  registry.amend('pods', pod, {
    status: { ...pod.status, conditions: [...others, ...keepTransitions(before, [failed], now)] },
  })
  recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, component: 'default-scheduler' })
  return false
}

/** Fewest of this owner's pods in the zone, then on the node, then fewest pods at all. */
function emptiest({ store }: Cluster, usage: Usage, pod: Pod, nodes: readonly Node[]): Node | undefined {
  const owned = usage.owned(controllerOf(pod)?.uid ?? '')
  const inZone = new Map<string | undefined, number>()
  for (const [name, count] of owned) {
    const zone = zoneOf(store.get('nodes', '', name))
    inZone.set(zone, (inZone.get(zone) ?? 0) + count)
  }
  let best: Node | undefined
  let least: readonly [number, number, number] = [0, 0, 0]
  for (const node of nodes) {
    const { name } = node.metadata
    const zone = inZone.get(zoneOf(node)) ?? 0
    const own = owned.get(name) ?? 0
    const { pods } = usage.of(name)
    const [a, b, c] = least
    if (best !== undefined && (zone - a || own - b || pods - c) >= 0) continue
    best = node
    least = [zone, own, pods]
  }
  return best
}
