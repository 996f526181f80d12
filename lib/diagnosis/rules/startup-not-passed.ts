import { kubectlIn } from '../kubectl'
import { probeFacts } from '../probe-facts'
import { troubleRule } from '../troubles'

/** Containers whose startup probe has not passed yet: until it has, no other probe is made. */
export const startupNotPassed = troubleRule({
  code: 'startup-not-passed',
  needs: ['pods'],
  severity: () => 'warning',
  facts: ({ pods }) => probeFacts(pods, 'startup'),
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})
