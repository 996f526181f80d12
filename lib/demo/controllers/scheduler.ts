import type { Cluster } from '../cluster'
import { sameJson } from '../json'
import type { Node, Pod, Toleration } from '../objects'
import { createQueue, keyOf, type Queue, splitKey } from '../queue'
import { timestamp } from '../registry'
import { keepTransitions } from './deployments'
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

interface Usage {
  /** What pods ask for on a node: millicores, bytes and number. */
  of(node: string): { readonly cpu: number; readonly memory: number; readonly pods: number }
  /** How many pods of an owner run on a node. */
  owned(owner: string, node: string): number
}

function createUsage({ store }: Cluster): Usage {
  const nodes = new Map<string, { cpu: number; memory: number; pods: number }>()
  const owned = new Map<string, number>()
  const count = (pod: Pod, sign: 1 | -1) => {
    const node = pod.spec.nodeName
    if (node === undefined || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return
    const used = nodes.get(node) ?? { cpu: 0, memory: 0, pods: 0 }
    nodes.set(node, used)
    const { cpu, memory } = requestsOf(pod)
    used.cpu += sign * cpu
    used.memory += sign * memory
    used.pods += sign
    const key = `${controllerOf(pod)?.uid ?? ''} ${node}`
    owned.set(key, (owned.get(key) ?? 0) + sign)
    if (owned.get(key) === 0) owned.delete(key)
  }
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural !== 'pods') return
    if (previous !== undefined) count(previous as Pod, -1)
    if (type !== 'DELETED') count(object as Pod, 1)
  })
  return {
    of: (node) => nodes.get(node) ?? { cpu: 0, memory: 0, pods: 0 },
    owned: (owner, node) => owned.get(`${owner} ${node}`) ?? 0,
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
  const refusals = nodes.map((node) => refusal(pod, node, usage))
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

function refusal(pod: Pod, node: Node, usage: Usage): string | undefined {
  const { spec, status, metadata } = node
  if (
    spec.unschedulable &&
    !tolerates(pod.spec.tolerations, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' })
  )
    return 'node(s) were unschedulable'
  if (status.conditions?.some((each) => each.type === 'Ready' && each.status !== 'True'))
    return 'node(s) had untolerated taint(s)'
  const taint = spec.taints?.find(
    (each) => each.effect !== 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, each),
  )
  if (taint !== undefined) return 'node(s) had untolerated taint(s)'
  const labels = metadata.labels ?? {}
  if (Object.entries(pod.spec.nodeSelector ?? {}).some(([key, value]) => labels[key] !== value))
    return "node(s) didn't match Pod's node affinity/selector"
  const used = usage.of(metadata.name)
  const asked = requestsOf(pod)
  const { cpu = '8', memory = '32Gi', pods = '110' } = status.allocatable ?? {}
  if (used.pods + 1 > quantity(pods)) return 'Too many pods'
  if (used.cpu + asked.cpu > quantity(cpu) * 1000) return 'Insufficient cpu'
  if (used.memory + asked.memory > quantity(memory)) return 'Insufficient memory'
  return undefined
}

/** `0/6 nodes are available: 1 node(s) were unschedulable, 5 Insufficient memory. …`: kube-scheduler's FitError. */
function explain(refusals: readonly (string | undefined)[]): string {
  if (refusals.length === 0) return 'no nodes available to schedule pods'
  const counts = new Map<string, number>()
  for (const reason of refusals) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  return `0/${refusals.length} nodes are available: ${reasons.join(', ')}. preemption: 0/${refusals.length} nodes are available: ${refusals.length} Preemption is not helpful for scheduling.`
}

function emptiest({ store }: Cluster, usage: Usage, pod: Pod, nodes: readonly Node[]): Node | undefined {
  const owner = controllerOf(pod)?.uid ?? ''
  const zoneOf = (node: Node) => node.metadata.labels?.['topology.kubernetes.io/zone'] ?? ''
  const inZone = new Map<string, number>()
  for (const node of owner === '' ? [] : store.all('nodes')) {
    inZone.set(zoneOf(node), (inZone.get(zoneOf(node)) ?? 0) + usage.owned(owner, node.metadata.name))
  }
  let best: { node: Node; rank: readonly [number, number, number] } | undefined
  for (const node of nodes) {
    const { name } = node.metadata
    const rank = [
      inZone.get(zoneOf(node)) ?? 0,
      owner === '' ? 0 : usage.owned(owner, name),
      usage.of(name).pods,
    ] as const
    if (best === undefined || isLess(rank, best.rank)) best = { node, rank }
  }
  return best?.node
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    if (value !== b[index]) return value < (b[index] ?? 0)
  }
  return false
}

/** Source: component-helpers scheduling/corev1 TolerationsTolerateTaint. */
export function tolerates(
  tolerations: readonly Toleration[] | undefined,
  taint: { readonly key: string; readonly value?: string; readonly effect: string },
): boolean {
  return (tolerations ?? []).some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (key === undefined || key === '' ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  )
}

const requests = new WeakMap<object, { cpu: number; memory: number }>()

function requestsOf({ spec }: Pod): { readonly cpu: number; readonly memory: number } {
  const known = requests.get(spec.containers)
  if (known !== undefined) return known
  const sum = { cpu: 0, memory: 0 }
  for (const { resources } of spec.containers) {
    sum.cpu += quantity(resources?.requests?.cpu ?? '0') * 1000
    sum.memory += quantity(resources?.requests?.memory ?? '0')
  }
  requests.set(spec.containers, sum)
  return sum
}

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

/** A resource quantity as a plain number; what cannot be read asks for nothing. */
function quantity(value: string | number): number {
  const match = /^([0-9.]+)([A-Za-z]*)$/.exec(String(value))
  return match === null ? 0 : Number(match[1]) * (match[2] ? (units[match[2]] ?? 1) : 1)
}
