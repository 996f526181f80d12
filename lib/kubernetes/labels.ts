import type { Labels } from './record'

/** The value of a label, safe against keys such as `constructor` or `__proto__`. */
export function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

/** Whether every pair of the selector stands among the labels. An empty selector matches everything: callers decide first. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const key of Object.keys(selector)) {
    if (labelOf(labels, key) !== selector[key]) return false
  }
  return true
}
