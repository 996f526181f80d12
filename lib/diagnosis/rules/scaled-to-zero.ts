import { absenceOf } from '../absence'
import { kubectlIn } from '../kubectl'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { selectorText } from '../selector-text'
import { several } from '../several'

/** The selector is right, and the workload whose pods it matches is told to have none. */
export const scaledToZero: Rule = {
  code: 'scaled-to-zero',
  needs: ['pods', 'deployments', 'statefulsets', 'daemonsets'],
  *judge({ graph: { service }, once }) {
    const absence = once(absenceOf)
    if (absence?.type !== 'scaledToZero') return
    const { selector, workloads } = absence
    const [first] = workloads
    const listed = several(workloads.map(({ kind, name }) => `${kind}/${name}`))
    yield {
      id: 'scaled-to-zero',
      code: 'scaled-to-zero',
      severity: 'warning',
      facts: {
        selector: selectorText(selector),
        namespace: service.namespace,
        workloads: listed.names,
        more: listed.more,
        kind: first.kind,
        target: `${first.kind.toLowerCase()}/${first.name}`,
      },
      objects: refsOf(workloads),
      evidence: workloads
        .slice(0, 2)
        .map((workload) =>
          workload.kind === 'DaemonSet'
            ? quoteField(workload, 'status.desiredNumberScheduled', 0)
            : quoteField(workload, 'spec.replicas', 0),
        ),
      command: kubectlIn(service.namespace, 'get', first.kind.toLowerCase(), first.name),
    }
  },
}
