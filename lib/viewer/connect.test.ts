import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { StreamMessage } from '@/lib/stream/message'
import { encodeEvent } from '@/lib/stream/sse'
import type { ViewerClock } from './clock'
import { connectViewer, streamAddress, type Viewer } from './connect'
import type { ViewerState } from './state'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

/** Time that passes only when told to. */
function handClock() {
  let time = 0
  let slept = 0
  let timers: { readonly at: number; readonly run: () => void }[] = []
  const clock: ViewerClock = {
    now: () => time,
    wallNow: () => time + slept,
    setTimeout(run, delay) {
      const timer = { at: time + delay, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  }
  return {
    clock,
    /** The machine stands still, and its monotonic clock with it. */
    sleep(milliseconds: number) {
      slept += milliseconds
    },
    pass(milliseconds: number) {
      time += milliseconds
      const due = timers.filter((timer) => timer.at <= time)
      timers = timers.filter((timer) => timer.at > time)
      for (const timer of due) timer.run()
    },
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers each request by the next of the given answers; the last one stays. */
async function serve(...answers: Answer[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answers[Math.min(requests.length, answers.length) - 1]?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function watch(origin: string, visibility?: { hidden: boolean }, onHeard = () => {}) {
  const time = handClock()
  const states: ViewerState[] = []
  let visibilityChanged = () => {}
  const viewer: Viewer = connectViewer({
    address: `${origin}${streamAddress(['overview'])}`,
    fetch: globalThis.fetch,
    clock: time.clock,
    random: () => 0.5,
    ...(visibility === undefined
      ? {}
      : {
          visibility: {
            hidden: () => visibility.hidden,
            subscribe(listener: () => void) {
              visibilityChanged = listener
              return () => {}
            },
          },
        }),
    listener: (state) => states.push(state),
    onHeard,
  })
  cleanups.push(() => viewer.close())
  return { viewer, states, pass: time.pass, sleep: time.sleep, visibilityChanged: () => visibilityChanged() }
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !condition(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(condition()).toBe(true)
}

const upstream = { context: 'test', source: 'demo', resources: [] } as const
const now = '1970-01-01T00:00:00Z'
const opening: StreamMessage[] = [
  { type: 'hello', epoch: 'e1', resumed: false, now, upstream },
  { type: 'reset', reason: 'start' },
  { type: 'snapshot', view: 'overview', namespace: 'shop', revision: 4, records: [] },
  { type: 'ready', revision: 4 },
]

const stream =
  (messages: readonly StreamMessage[], after?: (response: ServerResponse) => void): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(Buffer.concat(messages.map((message) => encodeEvent(message))))
    after?.(response)
  }

const problem =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers })
    response.end(JSON.stringify({ title: 'No', status, detail: 'Sign in again.' }))
  }

describe('a viewer', () => {
  it('opens the stream, and tells what came together as one state', async () => {
    const { origin, requests } = await serve(stream(opening))
    const { viewer, states } = watch(origin)
    await until(() => viewer.state.complete)
    expect(requests[0]?.url).toBe('/api/stream?view=overview')
    expect(requests[0]?.headers).toMatchObject({ accept: 'text/event-stream' })
    expect(states.filter((state) => state.connection.status === 'open')).toHaveLength(1)
  })

  it('comes back after the stream broke, and names where it was', async () => {
    const { origin, requests } = await serve(
      stream(opening, (response) => setTimeout(() => response.destroy(), 20)),
      stream([{ type: 'hello', epoch: 'e1', resumed: true, now, upstream }]),
    )
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.connection.status === 'lost')
    expect(viewer.state).toMatchObject({ complete: true, connection: { reason: 'ended', retryAt: 500 } })
    pass(499)
    expect(requests).toHaveLength(1)
    pass(1)
    await until(() => viewer.state.connection.status === 'open')
    expect(requests[1]?.headers['last-event-id']).toBe('e1.4')
  })

  it('waits longer after each failure, up to 30 s', async () => {
    const { origin } = await serve((_request, response) => response.destroy())
    const { viewer, pass, states } = watch(origin)
    const delays: number[] = []
    let clock = 0
    for (let turn = 0; turn < 7; turn += 1) {
      const seen = states.length
      await until(() => states.length > seen || viewer.state.connection.status === 'lost')
      const { connection } = viewer.state
      if (connection.status !== 'lost') throw new Error(connection.status)
      const delay = connection.retryAt - clock
      delays.push(delay)
      clock += delay
      const before = states.length
      pass(delay)
      await until(() => states.length > before)
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000])
  })

  it('declares a stream dead after 40 s of silence', async () => {
    const { origin, requests } = await serve(stream(opening))
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.complete)
    pass(39_999)
    expect(viewer.state.connection.status).toBe('open')
    pass(1)
    expect(viewer.state.connection).toMatchObject({ status: 'lost', reason: 'silent' })
    pass(500)
    await until(() => requests.length === 2)
  })

  it('sees within seconds that the machine slept, however little its timers know of it', async () => {
    const { origin, requests } = await serve(stream(opening))
    const { viewer, pass, sleep } = watch(origin)
    await until(() => viewer.state.complete)
    pass(5_000)
    sleep(35_000)
    pass(4_999)
    expect(viewer.state.connection.status).toBe('open')
    pass(1)
    expect(viewer.state.connection).toMatchObject({ status: 'lost', reason: 'silent' })
    pass(500)
    await until(() => requests.length === 2)
  })

  it('replaces a stream that went silent in sleep at once when its page is looked at', async () => {
    const { origin, requests } = await serve(stream(opening))
    const { viewer, sleep } = watch(origin)
    await until(() => viewer.state.complete)
    viewer.check()
    sleep(40_000)
    expect(requests).toHaveLength(1)
    viewer.check()
    await until(() => requests.length === 2)
    expect(requests[1]?.headers['last-event-id']).toBe('e1.4')
  })

  it('says that it is heard although a heartbeat changes nothing', async () => {
    const beat: StreamMessage = { type: 'heartbeat', now, revision: 4, upstream }
    const { origin } = await serve(
      stream(opening, (response) => setTimeout(() => response.write(encodeEvent(beat)), 20)),
    )
    const heard: number[] = []
    const { viewer, states } = watch(origin, undefined, () => heard.push(states.length))
    await until(() => viewer.state.complete && heard.length > 1)
    expect(heard.at(-1)).toBe(heard.at(-2))
  })

  it('asks for everything anew after a gap', async () => {
    const gap: StreamMessage = {
      type: 'delta',
      view: 'overview',
      namespace: 'shop',
      previous: 7,
      revision: 8,
      changes: [],
    }
    const { origin, requests } = await serve(stream([...opening, gap]), stream(opening))
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.gap)
    pass(1000)
    await until(() => viewer.state.complete && !viewer.state.gap)
    expect(requests[1]?.headers['last-event-id']).toBeUndefined()
  })

  it.each([
    ['a loss', opening],
    [
      'a gap',
      [
        ...opening,
        { type: 'delta', view: 'overview', namespace: 'shop', previous: 7, revision: 8, changes: [] } as const,
      ],
    ],
  ])('stays on the stream after %s, however small the piece of it that comes first', async (_what, first) => {
    const { origin, requests } = await serve(
      stream(first, (response) => setTimeout(() => response.destroy(), 20)),
      (_request, response) => {
        const bytes = Buffer.concat(opening.map((message) => encodeEvent(message)))
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(bytes.subarray(0, 9))
        setTimeout(() => response.write(bytes.subarray(9)), 30)
      },
    )
    const { viewer, states, pass } = watch(origin)
    await until(() => viewer.state.gap || viewer.state.connection.status === 'lost')
    const told = states.length
    pass(1000)
    await until(() => requests.length === 2)
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      pass(100)
    }
    expect(states.length).toBeGreaterThan(told)
    expect(viewer.state).toMatchObject({ complete: true, gap: false, connection: { status: 'open' } })
    expect(requests).toHaveLength(2)
  })

  it('stops at a 401 with the words of the server, until it is told to try again', async () => {
    const { origin, requests } = await serve(problem(401), stream(opening))
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.connection.status === 'refused')
    expect(viewer.state.connection).toMatchObject({ code: 401, reason: 'Sign in again.' })
    pass(600_000)
    expect(requests).toHaveLength(1)
    viewer.retry()
    await until(() => viewer.state.complete)
  })

  it('comes back after a 503, not before Retry-After', async () => {
    const { origin, requests } = await serve(problem(503, { 'retry-after': '7' }), stream(opening))
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.connection.status === 'lost')
    pass(6_999)
    expect(requests).toHaveLength(1)
    pass(1)
    await until(() => viewer.state.complete)
  })

  it.each([
    ['busy', { type: 'busy', retry: 30_000 }],
    ['lost', { type: 'bye', retry: 30_000 }],
  ] as const)('honours %s', async (status, message) => {
    const { origin, requests } = await serve(
      stream([message], (response) => response.end()),
      stream(opening),
    )
    const { viewer, pass } = watch(origin)
    await until(() => viewer.state.connection.status === status)
    expect(viewer.state.connection).toMatchObject({ retryAt: 30_000 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    pass(29_999)
    expect(requests).toHaveLength(1)
    pass(1)
    await until(() => viewer.state.complete)
  })

  it('frees the stream of a tab that stays hidden, and resumes when it is seen', async () => {
    let gone = false
    const { origin, requests } = await serve((request, response) => {
      request.on('close', () => {
        gone = true
      })
      stream(opening)(request, response)
    })
    const visibility = { hidden: false }
    const { viewer, pass, visibilityChanged } = watch(origin, visibility)
    await until(() => viewer.state.complete)
    visibility.hidden = true
    visibilityChanged()
    pass(30_000)
    expect(gone).toBe(false)
    pass(30_000)
    await until(() => gone)
    visibility.hidden = false
    visibilityChanged()
    await until(() => requests.length === 2)
    expect(requests[1]?.headers['last-event-id']).toBe('e1.4')
  })

  it('says nothing more once closed', async () => {
    const { origin, requests } = await serve(stream(opening))
    const { viewer, states, pass } = watch(origin)
    await until(() => viewer.state.complete)
    const before = states.length
    viewer.close()
    pass(600_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(states).toHaveLength(before)
    expect(requests).toHaveLength(1)
  })
})
