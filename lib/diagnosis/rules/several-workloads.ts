import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { kubectlIn } from '../kubectl'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { selectorArgument, selectorText } from '../selector-text'
import { several } from '../several'
import { standingPods } from '../standing-pods'
import { workloadRefOf } from '../troubles'

/**
 * The selector matches pods of more than one workload, or a pod that no workload made beside those of one: canaries do
 * so on purpose, a label that is too common by chance. ReplicaSets must be known, so that a rollout is one Deployment.
 */
export const severalWorkloads: Rule = {
  code: 'several-workloads',
  needs: ['pods', 'replicasets'],
  *judge({ graph, cluster }) {
    const { service, workload } = graph
    const { selector, namespace } = service
    if (
      selector === undefined ||
      (workload !== undefined && graph.members.every((member) => member.workload !== undefined))
    )
      return
    const standing = new Set(standingPods(graph))
    const made = new Set<string>()
    const bare = [...standing].filter((pod) => pod.owner === undefined)
    for (const { pod, workload: own } of graph.members)
      if (pod !== undefined && own !== undefined && standing.has(pod)) made.add(own)
    if (made.size === 0 || made.size + bare.length < 2) return
    const names = [...[...made].sort(), ...bare.map(({ name }) => `Pod/${name}`)]
    const listed = several(names)
    yield {
      id: 'several-workloads',
      code: 'several-workloads',
      severity: 'info',
      facts: { count: names.length, names: listed.names, more: listed.more, selector: selectorText(selector) },
      objects: [...[...made].sort().map((own) => workloadRefOf(own, namespace, cluster)), ...refsOf(bare)].slice(
        0,
        MAX_OBJECTS,
      ),
      evidence: [
        quoteField(service, 'spec.selector', selectorText(selector)),
        ...(bare[0] ? [quoteField(bare[0], 'metadata.ownerReferences', '')] : []),
      ],
      command: kubectlIn(
        namespace,
        'get',
        'pods',
        '-l',
        selectorArgument(selector),
        '-o',
        'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[0].name',
      ),
    }
  },
}
