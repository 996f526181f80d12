import { labelOf } from '@/lib/kubernetes/labels'
import { badRequest } from './failure'
import type { KubeObject, LabelSelector, StringMap } from './objects'

interface Requirement {
  readonly key: string
  readonly operator: 'in' | 'notin' | 'exists' | 'absent'
  readonly values: readonly string[]
}

/** Whether an object is one of those asked for. */
export type Filter = (object: KubeObject) => boolean

/**
 * Reads a `labelSelector` query: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas.
 * Throws BadRequest on anything else. Source: apimachinery labels.Parse.
 */
export function parseLabelSelector(text: string): Filter {
  const requirements = splitOutsideParentheses(text).map(parseRequirement)
  return (object) => {
    const labels = object.metadata.labels ?? {}
    return requirements.every((requirement) => holds(requirement, labels))
  }
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const letter of text) {
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  parts.push(part)
  return parts.map((each) => each.trim()).filter((each) => each !== '')
}

function parseRequirement(text: string): Requirement {
  const key = '([A-Za-z0-9][-A-Za-z0-9_./]*)'
  const set = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`).exec(text)
  if (set?.[1] !== undefined && set[3] !== undefined) {
    const values = set[3].split(',').map((value) => value.trim())
    return { key: set[1], operator: set[2] === 'in' ? 'in' : 'notin', values }
  }
  const equal = new RegExp(`^${key}\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`).exec(text)
  if (equal?.[1] !== undefined && equal[3] !== undefined)
    return { key: equal[1], operator: equal[2] === '!=' ? 'notin' : 'in', values: [equal[3]] }
  const exists = new RegExp(`^(!?)\\s*${key}$`).exec(text)
  if (exists?.[2] !== undefined)
    return { key: exists[2], operator: exists[1] === '!' ? 'absent' : 'exists', values: [] }
  throw badRequest(`unable to parse requirement: ${text}`)
}

function holds({ key, operator, values }: Requirement, labels: StringMap): boolean {
  const value = labelOf(labels, key)
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value)
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'exists':
      return value !== undefined
    case 'absent':
      return value === undefined
  }
}

/** Whether labels match a LabelSelector object; an empty selector matches all. */
export function matchesSelector(selector: LabelSelector, labels: StringMap): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labelOf(labels, key) !== value) return false
  }
  const operators = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: 'absent' } as const
  return (selector.matchExpressions ?? []).every((expression) => {
    const operator = operators[expression.operator as keyof typeof operators]
    return operator !== undefined && holds({ key: expression.key, operator, values: expression.values ?? [] }, labels)
  })
}

const fields = new Set([
  'metadata.name',
  'metadata.namespace',
  'type',
  'reason',
  'status.phase',
  'spec.nodeName',
  'spec.type',
  'spec.clusterIP',
  'involvedObject.kind',
  'involvedObject.name',
  'involvedObject.namespace',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
])

/** Reads a `fieldSelector` query. Throws BadRequest on a field that the API does not index. */
export function parseFieldSelector(text: string): Filter {
  const terms = text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const match = /^([A-Za-z.]+)(==|=|!=)(.*)$/.exec(term)
      const field = match?.[1] ?? ''
      if (match === null || !fields.has(field)) throw badRequest(`field label not supported: ${field || term}`)
      return { path: field.split('.'), equal: match[2] !== '!=', value: match[3] ?? '' }
    })
  return (object) => terms.every(({ path, equal, value }) => (fieldOf(object, path) === value) === equal)
}

function fieldOf(object: KubeObject, path: readonly string[]): string {
  let value: unknown = object
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return ''
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'string' ? value : ''
}
