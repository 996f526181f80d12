import { selects } from '@/lib/kubernetes/labels'
import { selectorOf } from '@/lib/membership/service'
import { isApiServerService } from '../api-server-service'
import { readyMembers } from '../callable'
import { kubectlIn } from '../kubectl'
import { podsCommand } from '../pod-command'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { workloadBehind } from '../workload-behind'

/**
 * One endpoint answers alone: whatever ends it ends the Service. Where more are wanted, that is a fault of the moment. A
 * selector that asks for more than the template of its workload has is for some of its pods alone, such as the leader, or
 * the pod of a name: it finds one because it is for one.
 */
export const singleReadyEndpoint: Rule = {
  code: 'single-ready-endpoint',
  needs: ['services', 'pods', 'endpointslices'],
  *judge({ graph, cluster }) {
    const { service, counts } = graph
    if (counts.ready !== 1 || service.type === 'ExternalName' || isApiServerService(service)) return
    const selector = selectorOf(service)
    if (selector === undefined) return
    const workload =
      graph.workload === undefined ? undefined : workloadBehind(graph.workload, service.namespace, cluster)
    if (workload?.templateLabels !== undefined && !selects(selector, workload.templateLabels)) return
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
