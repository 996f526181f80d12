export interface WaitOptions {
  /** How long at most; two minutes unless set. */
  timeoutMs?: number
  /** Pause between two probes; 50 ms unless set. */
  everyMs?: number
  /** Says why there is nothing left to wait for, if so. */
  unless?: () => string | undefined
}

/**
 * Asks again and again until `probe` answers with something other than undefined, null or false, and gives that.
 * A probe that throws counts as "not yet".
 *
 * @throws {Error} after `timeoutMs`, saying what was waited for and how the last probe failed
 */
export function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  options?: WaitOptions,
): Promise<NonNullable<Exclude<T, false>>>
