import type { Pod, Workload } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import { createPolicyJudge } from '@/lib/policy/judge'
import { otherPolicyKinds } from '@/lib/policy/other-kinds'
import { detectDataPlane } from '@/lib/traffic/dataplane'
import type { DataPlane } from '@/lib/traffic/traffic'
import type { Vantage } from '@/lib/traffic/vantage'
import type { World } from '@/lib/traffic/world'
import type { SeenContext } from './seen-context'

/** Where every installer puts kube-proxy. */
const SYSTEM = 'kube-system'

/** What shares of a Service of this namespace depend on, from a vantage, as the mirror has it now. */
export function trafficWorld(context: SeenContext, namespace: string, vantage: Vantage): World {
  const { store } = context.mirror
  const { isKnown } = context.knowledge
  const nodes = [...recordsOf(store.records(''), 'Node').values()]
  const unread = new Set<string>()
  if (!isKnown('nodes', '')) unread.add('nodes')
  if (!isKnown('endpointslices', namespace)) unread.add('endpointslices')
  if (vantage.type === 'pod' && !isKnown('pods', vantage.namespace)) unread.add('pods')
  return {
    node: (name) => store.get('Node', `/${name}`),
    nodes,
    pod: (key) => store.get('Pod', key),
    dataplane: dataPlaneOf(context),
    unread,
    policy: createPolicyJudge({
      policiesIn: (name) =>
        isKnown('networkpolicies', name) ? recordsOf(store.records(name), 'NetworkPolicy').values() : undefined,
      namespaceLabels: (name) => store.get('Namespace', `/${name}`)?.labels,
      otherKinds: policyKindsOf(context),
    }),
  }
}

/** Kinds of policies beside NetworkPolicy that may forbid what it allows. */
export function policyKindsOf({ mirror: { store }, knowledge: { isKnown } }: SeenContext): readonly string[] {
  const definitions = recordsOf(store.records(''), 'CustomResourceDefinition').values()
  return otherPolicyKinds(isKnown('customresourcedefinitions', '') ? definitions : undefined)
}

/** What programs Service addresses on the nodes, as far as the mirror tells. */
export function dataPlaneOf({ mirror: { store }, knowledge: { isKnown } }: SeenContext): DataPlane {
  const namespaces = store.namespaces()
  const daemonSets = namespaces.flatMap((name): Workload[] => [...recordsOf(store.records(name), 'DaemonSet').values()])
  const pods: Iterable<Pod> = recordsOf(store.records(SYSTEM), 'Pod').values()
  const isComplete = isKnown('daemonsets', '') && isKnown('pods', SYSTEM)
  return detectDataPlane({ daemonSets, pods, isComplete })
}
