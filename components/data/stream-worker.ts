import { connectViewer, streamAddress } from '@/lib/viewer/connect'
import { createShare } from '@/lib/viewer/share'
import { createShareHost } from './share-host'
import { viewerClock } from './viewer-clock'

/** The shared worker of all pages of a browser: it holds their stream. */
const host = createShareHost(
  (context) =>
    createShare({
      clock: viewerClock,
      connect: (views, listener, onHeard) =>
        connectViewer({
          address: streamAddress(views, context),
          fetch: (input, init) => fetch(input, init),
          clock: viewerClock,
          random: Math.random,
          listener,
          onHeard,
        }),
    }),
  performance.timeOrigin,
)

addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : []
  if (port !== undefined) host.serve(port)
})
