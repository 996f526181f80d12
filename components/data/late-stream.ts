import type { ViewerClock } from '@/lib/viewer/clock'
import type { OpenStream, OpenViewer } from './viewer-store'
import type { Viewing } from './viewer-stores'

/** How long to wait before code that did not come is asked for again, in milliseconds. */
const AGAIN_MS = 2_000

/** Opens streams whose code is fetched when the first is wanted, and again for as long as it does not come. */
export function createLateStream({
  load,
  clock,
}: {
  readonly load: () => Promise<(viewing: Viewing) => OpenViewer>
  readonly clock: ViewerClock
}): (viewing: Viewing) => OpenViewer {
  return (viewing) => (emit) => {
    const since = clock.wallNow()
    let stream: OpenStream | undefined
    let closed = false
    let cancel = () => {}

    function begin() {
      load().then(
        (open) => {
          if (!closed) stream = open(viewing)(emit)
        },
        () => {
          if (!closed) cancel = clock.setTimeout(begin, AGAIN_MS)
        },
      )
    }

    begin()
    return {
      heardAt: () => stream?.heardAt() ?? since,
      retry: () => stream?.retry(),
      close() {
        closed = true
        cancel()
        stream?.close()
      },
    }
  }
}
