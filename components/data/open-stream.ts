import { connectViewer, streamAddress, type Visibility } from '@/lib/viewer/connect'
import { createSharedStream, type PageLife, type PagePort } from './shared-stream'
import { viewerClock } from './viewer-clock'
import type { OpenViewer } from './viewer-store'
import type { Viewing } from './viewer-stores'

const visibility: Visibility = {
  hidden: () => document.hidden,
  subscribe: (listener) => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

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

/** A stream of this page alone. */
function openOwnStream({ views, context }: Viewing): OpenViewer {
  return (emit) => {
    const viewer = connectViewer({
      address: streamAddress(views, context),
      fetch: (input, init) => fetch(input, init),
      clock: viewerClock,
      random: Math.random,
      visibility,
      listener: emit,
    })
    return { heardAt: viewer.heardAt, retry: viewer.retry, close: viewer.close }
  }
}

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
