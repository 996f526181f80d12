import type { Clock } from '@/lib/cluster/clock'
import type { Chance } from '@/lib/demo/chance'
import { encodeEvent } from '@/lib/stream/sse'

/** What is wrong with the way between a browser and the servers. */
export interface NetworkTrouble {
  /** How likely an attempt to connect fails, or a piece of a stream is held up. */
  restless: number
  /** Whether frames may vanish from the middle of a stream, as no sound network lets them. */
  losesFrames: boolean
}

export type StreamFault = 'break' | 'silence' | 'pause'

/** A network between viewers and servers: `fetch` goes through it. */
export interface LossyNetwork {
  readonly trouble: NetworkTrouble
  readonly tally: Map<string, number>
  readonly fetch: typeof globalThis.fetch
  /** Does something to the streams that are open: each with the given likelihood. */
  disturb(fault: StreamFault, likelihood: number): void
}

interface OpenStream {
  disturb(fault: StreamFault): void
}

/**
 * A network that answers requests by `answer`, which may throw where no server listens. It cuts streams anywhere,
 * inside a character too, lets them fall silent without an end, and hands their bytes on in pieces of any size.
 */
export function createLossyNetwork(answer: (request: Request) => Response, clock: Clock, chance: Chance): LossyNetwork {
  const trouble: NetworkTrouble = { restless: 0, losesFrames: false }
  const tally = new Map<string, number>()
  const streams = new Set<OpenStream>()
  const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1)
  const pause = (delay: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, delay))

  function carry(source: ReadableStream<Uint8Array>, leave: () => void, signal: AbortSignal | null | undefined) {
    const reader = source.getReader()
    let held: Uint8Array = new Uint8Array()
    let silent = false
    let pausedUntil = 0
    let over = false
    let handle: ReadableStreamDefaultController<Uint8Array> | undefined

    function finish(error?: unknown) {
      if (over) return
      over = true
      streams.delete(stream)
      leave()
      signal?.removeEventListener('abort', aborted)
      if (error === undefined) handle?.close()
      else handle?.error(error)
    }
    const aborted = () => finish(new DOMException('aborted', 'AbortError'))
    signal?.addEventListener('abort', aborted)
    const stream: OpenStream = {
      disturb(fault) {
        count(`stream ${fault}`)
        if (fault === 'silence') silent = true
        else if (fault === 'pause') pausedUntil = clock.now() + chance.between(500, 25_000)
        else {
          // What was on its way arrives up to some byte, and no further.
          if (held.length > 0) handle?.enqueue(held.subarray(0, Math.floor(chance.next() * held.length)))
          finish(new TypeError('network error'))
        }
      },
    }
    streams.add(stream)

    /** The next bytes to hand on; undefined at the end. */
    async function next(): Promise<Uint8Array | undefined> {
      if (held.length === 0) {
        const { done, value } = await reader.read()
        if (done) return undefined
        held = trouble.losesFrames && chance.next() < 0.1 ? withoutOneFrame(value, () => count('frame lost')) : value
      }
      const length = trouble.restless > 0 ? 1 + Math.floor(chance.next() * Math.min(held.length, 4000)) : held.length
      const piece = held.slice(0, length)
      held = held.subarray(length)
      return piece
    }

    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          handle = controller
          try {
            while (clock.now() < pausedUntil) await pause(pausedUntil - clock.now())
            const piece = await next()
            if (over) return
            // Silence is a connection without an end: its bytes are taken and go nowhere.
            if (silent) await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
            else if (piece === undefined) finish()
            else if (piece.length > 0) controller.enqueue(piece)
            else await this.pull?.(controller)
          } catch (error) {
            finish(error)
          }
        },
        cancel: () => finish(new TypeError('cancelled')),
      },
      { highWaterMark: 0 },
    )
  }

  return {
    trouble,
    tally,
    async fetch(input, init) {
      const signal = init?.signal
      await pause(chance.between(1, 20))
      if (signal?.aborted) throw new DOMException('aborted', 'AbortError')
      if (chance.next() < trouble.restless) {
        const roll = chance.next()
        count(roll < 0.4 ? 'connect refused' : roll < 0.6 ? 'connect 503' : roll < 0.8 ? 'connect 502' : 'busy')
        if (roll < 0.4) throw new TypeError('fetch failed')
        if (roll < 0.6) return new Response('{}', { status: 503, headers: { 'Retry-After': '7' } })
        if (roll < 0.8) return new Response('<html>Bad gateway</html>', { status: 502 })
        return new Response(encodeEvent({ type: 'busy', retry: 5_000 }).slice())
      }
      const left = new AbortController()
      const { signal: _, ...rest } = init ?? {}
      const response = answer(new Request(input, { ...rest, signal: left.signal }))
      if (response.body === null || !response.ok) return response
      count('stream opened')
      return new Response(
        carry(response.body, () => left.abort(), signal),
        response,
      )
    },
    disturb(fault, likelihood) {
      for (const stream of [...streams]) if (chance.next() < likelihood) stream.disturb(fault)
    },
  }
}

/** Whole events, one delta fewer where there is one. */
function withoutOneFrame(bytes: Uint8Array, lost: () => void): Uint8Array {
  const events = new TextDecoder().decode(bytes).split(/(?<=\n\n)/)
  const index = events.findIndex((event) => event.includes('event: delta\n'))
  if (index === -1) return bytes
  lost()
  return new TextEncoder().encode(events.toSpliced(index, 1).join(''))
}
