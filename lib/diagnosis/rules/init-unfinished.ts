import { kubectlIn } from '../kubectl'
import { troubleRule } from '../troubles'

/** Init containers that still run, or wait, while the containers that would answer have not been started. */
export const initUnfinished = troubleRule({
  code: 'init-unfinished',
  needs: ['pods'],
  severity: () => 'warning',
  facts: ({ pods: [{ container }] }) => ({
    container: container?.name ?? '',
    state: container?.state?.type ?? 'waiting',
    sidecar: container?.restartable === true ? 'yes' : 'no',
  }),
  command: ({ namespace, name }, { pods: [{ container }] }) =>
    container?.state?.type === 'running'
      ? kubectlIn(namespace, 'logs', name, '-c', container.name)
      : kubectlIn(namespace, 'describe', 'pod', name),
})
