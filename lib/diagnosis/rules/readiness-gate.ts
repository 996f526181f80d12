import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/**
 * Pods whose containers are all ready and that wait for a condition which some other controller is to set.
 * Source: pkg/kubelet/status/generate.go GeneratePodReadyCondition.
 */
export const readinessGate = troubleRule({
  code: 'readiness-gate',
  needs: ['pods'],
  severity: () => 'error',
  facts({ pods }) {
    const gate = pods[0].part ?? ''
    const condition = pods[0].pod.conditions.find(({ type }) => type === gate)
    const message = saying(mostCommon(pods, (pod) => pod.message) ?? mostCommon(pods, (pod) => pod.reason))
    return { gate, status: condition?.status ?? 'missing', message, quote: message === '' ? 'no' : 'yes' }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})
