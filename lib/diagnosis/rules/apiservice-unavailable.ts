import { kubectl } from '../kubectl'
import { quoteCondition, refOf } from '../quote'
import type { Rule } from '../rule'

const code = 'apiservice-unavailable'

/** A group of the API that the Service should serve and does not, in the aggregator's words (kube-aggregator). */
export const apiserviceUnavailable: Rule = {
  code,
  needs: ['apiservices'],
  *judge({ graph: { service, key }, cluster }) {
    for (const caller of cluster.apiCallersOf(key)) {
      if (caller.kind !== 'APIService') continue
      const available = caller.conditions.find(({ type }) => type === 'Available')
      if (available?.status !== 'False') continue
      yield {
        id: `${code}:${caller.name}`,
        code,
        severity: 'error',
        facts: { apiService: caller.name, reason: available.reason ?? 'Available=False' },
        objects: [refOf(caller), refOf(service)],
        evidence: [quoteCondition(caller, available)],
        command: kubectl('get', 'apiservice', caller.name, '-o', 'yaml'),
        ...(available.since !== undefined && { since: available.since }),
      }
    }
  },
}
