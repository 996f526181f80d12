import type { ViewerClock } from '@/lib/viewer/clock'
import { connectViewer, streamAddress, type Visibility } from '@/lib/viewer/connect'
import type { OpenViewer } from './viewer-store'
import type { Viewing } from './viewer-stores'

const clock: ViewerClock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  setTimeout: (run, delay) => {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}

const visibility: Visibility = {
  hidden: () => document.hidden,
  subscribe: (listener) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

/** Opens our own server's stream with this browser's network, clocks and chance. */
export function openStream({ views, context }: Viewing): OpenViewer {
  return (emit) => {
    const viewer = connectViewer({
      address: streamAddress(views, context),
      fetch: (input, init) => fetch(input, init),
      clock,
      random: Math.random,
      visibility,
      listener: emit,
    })
    return { heardAt: viewer.heardAt, retry: viewer.retry, close: viewer.close }
  }
}
