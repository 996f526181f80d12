/** Time as an argument, so that minutes of watching can be tested in milliseconds. */
export interface Clock {
  /** Monotonic milliseconds: for delays and for how long something has lasted. */
  now(): number
  /** Milliseconds since 1970: for what people read. */
  wallNow(): number
  /** Runs `run` once after `delay` milliseconds; the returned function takes that back. */
  setTimeout(run: () => void, delay: number): () => void
}

/** Uniform over [0, 1). */
export type Random = () => number

/** The machine's own time. Its timers do not keep a process alive: the server's sockets do. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout(run, delay) {
    const timer = setTimeout(run, delay)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves after `delay` milliseconds, or at once when the signal is aborted. */
export function sleep(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = () => {
      cancel()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = clock.setTimeout(wake, delay)
    signal.addEventListener('abort', wake)
  })
}
