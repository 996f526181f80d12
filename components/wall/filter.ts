import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { isSelected, type Requirement } from './label-selector'

/** What a Service can be looked for by, besides its names: something of it is in this state. */
export const stateFilters = ['trouble', 'notReady', 'missing', 'draining', 'unknown'] as const
export type StateFilter = (typeof stateFilters)[number]

/** What a person asked the wall to show. What is empty or undefined shows all. */
export interface Filter {
  readonly text: string | undefined
  /** Those of any of them. */
  readonly namespaces: readonly string[]
  /** Those in any of them. */
  readonly states: readonly StateFilter[]
  /** Those for whom all of them hold. */
  readonly labels: readonly Requirement[]
  readonly hideHealthy: boolean
}

/** Nothing is asked: everything is shown. */
export const everyService: Filter = { text: undefined, namespaces: [], states: [], labels: [], hideHealthy: false }

/** Whether a Service is one of those that a filter asks for; made once for all of them. */
export function matcherOf(filter: Filter): (summary: ServiceSummary) => boolean {
  const { states, labels, hideHealthy } = filter
  const namespaces = new Set(filter.namespaces)
  const words = filter.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  return (summary) =>
    (namespaces.size === 0 || namespaces.has(summary.namespace)) &&
    !(hideHealthy && isHealthy(summary)) &&
    (states.length === 0 || states.some((state) => isIn(summary, state))) &&
    isSelected(summary.labels, labels) &&
    (words.length === 0 || says(summary, words))
}

/** Every word stands in the name, namespace, type, workload or labels; `key=value` finds a label. */
function says(summary: ServiceSummary, words: readonly string[]): boolean {
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

function isIn(summary: ServiceSummary, state: StateFilter): boolean {
  switch (state) {
    case 'trouble':
      return troubleOf(summary) !== undefined
    case 'notReady':
    case 'missing':
    case 'draining':
      return summary[state] > 0
    case 'unknown':
      return summary.unknown === true
  }
}
