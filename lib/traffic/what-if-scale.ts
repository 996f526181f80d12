import type { Pod } from '@/lib/kubernetes/record'
import { isReady } from '@/lib/membership/pod'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import type { Loss } from './scenario'

type Scale = Extract<Loss, { readonly type: 'scale' }>

/**
 * The uids of the pods that go when workloads shrink, as far as they stand behind a Service. A StatefulSet lets go of
 * its highest ordinals; a ReplicaSet of what is of least use. Two things that it heeds are not known here: costs of
 * deletion (an annotation), and which of nearly the same age it draws by lot.
 * Sources: pkg/controller/statefulset processCondemned; pkg/controller ActivePodsWithRanks.
 */
export function scaledAway(losses: readonly Loss[], graphs: readonly ServiceGraph[]): ReadonlySet<string> {
  const gone = new Set<string>()
  for (const loss of losses) {
    if (loss.type !== 'scale') continue
    const ranked = inOrder(podsOfWorkload(loss, graphs), loss)
    for (const { uid } of ranked.slice(0, Math.max(0, ranked.length - loss.replicas))) gone.add(uid)
  }
  return gone
}

/** How many pods a larger number of replicas adds to a Service, once they are ready. */
export function scaledUp({ service, members }: ServiceGraph, losses: readonly Loss[]): number {
  let more = 0
  for (const loss of losses) {
    if (loss.type !== 'scale' || loss.namespace !== service.namespace) continue
    const own = members.filter((member) => isOf(member, loss)).length
    if (own > 0) more += Math.max(0, loss.replicas - own)
  }
  return more
}

function isOf({ workload, pod }: Member, loss: Scale): boolean {
  return workload === loss.workload && pod !== undefined && pod.deleted === undefined
}

function podsOfWorkload(loss: Scale, graphs: readonly ServiceGraph[]): Pod[] {
  const pods = new Map<string, Pod>()
  for (const graph of graphs) {
    if (graph.service.namespace !== loss.namespace) continue
    for (const member of graph.members)
      if (member.pod !== undefined && isOf(member, loss)) pods.set(member.pod.uid, member.pod)
  }
  return [...pods.values()]
}

function inOrder(pods: readonly Pod[], { workload }: Scale): Pod[] {
  if (workload.startsWith('StatefulSet/')) return [...pods].sort((a, b) => ordinalOf(b) - ordinalOf(a))
  const onNode = new Map<string, number>()
  for (const { node = '' } of pods) onNode.set(node, (onNode.get(node) ?? 0) + 1)
  const crowd = ({ node = '' }: Pod) => onNode.get(node) ?? 0
  return [...pods].sort(
    (a, b) =>
      Number(a.node !== undefined) - Number(b.node !== undefined) ||
      phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
      Number(isReady(a)) - Number(isReady(b)) ||
      crowd(b) - crowd(a) ||
      latestFirst(readySince(a), readySince(b)) ||
      restarts(b) - restarts(a) ||
      latestFirst(a.created, b.created),
  )
}

const phases: readonly Pod['phase'][] = ['Pending', 'Unknown', 'Running']

function ordinalOf({ name }: Pod): number {
  return Number(name.slice(name.lastIndexOf('-') + 1))
}

function readySince({ conditions }: Pod): string {
  return conditions.find(({ type }) => type === 'Ready')?.since ?? ''
}

function restarts({ containers }: Pod): number {
  return Math.max(0, ...containers.map((container) => container.restarts ?? 0))
}

/** RFC 3339 in UTC and whole seconds, as the API writes them: text order is time order. */
function latestFirst(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0
}
