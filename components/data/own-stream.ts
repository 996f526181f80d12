import { connectViewer, streamAddress, type Visibility } from '@/lib/viewer/connect'
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

/** A stream of this page alone. */
export function openOwnStream({ views, context }: Viewing): OpenViewer {
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
