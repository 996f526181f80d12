import type { Pod, ServicePort } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/members'
import { portIn, serves } from '@/lib/topology/ports'

/** What a number that slices publish for a Service port is in the pods behind it. */
export interface PortGroup {
  readonly number: number
  readonly endpoints: number
  /** Containers that list the port (`api: web`), and in how many pods each; the list is documentation, and may be empty. */
  readonly declared: readonly { readonly containers: string; readonly pods: number }[]
  /** Pods in which no container lists it: legal for a number, for who listens decides. */
  readonly undeclared: number
  /** Addresses behind which no pod is known. */
  readonly unknown: number
}

/** The way of one Service port into the pods. */
export interface PortChain {
  readonly port: ServicePort
  /** One for each number that slices publish for it; several where pods resolve a name differently; empty for none. */
  readonly groups: readonly PortGroup[]
  /** Pods that should answer and in which no container port bears the name. */
  readonly unresolved: number
}

/**
 * Follows each port of a Service through its slices into the containers. Slices are joined as kube-proxy joins them, see
 * `serves`; a pod of two families counts once.
 */
export function portChains(graph: ServiceGraph): readonly PortChain[] {
  return graph.service.ports.map((port) => {
    const numbers = new Map<number, { endpoints: number; pods: Set<Pod>; unknown: number }>()
    for (const { endpoints, pod } of graph.members)
      for (const endpoint of endpoints)
        for (const published of endpoint.ports) {
          if (!serves(published, port) || published.port === undefined) continue
          const group = numbers.get(published.port) ?? { endpoints: 0, pods: new Set(), unknown: 0 }
          numbers.set(published.port, group)
          group.endpoints++
          if (pod === undefined) group.unknown++
          else group.pods.add(pod)
        }
    const groups = [...numbers].map(([number, { endpoints, pods, unknown }]) => ({
      number,
      endpoints,
      unknown,
      ...listersOf(pods, number, port),
    }))
    const unresolved = graph.members.filter(
      (member) => member.pod !== undefined && !isFinished(member) && portIn(member.pod, port) === undefined,
    ).length
    return { port, groups: groups.sort((a, b) => a.number - b.number), unresolved }
  })
}

/** Which containers of the pods list a port of that number, alike ones together, the most frequent first. */
function listersOf(
  pods: ReadonlySet<Pod>,
  number: number,
  { protocol }: ServicePort,
): Pick<PortGroup, 'declared' | 'undeclared'> {
  const counts = new Map<string, number>()
  let undeclared = 0
  for (const pod of pods) {
    const containers = pod.containers
      .flatMap((container) =>
        container.ports
          .filter((listed) => listed.port === number && listed.protocol === protocol)
          .map((listed) => (listed.name === undefined ? container.name : `${container.name}: ${listed.name}`)),
      )
      .join(', ')
    if (containers === '') undeclared++
    else counts.set(containers, (counts.get(containers) ?? 0) + 1)
  }
  const declared = [...counts].map(([containers, count]) => ({ containers, pods: count }))
  return { declared: declared.sort((a, b) => b.pods - a.pods), undeclared }
}
