import { createLateStream } from './late-stream'
import { createSharedStream, type PageLife, type PagePort } from './shared-stream'
import { viewerClock } from './viewer-clock'
import type { OpenViewer } from './viewer-store'
import type { Viewing } from './viewer-stores'

const page: PageLife = {
  hidden: () => document.hidden,
  subscribe: (listener) => {
    const ending = new AbortController()
    const { signal } = ending
    const shown = () => {
      if (!document.hidden) listener('shown')
    }
    document.addEventListener('visibilitychange', shown, { signal })
    addEventListener('pageshow', shown, { signal })
    addEventListener('pagehide', () => listener('gone'), { signal })
    return () => ending.abort()
  },
}

// Nearly every browser shares the worker's stream, and never needs the code for one of its own.
const openOwnStream = createLateStream({
  load: async () => (await import('./own-stream')).openOwnStream,
  clock: viewerClock,
})

function openPort(fail: () => void): PagePort {
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), { name: 'stream' })
  worker.addEventListener('error', fail)
  return worker.port
}

/** Opens our own server's stream: the one that the pages of this browser share, where it lets them share one. */
export function openStream(viewing: Viewing): OpenViewer {
  if (typeof SharedWorker === 'undefined') return openOwnStream(viewing)
  return createSharedStream({
    openPort,
    clock: viewerClock,
    timeOrigin: performance.timeOrigin,
    page,
    own: openOwnStream,
  })(viewing)
}
