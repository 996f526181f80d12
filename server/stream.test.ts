import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { HubLimits } from '@/lib/stream/hub'
import { aDeployment, aPod } from '@/lib/topology/records.fixture'
import { asksForStream, serveStream } from './stream'
import { aSwitchboard } from './switchboard.fixture'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

async function serve(limits: Partial<HubLimits> = {}, records = aDeployment('web', 1, { namespace: 'shop' })) {
  const switchboard = aSwitchboard({ records, limits })
  const settled: string[] = []
  const server = createServer((request, response) => {
    void serveStream(request, response, switchboard).then(() => settled.push(request.url ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    switchboard.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const request = get({ port, path, method, headers }, resolve)
      request.once('error', reject)
      cleanups.push(() => request.destroy())
    })
  return { switchboard, ask, settled, viewers: () => switchboard.context.hub.figures.viewers }
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !condition(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(condition()).toBe(true)
}

/** What has come of a body so far. */
function reading(response: Readable) {
  const read = { text: '', end: undefined as 'whole' | 'broken' | undefined }
  response.setEncoding('utf8').on('data', (piece) => {
    read.text += piece
  })
  response.once('end', () => {
    read.end = 'whole'
  })
  response.once('error', () => {
    read.end = 'broken'
  })
  return read
}

describe('the event stream of the server', () => {
  it('is told from every other address', () => {
    const asked = (url: string) => asksForStream({ url } as IncomingMessage)
    expect(asked('/api/stream?view=overview')).toBe(true)
    expect(asked('/api/stream')).toBe(true)
    expect(asked('/api/streams?view=overview')).toBe(false)
    expect(asked('/n/default?next=/api/stream')).toBe(false)
  })

  it('sends its events as they come, with the headers that keep proxies from holding them', async () => {
    const { ask } = await serve()
    const response = await ask('/api/stream?view=namespace:shop')
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const read = reading(response)
    await until(() => read.text.includes('event: ready'))
    expect(read.text).toContain('"name":"web"')
  })

  it('is compressed for those who take that, every event readable when it comes, and nothing else is', async () => {
    const { ask, switchboard } = await serve()
    const packed = { 'Accept-Encoding': 'gzip, deflate, br' }
    const response = await ask('/api/stream?view=namespace:shop', packed)
    expect(response.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    const gunzip = response.pipe(createGunzip())
    const read = reading(gunzip)
    await until(() => read.text.includes('event: ready'))
    switchboard.context.mirror.store.apply([{ type: 'put', record: aPod('late', { namespace: 'shop' }) }])
    await until(() => read.text.includes('event: delta') && read.text.endsWith('\n\n'))
    expect(read.text).toContain('"name":"late"')
    switchboard.close()
    await until(() => read.end === 'whole')
    expect(read.text).toContain('event: bye')
    expect((await ask('/api/stream', packed)).headers['content-encoding']).toBeUndefined()
    expect((await ask('/api/stream?view=overview')).headers['content-encoding']).toBeUndefined()
  })

  it('goes on where a viewer was', async () => {
    const { ask } = await serve()
    const read = reading(await ask('/api/stream?view=overview', { 'Last-Event-ID': 'e1.0' }))
    await until(() => read.text.includes('event: ready'))
    expect(read.text).toContain('"resumed":true')
  })

  it('frees the place of a viewer who goes', async () => {
    const { ask, viewers, settled } = await serve()
    const response = await ask('/api/stream?view=overview')
    await until(() => viewers() === 1)
    response.destroy()
    await until(() => viewers() === 0)
    await until(() => settled.length === 1)
  })

  it('ends with the words of the server when that ends', async () => {
    const { ask, switchboard } = await serve()
    const read = reading(await ask('/api/stream?view=overview'))
    await until(() => read.text.includes('event: ready'))
    switchboard.close()
    await until(() => read.end !== undefined)
    expect(read.text).toContain('event: bye')
    expect(read.end).toBe('whole')
  })

  it('waits for a reader who does not read, holds little for him, and breaks off when he never does', async () => {
    // More than the buffers of both sockets take, a piece at a time.
    const message = 'x'.repeat(100_000)
    const large = Array.from({ length: 300 }, (_, index) => aPod(`web-${index}`, { namespace: 'shop', message }))
    const { ask, viewers, settled } = await serve({ stall: 100, partRecords: 1 }, large)
    const response = await ask('/api/stream?view=namespace:shop')
    await until(() => viewers() === 1)
    await until(() => viewers() === 0)
    const read = reading(response)
    await until(() => read.end !== undefined)
    expect(read.end).toBe('broken')
    expect(read.text).not.toContain('event: ready')
    await until(() => settled.length === 1)
  })

  it('says what is wrong with a question, and answers HEAD by headers alone', async () => {
    const { ask, viewers } = await serve()
    const refused = await ask('/api/stream?view=everything')
    expect(refused.statusCode).toBe(400)
    expect(refused.headers['content-type']).toBe('application/problem+json')
    const read = reading(refused)
    await until(() => read.end === 'whole')
    expect(JSON.parse(read.text).detail).toContain('?view=overview')
    const head = await ask('/api/stream?view=overview', {}, 'HEAD')
    expect(head.headers['content-type']).toBe('text/event-stream')
    expect(viewers()).toBe(0)
  })
})
