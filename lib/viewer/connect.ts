import { createParser } from 'eventsource-parser'
import type { WireMessage } from '@/lib/stream/message'
import type { ViewerClock } from './clock'
import { initialState } from './initial-state'
import type { Connection, ViewerState } from './state'
import { resumeId, step } from './step'

/** A heartbeat comes every 15 s: two missed and some patience. */
const SILENCE_MS = 40_000
/** Timers stand still while a machine sleeps: looking at the clock now and then sees that it slept. */
const CHECK_MS = 5_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** A tab may be looked away from for a moment without losing its stream; a forgotten one frees its place. */
const HIDDEN_MS = 60_000

/** Whether anybody can see the page. */
export interface Visibility {
  hidden(): boolean
  subscribe(listener: () => void): () => void
}

export interface ViewerOptions {
  /** Address of the stream, views and context included: see `streamAddress`. */
  readonly address: string
  readonly fetch: typeof globalThis.fetch
  readonly clock: ViewerClock
  /** Uniform over [0, 1). */
  readonly random: () => number
  readonly visibility?: Visibility
  /** Called with every new state; all messages that arrive together make one. */
  readonly listener: (state: ViewerState) => void
  /** Called whenever bytes have come, after the listener: a heartbeat changes no state, and still says that we are fed. */
  readonly onHeard?: () => void
}

export interface Viewer {
  readonly state: ViewerState
  /** Wall-clock milliseconds of the last byte that came, heartbeats included, or of the last attempt. */
  heardAt(): number
  /** Tries again at once, also after a refusal. */
  retry(): void
  /** Looks whether the stream has gone silent while nobody could look, and replaces it at once where it has. */
  check(): void
  /** Frees the stream; the listener hears nothing more. */
  close(): void
}

/** The address of `/api/stream` for some views, as the server takes them: `overview`, `namespace:shop`. */
export function streamAddress(views: readonly string[], context?: string): string {
  const query = new URLSearchParams(views.map((view) => ['view', view]))
  if (context !== undefined) query.set('context', context)
  return `/api/stream?${query}`
}

/**
 * Keeps one stream open and folds its messages into a state. It reconnects by itself with full jitter from 1 to 30 s,
 * resumes where it was, asks for everything anew after a gap, and stops only where the server refuses the request.
 */
