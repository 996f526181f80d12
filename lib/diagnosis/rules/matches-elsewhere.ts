import { absenceOf, MAX_ELSEWHERE } from '../absence'
import { kubectl } from '../kubectl'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { selectorArgument, selectorText } from '../selector-text'
import { several } from '../several'

/** The pods that the selector was likely meant for are in another namespace: a selector never leaves its own. */
export const matchesElsewhere: Rule = {
  code: 'matches-elsewhere',
  needs: ['pods'],
  *judge({ graph: { service }, once }) {
    const absence = once(absenceOf)
    if (absence?.type !== 'elsewhere') return
    const { selector, pods } = absence
    const namespaces = [...new Set(pods.map(({ namespace }) => namespace))].sort()
    const listed = several(namespaces)
    yield {
      id: 'matches-elsewhere',
      code: 'matches-elsewhere',
      severity: 'error',
      facts: {
        selector: selectorText(selector),
        namespace: service.namespace,
        service: service.name,
        pods: pods.length,
        atLeast: pods.length >= MAX_ELSEWHERE ? 'yes' : 'no',
        namespaces: listed.names,
        other: namespaces[0] ?? '',
        more: listed.more,
      },
      objects: refsOf(pods),
      evidence: [
        quoteField(service, 'spec.selector', selectorText(selector)),
        quoteField(pods[0], 'metadata.namespace', pods[0].namespace),
      ],
      command: kubectl('get', 'pods', '-A', '-l', selectorArgument(selector)),
    }
  },
}
