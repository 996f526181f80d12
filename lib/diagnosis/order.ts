import type { Finding, Severity } from '@/lib/kubernetes/finding'
import type { RuleBook } from './rules'

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** How bad, the worst first: 0 is an error. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity)
}

/** Orders the findings of one subject: worst first, then by the rules' reading order, then by id. */
export function worstFirst(book: RuleBook): (a: Finding, b: Finding) => number {
  const places = new Map([...book.services, ...book.namespaces].map(({ code }, place) => [code, place]))
  const placeOf = ({ code }: Finding) => places.get(code) ?? places.size
  return (a, b) =>
    severityRank(a.severity) - severityRank(b.severity) ||
    placeOf(a) - placeOf(b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
