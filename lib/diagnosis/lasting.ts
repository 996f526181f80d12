import type { Inquiry } from './rule'

/**
 * How long a difference between what is published and what should be must last to be a fault, in milliseconds. The
 * controllers batch for up to a second and retry with a back-off; a busy cluster is behind by a few.
 */
export const PATIENCE_MS = 10_000

/**
 * Whether something has held for a while already. Where it has not, the rule is asked again when it will have, so that
 * a difference that a controller is about to put right is never told.
 */
export function lasts(
  inquiry: Pick<Inquiry, 'now' | 'heldSince' | 'askAgainAt'>,
  what: string,
  patience = PATIENCE_MS,
): boolean {
  const due = inquiry.heldSince(what) + patience
  if (inquiry.now >= due) return true
  inquiry.askAgainAt(due)
  return false
}