export function connectViewer(options: ViewerOptions): Viewer {
  const { address, fetch, clock, random, visibility, listener, onHeard } = options
  let state = initialState(clock.now())
  let attempt = 0
  let stream: AbortController | undefined
  let cancelRetry = () => {}
  let cancelSilence = () => {}
  let cancelHiding = () => {}
  let heardAt = 0
  let heardNow = 0
  let paused = false
  let closed = false

  function emit(next: ViewerState) {
    if (next === state || closed) return
    state = next
    listener(state)
  }

  const setConnection = (connection: Connection) => emit({ ...state, connection })

  function leave() {
    stream?.abort()
    stream = undefined
    cancelSilence()
    cancelRetry()
  }

  function lose(reason: string, atLeast = 0) {
    leave()
    if (closed || paused) return
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt)
    attempt += 1
    const delay = Math.max(atLeast, random() * most)
    const { connection } = state
    const since = connection.status === 'lost' ? connection.since : clock.now()
    setConnection({ status: 'lost', since, reason, retryAt: clock.now() + delay })
    cancelRetry = clock.setTimeout(() => void open(), delay)
  }

  /** Waits as long as the server asked us to. */
  function waitUntil(retryAt: number) {
    leave()
    cancelRetry = clock.setTimeout(() => void open(), Math.max(0, retryAt - clock.now()))
  }

  /** Either clock may be the one that went on: the monotonic one stops with the machine, the other one is set by people. */
  const isSilent = () => clock.wallNow() - heardAt >= SILENCE_MS || clock.now() - heardNow >= SILENCE_MS

  function hear() {
    heardAt = clock.wallNow()
    heardNow = clock.now()
  }

  function watchSilence() {
    const left = SILENCE_MS - (clock.now() - heardNow)
    cancelSilence = clock.setTimeout(
      () => {
        if (isSilent()) lose('silent')
        else watchSilence()
      },
      Math.min(CHECK_MS, left),
    )
  }

  async function open() {
    leave()
    const current = new AbortController()
    stream = current
    if (state.connection.status !== 'lost') setConnection({ status: 'connecting', since: clock.now() })
    const id = resumeId(state)
    hear()
    watchSilence()
    let reason = 'unreachable'
    try {
      const response = await fetch(address, {
        headers: { Accept: 'text/event-stream', ...(id === undefined ? {} : { 'Last-Event-ID': id }) },
        cache: 'no-store',
        signal: current.signal,
      })
      if (stream !== current) return
      if (!response.ok || response.body === null) return await refused(response, current)
      reason = 'ended'
      await read(response.body, current)
    } catch {
      // Aborted by ourselves, or the network failed: told apart by whether this is still the stream.
    }
    if (stream === current) lose(reason)
  }

  /** A status instead of a stream: the request is at fault (stop), or the server is in trouble (come back). */
  async function refused(response: Response, current: AbortController) {
    const reason = await detailOf(response)
    if (stream !== current) return
    const { status } = response
    if (status === 429 || status >= 500) {
      const seconds = Number(response.headers.get('retry-after') ?? 0)
      return lose(`status ${status}`, Number.isFinite(seconds) ? seconds * 1000 : 0)
    }
    leave()
    setConnection({ status: 'refused', since: clock.now(), code: status, reason })
  }

  async function read(body: ReadableStream<Uint8Array>, current: AbortController) {
    let next = state
    const parser = createParser({
      onEvent({ event, data }) {
        const message = decode(event, data)
        if (message === undefined) return
        if (message.type === 'ready') attempt = 0
        next = step(next, message, { now: clock.now(), wallNow: clock.wallNow() })
      },
    })
    const decoder = new TextDecoder()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || stream !== current) return
      hear()
      const before = state
      next = state
      parser.feed(decoder.decode(value, { stream: true }))
      emit(next)
      if (!closed) onHeard?.()
      const { connection, gap } = state
      // Only what this stream said counts: until its whole hello is here, the state is that of the stream before.
      const dismissed =
        connection !== before.connection && (connection.status === 'busy' || connection.status === 'lost')
      if (dismissed) return waitUntil(connection.retryAt)
      if (gap && !before.gap) return waitUntil(clock.now() + random() * FIRST_RETRY_MS)
    }
  }

  function onVisibility() {
    cancelHiding()
    if (visibility?.hidden() === true) {
      cancelHiding = clock.setTimeout(() => {
        paused = true
        leave()
      }, HIDDEN_MS)
      return
    }
    if (!paused) return check()
    paused = false
    if (state.connection.status !== 'refused') void open()
  }

  function check() {
    if (stream !== undefined && isSilent()) void open()
  }

  const unsubscribe = visibility?.subscribe(onVisibility)
  if (visibility?.hidden() === true) onVisibility()
  void open()

  return {
    get state() {
      return state
    },
    heardAt: () => heardAt,
    retry() {
      attempt = 0
      paused = false
      if (!closed) void open()
    },
    check,
    close() {
      closed = true
      unsubscribe?.()
      cancelHiding()
      leave()
    },
  }
}

/** The server's words: what is wrong and the next step. */
async function detailOf(response: Response): Promise<string> {
  try {
    const problem: unknown = await response.json()
    if (typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string')
      return problem.detail
  } catch {
    // Not ours: a proxy's page, or nothing at all.
  }
  return response.statusText
}

const types: ReadonlySet<string> = new Set<WireMessage['type']>([
  'hello',
  'reset',
  'snapshot',
  'ready',
  'delta',
  'state',
  'heartbeat',
  'busy',
  'bye',
])

/** One event of our own server; undefined for what a newer one may add. */
function decode(type: string | undefined, data: string): WireMessage | undefined {
  if (type === undefined || !types.has(type)) return undefined
  return { type, ...(JSON.parse(data) as object) } as WireMessage
}
