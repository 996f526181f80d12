import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'

/**
 * Figures of some Services; `ready` and `wanted` are those of the Services whose counts are known. One that is called and
 * not there is in trouble, and no Service.
 */
export interface Totals {
  readonly services: number
  readonly unknown: number
  readonly troubled: number
  readonly ready: number
  readonly wanted: number
}

export function totalsOf(services: Iterable<ServiceSummary>): Totals {
  let count = 0
  let unknown = 0
  let troubled = 0
  let ready = 0
  let wanted = 0
  for (const summary of services) {
    if (troubleOf(summary) !== undefined) troubled += 1
    if (summary.absent === true) continue
    count += 1
    if (summary.unknown === true) {
      unknown += 1
      continue
    }
    ready += summary.ready
    wanted += wantedOf(summary)
  }
  return { services: count, unknown, troubled, ready, wanted }
}
