import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/** Pods that no node takes, in the scheduler's words, or that no scheduler has looked at. */
export const unschedulable = troubleRule({
  code: 'unschedulable',
  needs: ['pods'],
  severity: () => 'error',
  facts({ pods }) {
    const message = mostCommon(pods, (pod) => pod.message)
    return {
      message: saying(message?.split(/\.? (?:no new claims to deallocate|preemption:)/)[0]),
      problem: message === undefined ? 'unseen' : problemOf(message),
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})

/**
 * What turns down the most nodes, as the scheduler's plugins say it (FitError.Error of pkg/scheduler/framework/types.go:
 * `0/8 nodes are available: 2 node(s) had untolerated taint(s), 6 node(s) didn't match Pod's node affinity/selector.`).
 */
function problemOf(message: string): string {
  const [, reasons = message] = /nodes are available: (.*)/.exec(message) ?? []
  const [first] = reasons
    .split(/[,.] /)
    .map((reason) => ({ reason, nodes: Number(/^\d+/.exec(reason)?.[0] ?? 0) }))
    .sort((a, b) => b.nodes - a.nodes)
  return kindOf(first?.reason ?? message)
}

function kindOf(reason: string): string {
  if (/Insufficient |Too many pods/.test(reason)) return 'room'
  if (/PersistentVolumeClaim|persistentvolumeclaim|volume/.test(reason)) return 'volume'
  if (/untolerated taint/.test(reason)) return 'taint'
  if (/affinity|selector|topology spread/.test(reason)) return 'affinity'
  return 'other'
}
