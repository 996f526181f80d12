import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/**
 * Containers that cannot be made or run as they are written: a Secret or ConfigMap that is missing, a command that is
 * not in the image, a hook that fails. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go.
 */
export const containerConfig = troubleRule({
  code: 'container-config',
  needs: ['pods'],
  severity: () => 'error',
  facts({ pods }) {
    const reason = mostCommon(pods, (pod) => pod.reason) ?? ''
    const message = saying(mostCommon(pods, (pod) => pod.message))
    return {
      container: pods[0].container?.name ?? '',
      reason,
      message,
      problem: /(secret|configmap) .*not found/i.test(message)
        ? 'missing'
        : /couldn't find key/i.test(message)
          ? 'key'
          : reason === 'RunContainerError' || reason === 'CreateContainerError'
            ? 'run'
            : 'other',
      quote: message === '' ? 'no' : 'yes',
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})
