import { kubectlIn } from '../kubectl'
import { mostCommon, troubleRule } from '../troubles'

/**
 * Containers, init containers too, that end again and again, or ended and wait to be started anew.
 * Source: pkg/kubelet/container/sync_result.go ErrCrashLoopBackOff.
 */
export const crashLoop = troubleRule({
  code: 'crash-loop',
  needs: ['pods'],
  severity: () => 'error',
  facts({ pods }) {
    const [{ container }] = pods
    const exitCode = mostCommon(pods, (pod) => pod.exitCode)
    const reason = mostCommon(pods, (pod) => pod.reason)
    return {
      container: container?.name ?? '',
      init: container?.init === true ? 'yes' : 'no',
      end: reason === 'OOMKilled' ? 'memory' : endOf(exitCode),
      exitCode: exitCode ?? 'unknown',
      restarts: Math.max(...pods.map((pod) => pod.container?.restarts ?? 0)),
    }
  },
  command: ({ namespace, name }, { pods: [{ container }] }) =>
    kubectlIn(
      namespace,
      'logs',
      name,
      '-c',
      container?.name ?? '',
      ...(hasEndedBefore(container) ? ['--previous'] : []),
    ),
})

/** Whether there is a log of an earlier run; the first crash stands in the present one. */
function hasEndedBefore(container: { readonly restarts?: number } | undefined): boolean {
  return (container?.restarts ?? 0) > 0
}

/** What an exit code tells of itself: those above 128 are a signal's, 126 and 127 the shell's or the runtime's. */
function endOf(exitCode: number | undefined): string {
  switch (exitCode) {
    case undefined:
      return 'unknown'
    case 0:
      return 'done'
    case 126:
    case 127:
    case 128:
      return 'command'
    case 137:
    case 143:
      return 'killed'
    default:
      return 'failed'
  }
}
