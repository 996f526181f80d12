/**
 * Asks again and again until `probe` answers with something other than undefined, null or false, and gives that.
 * A probe that throws counts as "not yet". The limit is for what never comes, not a measure of speed: a loaded
 * machine makes everything slower, never wrong. `unless` cuts the wait short with the reason why it is in vain.
 *
 * @template T
 * @param {string} what the end of the sentence "waited in vain for …"
 * @param {() => T | Promise<T>} probe
 * @param {import('./wait.d.mts').WaitOptions} [options]
 * @returns {Promise<NonNullable<Exclude<T, false>>>}
 * @throws {Error} after `timeoutMs`, saying what was waited for and how the last probe failed
 */
export async function eventually(what, probe, { timeoutMs = 120_000, everyMs = 50, unless = () => undefined } = {}) {
  const end = performance.now() + timeoutMs
  for (;;) {
    let failure
    try {
      const answer = await probe()
      if (answer !== undefined && answer !== null && answer !== false) {
        return /** @type {NonNullable<Exclude<T, false>>} */ (answer)
      }
    } catch (error) {
      failure = error
    }
    const obstacle = unless()
    if (obstacle !== undefined) throw new Error(`Waited in vain for ${what}: ${obstacle}`)
    if (performance.now() > end) {
      const detail = failure instanceof Error ? `: ${failure.message}` : ''
      throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}${detail}`, { cause: failure })
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
