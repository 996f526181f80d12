import type { Labels } from '@/lib/kubernetes/record'

/** A selector as its YAML has it, on one line: `app: web, tier: front`. */
export function selectorText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')
}

/** A selector as `kubectl -l` takes it. */
export function selectorArgument(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
