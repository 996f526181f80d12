import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { aPod } from '@/lib/topology/records.fixture'
import type { ViewerClock } from '@/lib/viewer/clock'
import { initialState } from '@/lib/viewer/initial-state'
import { createShare } from '@/lib/viewer/share'
import type { ViewerState } from '@/lib/viewer/state'
import { createShareHost, type HostPort } from './share-host'
import { createSharedStream, type PageLife, type PagePort } from './shared-stream'
import type { FromWorker, ToWorker } from './shared-stream-message'
import { fakeClock } from './stream.fixture'

const PAGE_ORIGIN = 50_000
const WORKER_ORIGIN = 20_000

const viewing = { views: ['namespace:shop'] }

/** Pages and workers that reach each other by ports; a worker may die, a page may hide. */
function browser() {
  const time = fakeClock()
  const clock: ViewerClock = { now: time.now, wallNow: time.now, setTimeout: (run, delay) => time.after(delay, run) }
  const streams: { emit: (fields: Partial<ViewerState>) => void; hear: () => void; open: boolean }[] = []
  let ownStreams = 0

  function startWorker() {
    return createShareHost(
      () =>
        createShare({
          clock,
          connect(_views, listener, onHeard) {
            let state = initialState(clock.now())
            const stream = {
              open: true,
              hear: onHeard,
              emit(fields: Partial<ViewerState>) {
                state = { ...state, ...fields }
                listener(state)
              },
            }
            streams.push(stream)
            return {
              get state() {
                return state
              },
              heardAt: clock.wallNow,
              retry() {},
              check() {},
              close() {
                stream.open = false
              },
            }
          },
        }),
      WORKER_ORIGIN,
    )
  }

  let worker: ReturnType<typeof startWorker> | undefined = startWorker()
  let ports: { host: HostPort; page: PagePort }[] = []
  const sent = { toPage: [] as FromWorker[], toWorker: [] as ToWorker[] }

  function openPort(): PagePort {
    const host: HostPort = {
      onmessage: null,
      postMessage(message) {
        sent.toPage.push(message)
        page.onmessage?.(new MessageEvent('message', { data: structuredClone(message) }))
      },
    }
    const page: PagePort = {
      onmessage: null,
      postMessage(message) {
        sent.toWorker.push(message)
        host.onmessage?.(new MessageEvent('message', { data: structuredClone(message) }))
      },
      close() {
        page.onmessage = null
      },
    }
    ports.push({ host, page })
    worker?.serve(host)
    return page
  }

  function openPage({ fails = false } = {}) {
    let hidden = false
    let tell: (moment: 'shown' | 'gone') => void = () => undefined
    let fail = () => {}
    const life: PageLife = {
      hidden: () => hidden,
      subscribe: (listener) => {
        tell = listener
        return () => undefined
      },
    }
    const states: ViewerState[] = []
    const stream = createSharedStream({
      openPort: (failed) => {
        if (fails) throw new Error('forbidden')
        fail = failed
        return openPort()
      },
      clock,
      timeOrigin: PAGE_ORIGIN,
      page: life,
      own: () => () => {
        ownStreams += 1
        return { heardAt: () => 1, retry: () => undefined, close: () => undefined }
      },
    })(viewing)((state) => states.push(state))
    return {
      stream,
      states,
      last: () => states.at(-1),
      pods: () => [...(states.at(-1)?.records.Pod?.keys() ?? [])],
      hide() {
        hidden = true
      },
      show() {
        hidden = false
        tell('shown')
      },
      go: () => tell('gone'),
      fail: () => fail(),
    }
  }

  return {
    openPage,
    streams,
    sent,
    advance: time.advance,
    pending: time.pending,
    now: time.now,
    present: () => streams.filter(({ open }) => open).length,
    ownStreams: () => ownStreams,
    killWorker(replaced: boolean) {
      for (const { host } of ports) host.onmessage = null
      ports = []
      worker = replaced ? startWorker() : undefined
    },
  }
}

const pod = (name: string): Pod => aPod(name, { namespace: 'shop' })

