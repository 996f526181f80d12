import type { Key } from '@/lib/kubernetes/key'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { byTrouble, compare } from './trouble'

/** What a person asked the wall to show. Undefined shows all. */
export interface Filter {
  readonly text: string | undefined
  readonly namespace: string | undefined
  readonly hideHealthy: boolean
}

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

/** One stripe of the wall: a namespace's heading, or as many tiles as fit beside each other. */
export type Row =
  | { readonly type: 'namespace'; readonly id: string; readonly namespace: string; readonly totals: Totals }
  | { readonly type: 'tiles'; readonly id: string; readonly services: readonly ServiceSummary[] }

/**
 * Every word of the text must stand in the name, namespace, type, workload or labels of the Service; `key=value` finds
 * a label.
 */
export function matches(summary: ServiceSummary, filter: Filter): boolean {
  if (filter.namespace !== undefined && summary.namespace !== filter.namespace) return false
  if (filter.hideHealthy && isHealthy(summary)) return false
  const words = filter.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  if (words.length === 0) return true
  const labels = Object.entries(summary.labels).map(([key, value]) => `${key}=${value}`)
  const text = [summary.name, summary.namespace, summary.type, summary.workload ?? '', ...labels]
    .join('\n')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

/** What is not known is not healthy. */
function isHealthy(summary: ServiceSummary): boolean {
  return troubleOf(summary) === undefined && summary.unknown !== true
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

/** The shown Services in trouble, worst first. */
export function troubled(services: readonly ServiceSummary[]): readonly ServiceSummary[] {
  return services.filter((summary) => troubleOf(summary) !== undefined).sort(byTrouble)
}

/** The shown Services in order of namespace and name: a place that no change of state moves. */
export function shown(summaries: ReadonlyMap<Key, ServiceSummary>, filter: Filter): readonly ServiceSummary[] {
  return [...summaries.values()]
    .filter((summary) => matches(summary, filter))
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name))
}

/** Lays the Services out in stripes of at most `columns` tiles, each namespace under its heading. */
export function rowsOf(services: readonly ServiceSummary[], columns: number): readonly Row[] {
  const rows: Row[] = []
  for (let start = 0; start < services.length; ) {
    const namespace = services[start]?.namespace ?? ''
    let end = start
    while (services[end]?.namespace === namespace) end += 1
    const group = services.slice(start, end)
    rows.push({ type: 'namespace', id: namespace, namespace, totals: totalsOf(group) })
    for (let i = 0; i < group.length; i += columns) {
      const tiles = group.slice(i, i + columns)
      rows.push({ type: 'tiles', id: `${namespace}/${tiles[0]?.name ?? ''}`, services: tiles })
    }
    start = end
  }
  return rows
}
