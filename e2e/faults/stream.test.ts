import { connect as connectSocket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { connectViewer, streamAddress, type Viewer } from '@/lib/viewer/connect'
import type { ViewerState } from '@/lib/viewer/state'
import type { Switchboard } from '@/server/switchboard'
import { eventually } from '../cluster/wait.mjs'
import { type House, type HouseOptions, namesOf, openHouse, service, servicesPath } from './house'
import { serveStream } from './serve-stream'

const inShop = servicesPath('shop')

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A house whose streams are served on a port; `swap` puts another server behind it, as a restart does. */
async function serve(options?: HouseOptions) {
  const open = async (own?: HouseOptions): Promise<House> => {
    const house = await openHouse(own)
    ends.push(() => house.close())
    return house
  }
  const house = await open(options)
  let current: Switchboard | undefined = house.switchboard
  const server = await serveStream(() => current)
  ends.push(() => server.stop())
  const origin = `http://127.0.0.1:${server.port}`
  return {
    ...house,
    origin,
    port: server.port,
    put(next: Switchboard | undefined) {
      current = next
    },
    view(...views: string[]): { viewer: Viewer; told: ViewerState[] } {
      const told: ViewerState[] = []
      const viewer = connectViewer({
        address: `${origin}${streamAddress(views)}`,
        fetch: globalThis.fetch,
        clock: house.clock,
        random: Math.random,
        listener: (state) => told.push(state),
      })
      ends.push(() => viewer.close())
      return { viewer, told }
    },
  }
}

const until = (what: string, { viewer }: { viewer: Viewer }, holds: (state: ViewerState) => boolean) =>
  eventually(what, () => holds(viewer.state), { timeoutMs: 60_000 })

/** The text of a stream up to some words. */
async function textOf(address: string, words: string, headers: Record<string, string> = {}) {
  const left = new AbortController()
  const response = await fetch(address, { headers, signal: left.signal })
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(words)) break
  }
  left.abort()
  return { response, text }
}

describe('a stream begins at once, as what it is', () => {
  it('with its headers and a hello that says what is not known, although the cluster never answers', async () => {
    const { origin } = await serve({ prepare: (proxy) => void proxy.inject({ fault: { type: 'stall' } }) })
    const { response, text } = await textOf(`${origin}/api/stream?view=overview`, 'event: ready')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(text).toMatch(/^retry: 2000\nevent: hello\n/)
    expect(text).toContain('"status":"syncing"')
    expect(text).not.toContain('"status":"live"')
  })
})

describe('a stream that comes back', () => {
  it('gets what it missed and nothing else, from the same server', async () => {
    const { origin, kube, synced, context } = await serve()
    await synced()
    await eventually('a first change', () => context.hub.figures.revision > 0)
    const first = await textOf(`${origin}/api/stream?view=namespace:shop`, 'event: ready')
    const id = /id: (\S+)\nevent: ready/.exec(first.text)?.[1] ?? ''
    await kube.call('POST', inShop, service('missed'))
    const { text } = await textOf(`${origin}/api/stream?view=namespace:shop`, 'missed', { 'Last-Event-ID': id })
    expect(text).toContain('"resumed":true')
    expect(text).not.toContain('event: reset')
    expect(text).not.toContain('event: snapshot')
  })

  it('gets everything anew from another replica or after a restart, and shows its old picture until then', async () => {
    const { view, put, kube, synced, switchboard } = await serve()
    await synced()
    const page = view('namespace:shop')
    await until('the first picture', page, ({ complete }) => complete)
    const { epoch } = page.viewer.state
    const held = namesOf(page.viewer.state, 'Service')
    const other = await openHouse()
    ends.push(() => other.close())
    await other.synced()
    put(undefined)
    await kube.call('POST', inShop, service('first-server-alone'))
    switchboard.close()
    await until('the loss', page, ({ connection }) => connection.status === 'lost')
    expect(namesOf(page.viewer.state, 'Service').filter((name) => name !== 'first-server-alone')).toEqual(held)
    put(other.switchboard)
    await until('the other server', page, (state) => state.epoch !== epoch && state.complete)
    // The other one mirrors another cluster of the same names: nothing of the first is left.
    expect(namesOf(page.viewer.state, 'Service')).toEqual(held)
    const fewest = Math.min(
      ...page.told.filter(({ complete }) => complete).map((state) => namesOf(state, 'Service').length),
    )
    expect(fewest).toBe(held.length)
  })
})

