import type { Node, Pod, Toleration } from '../objects'

/** What the pods of a node ask for: millicores, bytes, and how many they are. */
export interface NodeUsage {
  readonly cpu: number
  readonly memory: number
  readonly pods: number
}

/** Why a pod cannot go to a node, in kube-scheduler's words; undefined where it can. */
export function refusal(pod: Pod, node: Node, used: NodeUsage): string | undefined {
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
  const asked = requestsOf(pod)
  const room = roomOf(node)
  if (used.pods + 1 > room.pods) return 'Too many pods'
  if (used.cpu + asked.cpu > room.cpu) return 'Insufficient cpu'
  if (used.memory + asked.memory > room.memory) return 'Insufficient memory'
  return undefined
}

/** `0/6 nodes are available: 1 node(s) were unschedulable, 5 Insufficient memory. …`: kube-scheduler's FitError. */
export function explain(refusals: readonly (string | undefined)[]): string {
  if (refusals.length === 0) return 'no nodes available to schedule pods'
  const counts = new Map<string, number>()
  for (const reason of refusals) if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  return `0/${refusals.length} nodes are available: ${reasons.join(', ')}. preemption: 0/${refusals.length} nodes are available: ${refusals.length} Preemption is not helpful for scheduling.`
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

const requests = new WeakMap<object, Omit<NodeUsage, 'pods'>>()
const rooms = new WeakMap<Node, NodeUsage>()

export function requestsOf({ spec }: Pod): Omit<NodeUsage, 'pods'> {
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

function roomOf(node: Node): NodeUsage {
  const known = rooms.get(node)
  if (known !== undefined) return known
  const { cpu = '8', memory = '32Gi', pods = '110' } = node.status.allocatable ?? {}
  const room = { cpu: quantity(cpu) * 1000, memory: quantity(memory), pods: quantity(pods) }
  rooms.set(node, room)
  return room
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
