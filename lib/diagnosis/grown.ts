import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Inquiry } from './rule'

/** What is applied together comes in any order, a moment apart; in milliseconds. */
export const COMING_MS = 5_000

/**
 * Whether an object has been there for so many milliseconds that what a controller should have written into it is
 * overdue. Where it has not, the rule is asked again when it will have.
 */
export function isGrown(
  { now, askAgainAt }: Pick<Inquiry, 'now' | 'askAgainAt'>,
  { created }: Pick<KubernetesRecord, 'created'>,
  patience: number,
): boolean {
  const due = Date.parse(created) + patience
  if (!(now < due)) return true
  askAgainAt(due)
  return false
}