describe('a stream on which nothing happens', () => {
  it('is kept alive by heartbeats that carry what is known of the cluster', async () => {
    const { origin, synced } = await serve({ scenario: 'empty', speed: 60 })
    await synced()
    const { text } = await textOf(`${origin}/api/stream?view=overview`, 'event: heartbeat')
    expect(text).toMatch(/event: heartbeat\ndata: \{"now":".*"revision":\d+,"upstream":\{"context":"demo"/)
  })
})

describe('a viewer that does not read', () => {
  it('is dropped, while the others see every change', async () => {
    const { port, view, kube, synced, context } = await serve({
      speed: 20,
      limits: { queueBytes: 1_000, lagBytes: 4_000 },
    })
    await synced()
    const page = view('namespace:shop')
    await until('the first picture', page, ({ complete }) => complete)
    const stuck = connectSocket(port, '127.0.0.1')
    ends.push(() => stuck.destroy())
    stuck.on('error', () => {})
    stuck.pause()
    stuck.write('GET /api/stream?view=namespace:shop HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    await eventually('two viewers', () => context.hub.figures.viewers === 2)
    // More than the buffers of both sockets hold: each slice is a fifth of a megabyte.
    const endpoints = Array.from({ length: 1000 }, (_, index) => ({
      addresses: [`10.9.${Math.floor(index / 250)}.${(index % 250) + 1}`],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: 'a-node-with-a-long-name-that-is-told-with-each-endpoint',
      targetRef: { kind: 'Pod', namespace: 'shop', name: `a-pod-with-a-long-name-${index}` },
    }))
    let round = 0
    await eventually(
      'the drop',
      async () => {
        round += 1
        await kube.call('POST', '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices', {
          metadata: { name: `filling-${round}` },
          addressType: 'IPv4',
          ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
          endpoints,
        })
        return context.hub.figures.dropped > 0
      },
      { everyMs: 20 },
    )
    await kube.call('POST', inShop, service('afterwards'))
    await until('the change', page, (state) => namesOf(state, 'Service').includes('afterwards'))
    expect(context.hub.figures.viewers).toBe(1)
  })
})

describe('a server that is full', () => {
  it('says busy to the next viewer, who comes in once a place is free; the others run on', async () => {
    const { view, synced, context } = await serve({ speed: 60, limits: { viewers: 2 } })
    await synced()
    const [first, second] = [view('overview'), view('overview')]
    await until('the first', first, ({ complete }) => complete)
    await until('the second', second, ({ complete }) => complete)
    const third = view('overview')
    await until('busy', third, ({ connection }) => connection.status === 'busy')
    expect(context.hub.figures.viewers).toBe(2)
    expect(first.viewer.state.connection.status).toBe('open')
    second.viewer.close()
    await until('the place', third, ({ complete, connection }) => complete && connection.status === 'open')
  })
})

describe('a server that ends', () => {
  it('says bye with a time of 1 to 10 s that is drawn for each viewer', async () => {
    const { view, synced, switchboard } = await serve({ speed: 1 })
    await synced()
    const pages = Array.from({ length: 20 }, () => view('overview'))
    for (const page of pages) await until('its picture', page, ({ complete }) => complete)
    switchboard.close()
    const waits = await Promise.all(
      pages.map(async (page) => {
        await until('the bye', page, ({ connection }) => connection.status === 'lost')
        const { connection } = page.viewer.state
        if (connection.status !== 'lost') throw new Error(connection.status)
        expect(connection.reason).toBe('restarting')
        return connection.retryAt - connection.since
      }),
    )
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000)
    expect(new Set(waits).size).toBeGreaterThan(10)
  })
})
