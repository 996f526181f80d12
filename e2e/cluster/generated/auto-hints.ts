import { labelOf } from '@/lib/kubernetes/labels'
import type { Node, SliceEndpoint } from '@/lib/kubernetes/record'

/** How much more than its share an endpoint may get. Source: topologycache overloadThreshold. */
const OVERLOAD = 0.2
const excluded = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']

/** How many of the ready endpoints a zone gets: its least by the overload limit, and the most that leaves to others theirs. */
interface Allocation {
  readonly least: number
  readonly most: number
}

/**
 * What is wrong with the hints of all endpoints of one Service and family under `topology-mode: Auto`; undefined where
 * nothing is. Which endpoints a zone gets is the controller's choice, and depends on what was before. Held to: hints on
 * every ready endpoint and no other, or on none; none exactly where the controller gives a reason for it; one zone
 * each; and as many in a zone as the overload limit allows.
 * Sources: k8s.io/endpointslice/topologycache AddHints, SetNodes, getAllocations, serviceOverloaded.
 */
export function faultOfAutoHints(endpoints: readonly SliceEndpoint[], nodes: Iterable<Node>): string | undefined {
  const ready = endpoints.filter((endpoint) => endpoint.ready === true)
  const hinted = endpoints.filter(({ zoneHints, nodeHints }) => zoneHints !== undefined || nodeHints !== undefined)
  const allocations = allocationsOf(ready, nodes)
  if (typeof allocations === 'string')
    return hinted.length === 0 ? undefined : `${hinted.length} hints, although ${allocations}`
  if (ready.length !== hinted.length || ready.some(({ zoneHints }) => zoneHints?.length !== 1))
    return `${hinted.length} of ${endpoints.length} endpoints have hints, ${ready.length} are ready`
  if (endpoints.some(({ nodeHints }) => nodeHints !== undefined)) return 'hints that name nodes'
  for (const [zone, { least, most }] of allocations) {
    const count = ready.filter(({ zoneHints }) => zoneHints?.[0] === zone).length
    if (count < least || count > most) return `${count} endpoints for ${zone}, allowed are ${least} to ${most}`
  }
  const stray = ready.find(({ zoneHints }) => !allocations.has(zoneHints?.[0] ?? ''))
  return stray && `a hint for ${stray.zoneHints?.[0]}, a zone that no node counts for`
}

/** What each zone is to get, or why there are no hints. */
function allocationsOf(
  ready: readonly SliceEndpoint[],
  nodes: Iterable<Node>,
): ReadonlyMap<string, Allocation> | string {
  const cpuOfZone = new Map<string, number>()
  for (const node of nodes) {
    if (!counts(node)) continue
    if (node.zone === undefined || !node.cpuMillis) return `${node.name} has no zone or no CPU`
    cpuOfZone.set(node.zone, (cpuOfZone.get(node.zone) ?? 0) + node.cpuMillis)
  }
  if (cpuOfZone.size < 2) return 'there are fewer than two zones'
  if (cpuOfZone.size > ready.length) return 'there are fewer ready endpoints than zones'
  if (ready.some(({ zone }) => zone === undefined)) return 'a ready endpoint has no zone'
  const cpu = [...cpuOfZone.values()].reduce((sum, each) => sum + each, 0)
  const least = new Map(
    [...cpuOfZone].map(([zone, own]) => [zone, Math.ceil((own / cpu) * ready.length * (1 / (1 + OVERLOAD)))]),
  )
  const spare = ready.length - [...least.values()].reduce((sum, each) => sum + each, 0)
  if (spare < 0) return 'no distribution is within the overload limit'
  return new Map([...least].map(([zone, count]) => [zone, { least: count, most: count + spare }]))
}

function counts(node: Node): boolean {
  const isReady = node.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  return isReady && excluded.every((label) => labelOf(node.labels, label) === undefined)
}
