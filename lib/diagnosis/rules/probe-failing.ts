import { kubectlIn } from '../kubectl'
import { probeFacts } from '../probe-facts'
import { troubleRule } from '../troubles'

/** Containers that run and whose readiness probe does not pass, in the kubelet's words where it has warned of it. */
export const probeFailing = troubleRule({
  code: 'probe-failing',
  needs: ['pods'],
  severity: () => 'error',
  facts: ({ pods }) => probeFacts(pods, 'readiness'),
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})