const whole = (...pods: string[]): Partial<ViewerState> => ({
  connection: { status: 'open', since: 1_000 },
  complete: true,
  records: toRecords(pods.map(pod)),
  scopes: new Map([['namespace/shop', 3]]),
})

describe('a page at the shared stream', () => {
  it('sees what every other page of the browser sees', () => {
    const { openPage, streams, present } = browser()
    const first = openPage()
    const second = openPage()
    streams[0]?.emit(whole('a', 'b'))
    expect([first.pods(), second.pods()]).toEqual([
      ['shop/a', 'shop/b'],
      ['shop/a', 'shop/b'],
    ])
    expect(present()).toBe(1)
  })

  it('reads the times of the worker on its own clock', () => {
    const { openPage, streams } = browser()
    const page = openPage()
    streams[0]?.emit({ connection: { status: 'lost', since: 40_000, reason: 'ended', retryAt: 41_000 } })
    expect(page.last()?.connection).toMatchObject({ since: 10_000, retryAt: 11_000 })
  })

  it('takes a large picture in parts, and draws it once', () => {
    const { openPage, streams, sent } = browser()
    const page = openPage()
    const before = page.states.length
    streams[0]?.emit(whole(...Array.from({ length: 1_201 }, (_, index) => `p${index}`)))
    expect(page.states.length).toBe(before + 1)
    expect(page.pods()).toHaveLength(1_201)
    expect(sent.toPage.filter(({ type }) => type === 'part')).toHaveLength(2)
  })

  it('knows when the stream was heard last', () => {
    const { openPage, streams, advance, now } = browser()
    const page = openPage()
    advance(7_000)
    streams[0]?.hear()
    advance(3_000)
    expect(now() - page.stream.heardAt()).toBe(3_000)
  })

  it('says while it is seen that it is, and nothing while it is hidden', () => {
    const { openPage, sent, advance, present } = browser()
    const page = openPage()
    advance(60_000)
    const looks = () => sent.toWorker.filter(({ type }) => type === 'look').length
    expect(looks()).toBe(5)
    page.hide()
    advance(70_000)
    expect(looks()).toBe(5)
    expect(present()).toBe(0)
    page.show()
    expect(looks()).toBe(6)
    expect(present()).toBe(1)
  })

  it('leaves when it is left, and joins again from the cache of the browser', () => {
    const { openPage, streams, present } = browser()
    const page = openPage()
    streams[0]?.emit(whole('a'))
    page.go()
    expect(present()).toBe(0)
    page.show()
    expect(present()).toBe(1)
    expect(page.pods()).toEqual(['shop/a'])
    streams[1]?.emit(whole('b'))
    expect(page.pods()).toEqual(['shop/b'])
  })

  it('leaves nothing behind when it closes', () => {
    const { openPage, present, pending } = browser()
    const page = openPage()
    page.stream.close()
    expect(present()).toBe(0)
    expect(pending()).toBe(0)
  })
})

describe('a page whose worker dies', () => {
  it('joins the next worker, and keeps its picture meanwhile', () => {
    const { openPage, streams, killWorker, advance, ownStreams } = browser()
    const page = openPage()
    streams[0]?.emit(whole('a', 'b'))
    const before = page.last()
    killWorker(true)
    advance(25_000)
    expect(page.last()).toMatchObject({ connection: { status: 'connecting' }, complete: true })
    expect(page.pods()).toEqual(['shop/a', 'shop/b'])
    streams[1]?.emit(whole('a', 'b'))
    expect(page.last()?.connection.status).toBe('open')
    expect(page.last()?.records).toBe(before?.records)
    expect(ownStreams()).toBe(0)
  })

  it('opens a stream of its own where the next one is dead too', () => {
    const { openPage, killWorker, advance, ownStreams } = browser()
    openPage()
    killWorker(false)
    advance(35_000)
    expect(ownStreams()).toBe(1)
    advance(600_000)
    expect(ownStreams()).toBe(1)
  })

  it('opens a stream of its own at once where the script cannot be loaded, or the browser forbids it', () => {
    const { openPage, ownStreams } = browser()
    openPage().fail()
    expect(ownStreams()).toBe(1)
    openPage({ fails: true })
    expect(ownStreams()).toBe(2)
  })
})
