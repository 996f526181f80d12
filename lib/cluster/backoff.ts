import type { Clock, Random } from './clock'

const FIRST_MS = 800
const MOST_MS = 30_000
const RESET_MS = 120_000

/**
 * How long to wait before the next try: uniform between nothing and a bound that doubles from 0.8 s to 30 s, and
 * starts anew once two minutes have passed without a failure. The figures are client-go's (tools/cache/reflector.go);
 * the full jitter spreads the watches of a whole cluster over the moment at which its API server comes back.
 */
export function createBackoff(clock: Clock, random: Random): () => number {
  let failures = 0
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (now - last >= RESET_MS) failures = 0
    const bound = Math.min(MOST_MS, FIRST_MS * 2 ** failures)
    const delay = random() * bound
    failures += 1
    last = now + delay
    return delay
  }
}
