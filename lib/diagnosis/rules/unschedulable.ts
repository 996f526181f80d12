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
      message: saying(message?.split(/\.? preemption:/)[0]),
      problem: message === undefined ? 'unseen' : problemOf(message),
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})

/** pkg/scheduler/framework: what its plugins say of the nodes that they turn down. */
function problemOf(message: string): string {
  if (/Insufficient |Too many pods/.test(message)) return 'room'
  if (/PersistentVolumeClaim|persistentvolumeclaim|volume/.test(message)) return 'volume'
  if (/untolerated taint/.test(message)) return 'taint'
  if (/affinity|selector/.test(message)) return 'affinity'
  return 'other'
}
