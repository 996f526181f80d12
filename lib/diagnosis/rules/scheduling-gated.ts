import { kubectlIn } from '../kubectl'
import { troubleRule } from '../troubles'

/** Pods that the scheduler may not look at before a gate is taken from them (core/v1 PodSpec.schedulingGates). */
export const schedulingGated = troubleRule({
  code: 'scheduling-gated',
  needs: ['pods'],
  severity: () => 'error',
  facts: ({ pods: [{ pod, part = '' }] }) => ({ gate: part, more: pod.schedulingGates.length - 1 }),
  command: ({ namespace, name }) => kubectlIn(namespace, 'get', 'pod', name, '-o', 'jsonpath={.spec.schedulingGates}'),
})
