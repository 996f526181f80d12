import { kubectlIn } from '../kubectl'
import { mostCommon, saying, troubleRule } from '../troubles'

/** Pods that are not ready, and nothing more telling than their Ready condition says why. */
export const notReady = troubleRule({
  code: 'not-ready',
  needs: ['pods'],
  // A container that is being made, for long but without a failure, may yet come.
  severity: ({ pods }) =>
    pods.every((pod) => pod.container?.state?.type !== 'running' && isMade(pod.reason)) ? 'warning' : 'error',
  facts({ pods }) {
    const message = saying(mostCommon(pods, (pod) => pod.message))
    const container = pods[0].container
    return {
      container: container?.name ?? '',
      state:
        container === undefined
          ? 'none'
          : container.state?.type === 'running'
            ? 'running'
            : isMade(pods[0].reason)
              ? 'creating'
              : 'ended',
      message,
      quote: message === '' ? 'no' : 'yes',
    }
  },
  command: ({ namespace, name }) => kubectlIn(namespace, 'describe', 'pod', name),
})

function isMade(reason: string | undefined): boolean {
  return reason === 'ContainerCreating' || reason === 'PodInitializing'
}
