import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/** Containers whose image cannot be had. Source: pkg/kubelet/images/types.go. */
export const imagePull = troubleRule({
  code: 'image-pull',
  needs: ['pods'],
  severity: () => 'error',
  facts({ pods }) {
    const reason = mostCommon(pods, (pod) => pod.reason) ?? ''
    const message = pods.find((pod) => pod.message !== undefined && pod.reason !== 'ImagePullBackOff')?.message
    return {
      container: pods[0].container?.name ?? '',
      image: mostCommon(pods, (pod) => pod.container?.image) ?? '',
      problem: problemOf(reason, pods.map((pod) => pod.message ?? '').join(' ')),
      reason,
      message: saying(message ?? pods[0].message),
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})

/** What registries and runtimes say differs from one to the next; these words are common to most. */
function problemOf(reason: string, messages: string): string {
  if (reason === 'InvalidImageName') return 'name'
  if (reason === 'ErrImageNeverPull') return 'never'
  if (/not found|manifest unknown|no match for platform/i.test(messages)) return 'absent'
  if (/unauthorized|denied|forbidden|authentication|credentials/i.test(messages)) return 'denied'
  if (/timeout|timed out|no such host|connection refused|no route|x509|tls:/i.test(messages)) return 'unreachable'
  if (/toomanyrequests|rate limit/i.test(messages)) return 'limited'
  return 'other'
}
