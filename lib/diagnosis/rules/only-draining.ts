import { selects } from '@/lib/kubernetes/labels'
import { selectorOf } from '@/lib/membership/service'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import type { ClusterView } from '../cluster-view'
import { quoteEndpoint } from '../endpoint-ref'
import { slicesCommand } from '../pod-command'
import { refsOf } from '../quote'
import type { Rule } from '../rule'
import { workloadBehind } from '../workload-behind'

/**
 * Nobody is ready, and pods on their way out are called in their stead while they still serve.
 * Source: pkg/proxy/topology.go CategorizeEndpoints.
 */
export const onlyDraining: Rule = {
  code: 'only-draining',
  needs: ['endpointslices'],
  *judge({ graph, cluster }) {
    const { service, counts, members, slices } = graph
    if (counts.ready > 0 || counts.draining === 0) return
    const draining = members.filter(({ state }) => state === 'draining')
    const pods = draining.flatMap(({ pod }) => pod ?? [])
    yield {
      id: 'only-draining',
      code: 'only-draining',
      severity: 'warning',
      facts: {
        draining: draining.length,
        coming: comingOf(graph, draining, cluster),
        selects: selectorOf(service) === undefined ? 'no' : 'yes',
      },
      objects: refsOf(pods),
      evidence: draining.slice(0, 2).flatMap(({ endpoints: [endpoint] }) => {
        const slice = slices.find(({ name }) => name === endpoint?.slice)
        return endpoint === undefined || slice === undefined ? [] : quoteEndpoint(slice, endpoint)
      }),
      command: slicesCommand(service),
    }
  },
}

const UNKNOWN = -1

/**
 * How many are to come: pods that are not ready yet, or that the workloads of those on their way out are told to have, as
 * a StatefulSet makes a pod anew only when the old one is gone. UNKNOWN where a workload cannot be read.
 */
function comingOf({ service, counts }: ServiceGraph, draining: readonly Member[], cluster: ClusterView): number {
  const there = counts.notReady + counts.pending + counts.missing
  if (there > 0) return there
  const selector = selectorOf(service) ?? {}
  let wanted = 0
  for (const name of new Set(draining.flatMap(({ workload }) => workload ?? []))) {
    const workload = workloadBehind(name, service.namespace, cluster)
    if (workload?.replicas === undefined) return UNKNOWN
    const matches = selects(selector, workload.templateLabels ?? selector)
    wanted += matches ? workload.replicas : draining.filter((member) => member.workload === name).length
  }
  return wanted
}
