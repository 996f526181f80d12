import type { ApiError } from './api-error'
import type { Clock } from './clock'
import type { Source } from './reflector'

/** Feels whether the path to a server is alive while nothing comes along it. */
export interface Pulse {
  /** The same source, listened to: whatever arrives through it is a sign of life. */
  listenTo(source: Source): Source
  stop(): void
}

export interface PulseOptions {
  readonly clock: Clock
  /** Whether anything answers at the other end. */
  readonly ping: (signal: AbortSignal) => Promise<ApiError | undefined>
  /** The path is dead; `heard` is the last sign of life, RFC 3339. */
  readonly onDead: (error: ApiError, heard: string) => void
}

/** With two pings of 10 s and the pause between them a dead path shows within 40 s; 45 s are promised. */
const QUIET_MS = 15_000
const PAUSE_MS = 2_000

/**
 * A connection whose other end has vanished looks like one on which nothing happens. TCP keep-alive finds that out
 * only up to the first proxy on the way, so a path on which every watch is silent is pinged; two pings in a row that
 * nothing answers make it dead. Where something arrives by itself, and where no watch is open, nothing is asked.
 */
export function createPulse({ clock, ping, onDead }: PulseOptions): Pulse {
  const stopped = new AbortController()
  let heardAt = clock.now()
  let heardWall = clock.wallNow()
  let open = 0
  let failures = 0
  let cancel = clock.setTimeout(beat, QUIET_MS)

  function heard() {
    heardAt = clock.now()
    heardWall = clock.wallNow()
    failures = 0
  }

  function beat() {
    const quiet = clock.now() - heardAt
    if (open === 0 || quiet < QUIET_MS) return again(open === 0 ? QUIET_MS : QUIET_MS - quiet)
    void ping(stopped.signal).then((error) => {
      if (stopped.signal.aborted) return
      // Something was heard meanwhile, or every watch has ended: both answer the question.
      if (clock.now() - heardAt < QUIET_MS || open === 0) return again(QUIET_MS)
      if (error === undefined || !isDead(error)) {
        heard()
        return again(QUIET_MS)
      }
      failures += 1
      if (failures === 1) return again(PAUSE_MS)
      failures = 0
      onDead(error, new Date(heardWall).toISOString())
      again(QUIET_MS)
    })
  }

  function again(delay: number) {
    cancel = clock.setTimeout(beat, delay)
  }

  return {
    listenTo: (source) => ({
      async list(page, signal) {
        const answer = await source.list(page, signal)
        if (answer.ok) heard()
        return answer
      },
      async watch(from, handlers, signal) {
        let counted = false
        try {
          return await source.watch(
            from,
            {
              opened() {
                counted = true
                open += 1
                heard()
                handlers.opened()
              },
              events(events) {
                heard()
                handlers.events(events)
              },
            },
            signal,
          )
        } finally {
          if (counted) open -= 1
        }
      },
      verify: (resourceVersion, signal) => source.verify(resourceVersion, signal),
    }),
    stop() {
      stopped.abort()
      cancel()
    },
  }
}

/** A refusal is an answer; what a proxy says of a server that it cannot reach is none. */
function isDead(error: ApiError): boolean {
  return error.type === 'unreachable' || (error.type === 'server' && error.status >= 502 && error.status <= 504)
}
