import { labelOf } from '@/lib/kubernetes/labels'
import type { Labels } from '@/lib/kubernetes/record'

/** One condition of a selector. Conditions of `notIn` hold for who lacks the label, too. */
export interface Requirement {
  readonly key: string
  readonly operator: 'in' | 'notIn' | 'exists' | 'absent'
  readonly values: ReadonlySet<string>
}

/**
 * Why a selector cannot be read, and what stands where it goes wrong (empty at its end):
 * `key` a label's name is wanted, `operator` something follows a name that compares nothing, `set` `in` and `notin` want
 * values in brackets, `unclosed` their bracket stays open, `value` no label can have this value.
 */
export interface SelectorFault {
  readonly code: 'key' | 'operator' | 'set' | 'unclosed' | 'value'
  readonly found: string
}

export type Selector =
  | { readonly ok: true; readonly requirements: readonly Requirement[] }
  | { readonly ok: false; readonly fault: SelectorFault }

const none: ReadonlySet<string> = new Set()

// A name of at most 63 characters behind a prefix that is a domain; values are as names, or empty.
const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?'
const key = new RegExp(`^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}$`)
const value = new RegExp(`^(?:${NAME})?$`)

/**
 * Reads what `kubectl -l` reads: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas. Nothing
 * at all selects everything. Follows apimachinery labels.Parse, but for `<` and `>`.
 */
export function parseSelector(text: string): Selector {
  const requirements: Requirement[] = []
  if (text.trim() === '') return { ok: true, requirements }
  for (const part of partsOf(text)) {
    const read = requirementOf(part.trim())
    if ('code' in read) return { ok: false, fault: read }
    requirements.push(read)
  }
  return { ok: true, requirements }
}

/** Whether every condition holds for the labels. */
export function isSelected(labels: Labels, requirements: readonly Requirement[]): boolean {
  return requirements.every((requirement) => holds(labels, requirement))
}

function holds(labels: Labels, { key, operator, values }: Requirement): boolean {
  const own = labelOf(labels, key)
  switch (operator) {
    case 'in':
      return own !== undefined && values.has(own)
    case 'notIn':
      return own === undefined || !values.has(own)
    case 'exists':
      return own !== undefined
    case 'absent':
      return own === undefined
  }
}

/** Between commas, but for those that stand in brackets. */
function partsOf(text: string): readonly string[] {
  return text.match(/(?:\([^)]*\)?|[^,(])+|(?<=,|^)(?=,|$)/g) ?? []
}

function requirementOf(part: string): Requirement | SelectorFault {
  const [, negation = '', name = '', rest = ''] = /^(!?)\s*([^\s=!()]*)\s*(.*)$/s.exec(part) ?? []
  if (!key.test(name)) return { code: 'key', found: name === '' ? part : name }
  if (rest === '') return { key: name, operator: negation === '' ? 'exists' : 'absent', values: none }
  if (negation !== '') return { code: 'operator', found: rest }
  const equal = /^(==?|!=)\s*(.*)$/s.exec(rest)
  if (equal !== null) {
    const [, sign, wanted = ''] = equal
    if (!value.test(wanted)) return { code: 'value', found: wanted }
    return { key: name, operator: sign === '!=' ? 'notIn' : 'in', values: new Set([wanted]) }
  }
  const set = /^(in|notin)(?![^\s(])\s*(.*)$/s.exec(rest)
  if (set === null) return { code: 'operator', found: rest }
  const [, operator, bracketed = ''] = set
  if (!bracketed.startsWith('(')) return { code: 'set', found: bracketed }
  if (!bracketed.endsWith(')')) return { code: 'unclosed', found: bracketed }
  const values = bracketed
    .slice(1, -1)
    .split(',')
    .map((each) => each.trim())
  const wrong = values.find((each) => !value.test(each))
  if (wrong !== undefined) return { code: 'value', found: wrong }
  return { key: name, operator: operator === 'in' ? 'in' : 'notIn', values: new Set(values) }
}
