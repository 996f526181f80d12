import type { Change } from '@/lib/kubernetes/records'
import type { StreamRecord } from '@/lib/stream/message'
import type { ViewerClock } from '@/lib/viewer/clock'
import { initialState } from '@/lib/viewer/initial-state'
import { applyPatch, type Patch } from '@/lib/viewer/patch'
import type { ViewerState } from '@/lib/viewer/state'
import type { FromWorker, ToWorker } from './shared-stream-message'
import type { OpenStream, OpenViewer } from './viewer-store'
import type { Viewing } from './viewer-stores'

const LOOK_MS = 15_000
/** A worker that has not answered for so long is dead: its process crashed, or its script did not load. */
const ANSWER_MS = 10_000

/** What a page sees of a port to the worker; a MessagePort does it. */
export interface PagePort {
  postMessage(message: ToWorker): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  close(): void
}

/** When a page is seen, and when it goes. */
export interface PageLife {
  hidden(): boolean
  /** `shown` also when it comes back from the browser's back/forward cache; `gone` when it is left. */
  subscribe(listener: (moment: 'shown' | 'gone') => void): () => void
}

export interface SharedStreamOptions {
  /** A new port to the worker; calls `fail` where the worker cannot run. */
  readonly openPort: (fail: () => void) => PagePort
  readonly clock: ViewerClock
  /** Where this page's monotonic clock begins, in wall-clock milliseconds. */
  readonly timeOrigin: number
  readonly page: PageLife
  /** A stream of this page's own, where no worker serves it. */
  readonly own: (viewing: Viewing) => OpenViewer
}

/**
 * Opens the stream that all pages of this browser share, by a port to the worker that holds it. Where the worker dies,
 * another one takes its place; where none can run, the page opens a stream of its own.
 */
export function createSharedStream(options: SharedStreamOptions): (viewing: Viewing) => OpenViewer {
  const { openPort, clock, timeOrigin, page, own } = options
  return (viewing) => (emit) => {
    let state = initialState(clock.now())
    let heardAt = clock.wallNow()
    let parts: Change<StreamRecord>[] = []
    let port: PagePort | undefined
    let ownStream: OpenStream | undefined
    let unanswered = 0
    let cancelAnswer = () => {}
    let cancelLook = () => {}

    function join(returning: boolean) {
      parts = []
      let opened: PagePort
      try {
        opened = openPort(() => {
          if (port === opened) goAlone()
        })
      } catch {
        // The browser's settings forbid workers.
        return goAlone()
      }
      opened.onmessage = ({ data }) => {
        if (port === opened) hear(data)
      }
      port = opened
      send({ type: 'join', viewing, returning })
      look()
    }

    const send = (message: ToWorker) => port?.postMessage(message)

    function hear(message: FromWorker) {
      unanswered = 0
      switch (message.type) {
        case 'part':
          parts.push(...message.changes)
          return
        case 'patch': {
          const changes = parts.length === 0 ? message.patch.changes : [...parts, ...message.patch.changes]
          parts = []
          state = applyPatch(state, onOurClock({ ...message.patch, changes }, message.timeOrigin - timeOrigin))
          emit(state)
          return
        }
        case 'heard':
          heardAt = message.at
          return
        case 'here':
          cancelAnswer()
          return
      }
    }

    /** Says that somebody sees this page. A hidden one says nothing, and its views are soon no longer asked for. */
    function look() {
      cancelLook()
      cancelAnswer()
      if (port === undefined || page.hidden()) return
      cancelAnswer = clock.setTimeout(onSilence, ANSWER_MS)
      cancelLook = clock.setTimeout(look, LOOK_MS)
      send({ type: 'look' })
    }

    function onSilence() {
      unanswered += 1
      leave()
      if (unanswered > 1) goAlone()
      else join(state.scopes.size > 0)
    }

    function goAlone() {
      leave()
      ownStream = own(viewing)(emit)
    }

    function leave() {
      cancelAnswer()
      cancelLook()
      send({ type: 'leave' })
      port?.close()
      port = undefined
    }

    const unsubscribe = page.subscribe((moment) => {
      if (ownStream !== undefined) return
      if (moment === 'gone') leave()
      else if (port === undefined) join(state.scopes.size > 0)
      else look()
    })
    join(false)

    return {
      heardAt: () => ownStream?.heardAt() ?? heardAt,
      retry: () => (ownStream === undefined ? send({ type: 'retry' }) : ownStream.retry()),
      close() {
        unsubscribe()
        leave()
        ownStream?.close()
      },
    }
  }
}

/** Each thread counts its monotonic time from its own beginning. */
function onOurClock(patch: Patch, offset: number): Patch {
  const { connection } = patch.fields
  return connection === undefined
    ? patch
    : { ...patch, fields: { ...patch.fields, connection: shifted(connection, offset) } }
}

function shifted(connection: ViewerState['connection'], offset: number): ViewerState['connection'] {
  const since = connection.since + offset
  switch (connection.status) {
    case 'lost':
    case 'busy':
      return { ...connection, since, retryAt: connection.retryAt + offset }
    case 'connecting':
    case 'open':
    case 'refused':
      return { ...connection, since }
  }
}
