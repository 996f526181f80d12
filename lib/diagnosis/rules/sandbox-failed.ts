import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/** Pods that have a node and cannot start on it, in the words of the event: no network, a volume that does not mount. */
export const sandboxFailed = troubleRule({
  code: 'sandbox-failed',
  needs: ['pods', 'events'],
  severity: () => 'error',
  facts({ pods }) {
    const reason = mostCommon(pods, (pod) => pod.reason) ?? ''
    const message = saying(mostCommon(pods, (pod) => pod.message))
    const isVolume = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume', 'FailedMountOnFilesystemMismatch']
    const isMissing = /(secret|configmap) .*not found/i.test(message)
    return {
      reason,
      message,
      problem: isMissing
        ? 'missing'
        : isVolume.includes(reason)
          ? 'volume'
          : reason === 'FailedPrepareDynamicResources'
            ? 'device'
            : 'network',
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})
