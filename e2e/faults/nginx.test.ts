import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { startNginx } from './nginx.mjs'

/** nginx gives up on a silent upstream after 60 s. By hand: SWITCHBOARD_IDLE_SECONDS=600. */
const IDLE_MS = 1000 * Number(process.env.SWITCHBOARD_IDLE_SECONDS ?? 90)

let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
let nginx: Awaited<ReturnType<typeof startNginx>>
let api: ReturnType<typeof kubeApi>

beforeAll(async () => {
  switchboard = await startSwitchboard(['--demo'])
  nginx = await startNginx(switchboard.url)
  api = kubeApi(switchboard.kubeconfig!)
})
afterAll(async () => {
  await nginx?.stop()
  await switchboard?.stop()
})

/** Reads the events of a stream as they come, by name. */
async function readStream(address: string) {
  const ending = new AbortController()
  const response = await fetch(address, { signal: ending.signal })
  const events: { readonly name: string; readonly text: string; readonly at: number }[] = []
  let over = false
  const reading = (async () => {
    let rest = ''
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const text of blocks)
        events.push({ name: /^event: (\w+)$/m.exec(text)?.[1] ?? '', text, at: performance.now() })
    }
  })()
    .catch(() => {})
    .then(() => {
      over = true
    })
  return {
    response,
    events,
    over: () => over,
    names: () => events.map(({ name }) => name),
    close: async () => {
      ending.abort()
      await reading
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what: string, condition: () => boolean, patience = 10_000) {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > patience) throw new Error(`${what}: not within ${patience} ms`)
    await pause(20)
  }
}

describe("a stream behind Debian's nginx with its defaults", () => {
  it('comes through with its first events, although it never ends', async () => {
    const stream = await readStream(`${nginx.url}/api/stream?view=namespace:default`)
    expect(stream.response.headers.get('server')).toContain('nginx')
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream')
    // Packed by us, frame by frame: nginx passes it on as it comes.
    expect(stream.response.headers.get('content-encoding')).toBe('gzip')
    await until('the picture', () => stream.names().includes('ready'))
    expect(stream.names()[0]).toBe('hello')
    await stream.close()
  })

  it('brings every change by itself, before anything else is sent after it', async () => {
    const stream = await readStream(`${nginx.url}/api/stream?view=overview`)
    await until('the picture', () => stream.names().includes('ready'))
    for (const replicas of [4, 3]) {
      const before = stream.events.length
      await api.scale('default', 'frontend', replicas)
      await until(
        `${replicas} replicas`,
        () => stream.events.slice(before).some(({ text }) => text.includes(`"ready":${replicas}`)),
        14_000,
      )
    }
    await stream.close()
  })

  it('loses its end where our own header is ignored: that is what the tests above would see', async () => {
    const holding = await startNginx(switchboard.url, { location: 'proxy_ignore_headers X-Accel-Buffering;' })
    const seen = { ready: false }
    // Where even the headers are held, the end of nginx is the end of the attempt.
    const opening = readStream(`${holding.url}/api/stream?view=namespace:kube-public`)
      .then((stream) => {
        seen.ready = stream.names().includes('ready')
      })
      .catch(() => {})
    try {
      await pause(3_000)
      expect(seen.ready).toBe(false)
    } finally {
      await holding.stop()
      await opening
    }
  })

  it(
    `lives through ${IDLE_MS / 1000} idle seconds, a heartbeat at a time`,
    async () => {
      const stream = await readStream(`${nginx.url}/api/stream?view=namespace:kube-public`)
      await until('the picture', () => stream.names().includes('ready'))
      await pause(IDLE_MS)
      expect(stream.over()).toBe(false)
      const beats = stream.events.filter(({ name }) => name === 'heartbeat')
      expect(beats.length).toBeGreaterThanOrEqual(Math.floor(IDLE_MS / 15_000) - 1)
      expect(new Set(stream.names().slice(stream.names().indexOf('ready') + 1))).toEqual(new Set(['heartbeat']))
      await stream.close()
    },
    IDLE_MS + 60_000,
  )
})
