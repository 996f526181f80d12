import { keyOf } from '@/lib/kubernetes/key'
import type { Workload } from '@/lib/kubernetes/record'
import { selectorOf } from '@/lib/membership/service'
import type { ServiceGraph } from '@/lib/topology/graph'
import { isApiServerService } from '../api-server-service'
import { readyMembers } from '../callable'
import type { ClusterView } from '../cluster-view'
import { kubectlIn } from '../kubectl'
import { podsCommand } from '../pod-command'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'

/** One endpoint answers alone: whatever ends it ends the Service. Where more are wanted, that is a fault of the moment. */
export const singleReadyEndpoint: Rule = {
  code: 'single-ready-endpoint',
  needs: ['services', 'pods', 'endpointslices'],
  *judge({ graph, cluster }) {
    const { service, counts } = graph
    if (counts.ready !== 1 || service.type === 'ExternalName' || isApiServerService(service)) return
    if (selectorOf(service) === undefined) return
    const workload = workloadOf(graph, cluster)
    if (workload?.kind === 'DaemonSet' && schedulableNodes(cluster).length <= 1) return
    const { ready, notReady, pending, missing } = counts
    const wanted = workload?.replicas ?? ready + notReady + pending + missing
    const [member] = readyMembers(graph)
    const pod = member?.pod
    yield {
      id: 'single-ready-endpoint',
      code: 'single-ready-endpoint',
      severity: wanted >= 2 ? 'warning' : 'info',
      facts: { wanted, pod: pod?.name ?? member?.endpoints[0]?.address ?? '', node: member?.node ?? '' },
      objects: [...(pod === undefined ? [] : [refOf(pod)]), ...(workload === undefined ? [] : [refOf(workload)])],
      evidence:
        workload?.replicas === undefined || workload.kind === 'DaemonSet'
          ? []
          : [quoteField(workload, 'spec.replicas', workload.replicas)],
      command:
        workload === undefined
          ? podsCommand(service)
          : kubectlIn(service.namespace, 'get', workload.kind.toLowerCase(), workload.name),
    }
  },
}

/** The one workload behind the Service, where it can be read. */
function workloadOf({ workload, service }: ServiceGraph, cluster: ClusterView): Workload | undefined {
  if (workload === undefined) return undefined
  const slash = workload.indexOf('/')
  const name = workload.slice(slash + 1)
  return cluster.workload(workload.slice(0, slash), keyOf({ namespace: service.namespace, name }))
}
