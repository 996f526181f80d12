import type { ViewerState } from '@/lib/viewer/state'
import { feedOf } from './feed'
import { derive, emptySnapshot, type ViewerSnapshot } from './viewer-snapshot'

/**
 * An open stream: `heardAt` is the local wall clock at its last byte, `retry` tries again at once, `close` ends it,
 * after which it emits nothing.
 */
export interface OpenStream {
  readonly heardAt: () => number
  readonly retry: () => void
  readonly close: () => void
}

/** Opens a stream and calls `emit` with each new state. */
export type OpenViewer = (emit: (state: ViewerState) => void) => OpenStream

/** One open stream, seen by any number of components. The methods need no `this`. */
export interface ViewerStore {
  readonly get: () => ViewerSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Wall-clock milliseconds of the server, as far as known; stands still while the picture is stale. */
  readonly now: () => number
  /** Milliseconds since the stream last told anything, heartbeats included. */
  readonly silence: () => number
  /** Calls once a second as long as somebody listens: for what `now` is shown in. */
  readonly onTick: (listener: () => void) => () => void
  /** Tries the stream again at once, also after a refusal. */
  readonly retry: () => void
  readonly close: () => void
}

/** The time a store runs on. */
export interface StoreClock {
  /** Local wall clock in milliseconds. */
  readonly now: () => number
  /** Runs a task every so many milliseconds until the answer is called. */
  readonly every: (ms: number, task: () => void) => () => void
  /** Runs a task once after so many milliseconds unless the answer is called before. */
  readonly after: (ms: number, task: () => void) => () => void
}

/** Keeps the latest state of one stream outside React, and derives its topology once per change of its records. */
export function createViewerStore({ open, clock }: { open: OpenViewer; clock: StoreClock }): ViewerStore {
  const listeners = new Set<() => void>()
  const tickListeners = new Set<() => void>()
  let stopTicks: (() => void) | undefined
  let snapshot = emptySnapshot()
  let frozenAt: number | undefined

  const publish = (next: ViewerSnapshot) => {
    snapshot = next
    for (const listener of listeners) listener()
  }
  const stream = open((state) => {
    if (isCurrent(state)) frozenAt = undefined
    else frozenAt ??= clock.now() + snapshot.state.skew
    publish(derive(snapshot, state))
  })

  return {
    get: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => frozenAt ?? clock.now() + snapshot.state.skew,
    silence: () => Math.max(0, clock.now() - stream.heardAt()),
    onTick: (listener) => {
      tickListeners.add(listener)
      stopTicks ??= clock.every(TICK_MS, () => {
        for (const each of tickListeners) each()
      })
      return () => {
        tickListeners.delete(listener)
        if (tickListeners.size > 0) return
        stopTicks?.()
        stopTicks = undefined
      }
    },
    retry: () => stream.retry(),
    close: () => {
      stream.close()
      snapshot = idle
      listeners.clear()
    },
  }
}

// The finest unit that an age is shown in.
const TICK_MS = 1_000

const idle = emptySnapshot()

/** A store that never opens anything, for what is drawn before there is one. */
export const idleStore: ViewerStore = {
  get: () => idle,
  subscribe: () => () => undefined,
  now: () => 0,
  silence: () => 0,
  onTick: () => () => undefined,
  retry: () => undefined,
  close: () => undefined,
}

/** Whether time may pass in the picture: our stream is open, and the cluster still answers our server. */
function isCurrent({ connection, upstream }: ViewerState): boolean {
  switch (feedOf(connection, upstream).type) {
    case 'live':
    case 'syncing':
    case 'denied':
      return true
    case 'connecting':
    case 'lost':
    case 'refused':
    case 'busy':
    case 'stale':
      return false
  }
}
