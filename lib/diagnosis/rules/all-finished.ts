import { absenceOf } from '../absence'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'

/** All pods that match have ended: pods of a Job, or such as were evicted. Source: util.ShouldPodBeInEndpoints. */
export const allFinished: Rule = {
  code: 'all-finished',
  needs: ['pods'],
  *judge({ graph: { service }, once }) {
    const absence = once(absenceOf)
    if (absence?.type !== 'finished') return
    const { pods } = absence
    const failed = pods.filter(({ phase }) => phase === 'Failed')
    const evicted = failed.find(({ reason }) => reason !== undefined)
    const example = evicted ?? failed[0] ?? pods[0]
    yield {
      id: 'all-finished',
      code: 'all-finished',
      severity: 'error',
      facts: {
        pods: pods.length,
        failed: failed.length,
        succeeded: pods.length - failed.length,
        reason: evicted?.reason ?? '',
        job: pods.some(({ owner }) => owner?.kind === 'Job') ? 'yes' : 'no',
      },
      objects: refsOf(pods),
      evidence: [
        quoteField(example, 'status.phase', example.phase),
        ...(example.reason === undefined ? [] : [quoteField(example, 'status.reason', example.reason)]),
        ...(example.message === undefined ? [] : [quoteField(example, 'status.message', example.message)]),
      ],
      command: podsCommand(service),
    }
  },
}
