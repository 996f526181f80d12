import type { Pod } from '@/lib/kubernetes/record'
import { kubectlIn } from '../kubectl'
import { quoteCondition, quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'

/** The kubelet needs a moment past the end of the grace period to kill what is left and to say so. */
const SLACK_MS = 20_000

/**
 * Pods that should have gone: `deletionTimestamp` is the moment at which their grace period ends, not that of the
 * delete (k8s.io/apiserver registry/rest BeforeDelete).
 */
export const terminatingOverdue: Rule = {
  code: 'terminating-overdue',
  needs: ['pods'],
  *judge({ graph, cluster, now, askAgainAt }) {
    const late: Pod[] = []
    for (const { pod } of graph.members) {
      if (pod?.deleted === undefined) continue
      const due = Date.parse(pod.deleted) + SLACK_MS
      if (now >= due) late.push(pod)
      else askAgainAt(due)
    }
    late.sort((a, b) => Date.parse(a.deleted ?? '') - Date.parse(b.deleted ?? ''))
    const [first] = late
    if (first?.deleted === undefined) return
    const node = first.node === undefined ? undefined : cluster.node(first.node)
    const ready = node?.conditions.find(({ type }) => type === 'Ready')
    yield {
      id: 'terminating-overdue',
      code: 'terminating-overdue',
      severity: 'warning',
      facts: {
        pods: late.length,
        pod: first.name,
        node: first.node ?? '',
        silent: ready !== undefined && ready.status !== 'True' ? 'yes' : 'no',
      },
      objects: refsOf(late),
      evidence: [
        quoteField(first, 'metadata.deletionTimestamp', first.deleted),
        ...(node && ready && ready.status !== 'True' ? [quoteCondition(node, ready)] : []),
      ],
      command: kubectlIn(first.namespace, 'describe', 'pod', first.name),
      since: first.deleted,
    }
  },
}
