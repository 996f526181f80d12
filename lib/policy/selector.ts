import { labelOf, selects } from '@/lib/kubernetes/labels'
import type { LabelSelector, Labels } from '@/lib/kubernetes/record'

/**
 * Whether a label selector matches. An empty one matches everything; `NotIn` and `DoesNotExist` match what lacks the
 * key; an operator that we do not know matches nothing. Source: apimachinery metav1.LabelSelectorAsSelector.
 */
export function matchesSelector(selector: LabelSelector, labels: Labels): boolean {
  return (
    selects(selector.matchLabels, labels) &&
    selector.matchExpressions.every(({ key, operator, values }) => {
      const value = labelOf(labels, key)
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value)
        case 'NotIn':
          return value === undefined || !values.includes(value)
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}

export function isEmptySelector({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0
}
