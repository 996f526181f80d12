import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { createApi } from '@/lib/cluster/api'
import { systemClock } from '@/lib/cluster/clock'
import { anonymous } from '@/lib/cluster/credentials'
import { success } from '@/lib/cluster/result'
import { startDemoCluster } from '@/lib/demo/server'
import { recordsOf } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { connectViewer, streamAddress } from '@/lib/viewer/connect'
import { answerServiceGraph } from './answers/graph'
import { answerStream } from './answers/stream'
import { createSwitchboard } from './switchboard'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('It never came to that.')
}

/** The way from a cluster to a browser without Next: demo cluster, mirror, hub, handler, socket, viewer. */
async function start() {
  const cluster = await startDemoCluster({ speed: 10 })
  const switchboard = createSwitchboard({
    source: 'demo',
    current: 'demo',
    contexts: [{ name: 'demo' }],
    connect: (context) => success(createApi({ credentials: anonymous(context, cluster.url) })),
    clock: systemClock,
    random: Math.random,
    limits: { viewers: 2 },
  })
  const server = createServer((message, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const request = new Request(`http://localhost${message.url}`, {
      headers: message.headers as Record<string, string>,
      signal: gone.signal,
    })
    const answer = answerStream(request, switchboard)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body === null) response.end()
    else
      Readable.fromWeb(answer.body as never)
        .on('error', () => response.destroy())
        .pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(
    () => cluster.stop(),
    () => server.closeAllConnections(),
    () => server.close(),
    () => switchboard.close(),
  )
  const opened = switchboard.open()
  if (!opened.ok) throw new Error(opened.error.message)
  const { mirror, hub } = opened.value
  await mirror.ready
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    switchboard,
    mirror,
    hub,
    view(...views: string[]) {
      const viewer = connectViewer({
        address: origin + streamAddress(views),
        fetch: globalThis.fetch,
        clock: systemClock,
        random: Math.random,
        listener() {},
      })
      cleanups.push(() => viewer.close())
      return viewer
    },
    scale: (replicas: number) =>
      fetch(`${cluster.url}/apis/apps/v1/namespaces/default/deployments/frontend/scale`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body: JSON.stringify({ spec: { replicas } }),
      }),
  }
}

describe('from the cluster to the viewer', () => {
  it('two endpoints join web-service when its Deployment is scaled from 3 to 5', async () => {
    const { view, scale, switchboard } = await start()
    const [page, wall] = [view('namespace:default'), view('overview')]
    const endpoints = () => buildTopology(page.state.records).services.get('default/web-service')?.counts.ready
    await until(() => endpoints() === 3 && wall.state.summaries.get('default/web-service')?.ready === 3)
    expect((await scale(5)).ok).toBe(true)
    await until(() => endpoints() === 5 && wall.state.summaries.get('default/web-service')?.ready === 5)
    const place = { namespace: 'default', service: 'web-service' }
    const response = await answerServiceGraph(new Request('http://localhost/'), switchboard, place)
    const { endpoints: answered } = await response.json()
    const slices = [...recordsOf(page.state.records, 'EndpointSlice').values()].filter(
      (slice) => slice.service === 'web-service',
    )
    expect(answered.map((endpoint: { address: string }) => endpoint.address).sort()).toEqual(
      slices.flatMap((slice) => slice.endpoints.flatMap((endpoint) => endpoint.addresses)).sort(),
    )
  })

  it('a viewer of one namespace receives nothing of another, except what its own records refer to', async () => {
    const { view } = await start()
    const { state } = await complete(view('namespace:default'))
    const kinds = Object.values(state.records).flatMap((records) => [...records.values()])
    const foreign = kinds.filter((record) => !['default', ''].includes(record.namespace))
    expect(new Set(foreign.map((record) => record.kind))).toEqual(new Set(['Gateway']))
    expect(recordsOf(state.records, 'Node').size).toBeGreaterThan(0)
  })

  it('asks the cluster no more with two viewers than with none', async () => {
    const { view, mirror } = await start()
    const isWatched = (plural: string) => mirror.counts().get(plural)?.watches === 1
    const live = mirror.states().filter((state) => state.status === 'live')
    await until(() => live.every((state) => isWatched(state.resource)))
    const asked = () => [...mirror.counts()].map(([plural, { lists, watches }]) => [plural, lists, watches])
    const before = asked()
    await complete(view('overview'))
    await complete(view('namespace:shop'))
    expect(asked()).toEqual(before)
  })

  it('turns the third of two viewers away, and lets it in when one has left', async () => {
    const { view, hub } = await start()
    const first = await complete(view('overview'))
    await complete(view('overview'))
    const third = view('overview')
    await until(() => third.state.connection.status === 'busy')
    first.close()
    await until(() => hub.figures.viewers === 1)
    third.retry()
    await complete(third)
  })

  it('says bye to everyone when the server ends', async () => {
    const { view, switchboard } = await start()
    const viewer = await complete(view('overview'))
    switchboard.close()
    await until(() => viewer.state.connection.status === 'lost')
    expect(viewer.state.connection).toMatchObject({ reason: 'restarting' })
    expect(viewer.state.summaries.size).toBeGreaterThan(0)
  })
})

async function complete(viewer: ReturnType<typeof connectViewer>) {
  await until(() => viewer.state.complete)
  return viewer
}

describe('a context', () => {
  it('that is unknown is told with those that there are', async () => {
    const { switchboard } = await start()
    expect(switchboard.open('prod')).toMatchObject({ ok: false, error: { message: expect.stringContaining('demo') } })
  })
})
