import type { Clock } from '@/lib/cluster/clock'

/**
 * The machine's time, `speed` times as fast: the product's minutes pass in seconds while its sockets are real. Its
 * timers do not keep a process alive.
 */
export function createHurriedClock(speed: number): Clock {
  const start = performance.now()
  const wall = Date.now()
  const now = () => (performance.now() - start) * speed
  return {
    now,
    wallNow: () => wall + now(),
    setTimeout(run, delay) {
      const timer = setTimeout(run, delay / speed)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
