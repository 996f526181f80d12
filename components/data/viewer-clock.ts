import type { ViewerClock } from '@/lib/viewer/clock'

/** The time of a browser, in pages and in workers. */
export const viewerClock: ViewerClock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (run, delay) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}
