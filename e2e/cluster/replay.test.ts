import { createParser } from 'eventsource-parser'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { WireMessage } from '@/lib/stream/message'
import type { StretchJson, TimelineJson } from '@/lib/timeline/timeline-json'
import { createRandom } from '@/lib/topology/random.fixture'
import { streamAddress } from '@/lib/viewer/connect'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import { step } from '@/lib/viewer/step'
import { ensureBuilt } from '../../bin/prepare.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { connect, type Json } from './api.mjs'
import { eventually } from './wait.mjs'

const plane = inject('controlPlane')
const api = connect(plane)

const namespace = 'replay'
const views = ['overview', `namespace:${namespace}`]
const seed = Number(process.env.SWITCHBOARD_SEED ?? 1)
const QUIET_MS = 1_500
const LOOKS = 60

interface HistoryJson extends StretchJson {
  readonly messages: readonly { readonly at: string; readonly message: WireMessage }[]
}

/** Every object of a picture, findings and summaries among them, as text: two of them differ where anything does. */
function objectsOf({ records, summaries, findings }: ViewerState): ReadonlyMap<string, string> {
  const objects = [...Object.values(records), summaries, findings].flatMap((map) =>
    [...map.values()].map((record) => [`${record.kind}/${keyOf(record)}`, JSON.stringify(sorted(record))] as const),
  )
  return new Map(objects.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

const asText = (objects: ReadonlyMap<string, string>) => JSON.stringify([...objects])

/** The pictures that some messages make, one after the other, from the first whole one on; none twice in a row. */
function picturesOf(): { readonly pictures: ReadonlyMap<string, string>[]; take(message: WireMessage): void } {
  const pictures: ReadonlyMap<string, string>[] = []
  let state = initialState(0)
  return {
    pictures,
    take(message) {
      state = step(state, message, { now: 0, wallNow: 0 })
      expect(state.gap).toBe(false)
      if (!state.complete || (message.type !== 'ready' && message.type !== 'delta')) return
      const picture = objectsOf(state)
      const last = pictures.at(-1)
      if (last === undefined || asText(last) !== asText(picture)) pictures.push(picture)
    },
  }
}

describe(`history on a real Kubernetes (seed ${seed})`, () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  const live = picturesOf()
  const leave = new AbortController()
  /** The node that is not ready for a while. */
  let lost = ''
  /** Answers at moments around which nothing changed, by the moment and the path. */
  const fetched: { readonly at: string; readonly path: string; readonly body: Json }[] = []

  const get = async (path: string): Promise<Json> => {
    const response = await fetch(`${switchboard.url}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  const history = (from: string, to: string): Promise<HistoryJson> =>
    get(`/api/history?${views.map((view) => `view=${view}`).join('&')}&from=${from}&to=${to}`)
  const now = async (): Promise<string> => (await get(`/api/history?view=namespace:${namespace}`)).now

  /** Reads the stream as any viewer does, and remembers every picture. */
  async function watch(): Promise<void> {
    const response = await fetch(`${switchboard.url}${streamAddress(views)}`, { signal: leave.signal })
    const decoder = new TextDecoder()
    const parser = createParser({
      onEvent: ({ event, data }) => live.take({ type: event, ...JSON.parse(data) } as WireMessage),
    })
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>)
      parser.feed(decoder.decode(piece, { stream: true }))
  }

  /** Waits for rest, and fetches what can be asked for again as of this moment. */
  async function look(): Promise<void> {
    const paths = [
      `/api/namespaces/${namespace}/graph`,
      `/api/namespaces/${namespace}/findings`,
      `/api/namespaces/${namespace}/services/web/traffic?from=node/worker-1`,
      `/api/namespaces/${namespace}/services/web/names`,
    ]
    await eventually('a quiet moment', async () => {
      const before = await now()
      const bodies = await Promise.all(paths.map(get))
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
      const { messages } = await history(before, await now())
      if (messages.some(({ message }) => message.type === 'delta')) return false
      fetched.push(...paths.map((path, place) => ({ at: before, path, body: bodies[place] })))
      return true
    })
  }

  const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/web`
  const patch = (path: string, body: object) => api.call('PATCH', path, body)
  const isReady = (ready: string) => async () => {
    const { status } = await api.call('GET', `/api/v1/nodes/${lost}`)
    return status.conditions.some(({ type, status: is }: Json) => type === 'Ready' && is === ready)
  }
  const annotate = (value: string | null) =>
    patch(`/api/v1/nodes/${lost}`, { metadata: { annotations: { 'switchboard.test/ready': value } } })
  const readyReplicas = (count: number) =>
    eventually(`${count} ready pods`, async () => {
      const { status, metadata } = await api.call('GET', deployment)
      return (
        status.readyReplicas === count && status.replicas === count && status.observedGeneration === metadata.generation
      )
    })

  beforeAll(async () => {
    ensureBuilt()
    await api.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
    const labels = { app: 'web' }
    await api.call('POST', `/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name: 'web' },
      spec: {
        replicas: 4,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.28' }] } },
      },
    })
    await api.call('POST', `/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: 'web' },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    })
    await readyReplicas(4)
    switchboard = await startSwitchboard([], { env: { KUBECONFIG: plane.kubeconfig } })
    await eventually('a history', now)
    void watch().catch(() => {})
    await eventually('a whole picture', () => live.pictures.length > 0)

    await look()
    await patch(deployment, { spec: { replicas: 9 } })
    await readyReplicas(9)
    await look()
    await patch(deployment, {
      spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } } },
    })
    await readyReplicas(9)
    await look()
    const { endpoints } = await get(`/api/namespaces/${namespace}/services/web/graph`)
    lost = endpoints[0].node
    await annotate('false')
    await eventually(`${lost} to be lost`, isReady('False'))
    await look()
    await annotate(null)
    await eventually(`${lost} to be back`, isReady('True'))
    await readyReplicas(9)
    await patch(`/api/v1/namespaces/${namespace}/services/web`, { spec: { selector: { app: 'wbe' } } })
    await look()
    leave.abort()
  }, 400_000)

  afterAll(async () => {
    leave.abort()
    if (lost !== '') await annotate(null)
    await switchboard?.stop()
    await api.call('DELETE', `/api/v1/namespaces/${namespace}`)
    api.close()
  })

  it('retells every picture that a viewer was shown, object by object and in order', async () => {
    const { since } = await get(`/api/history?view=namespace:${namespace}`)
    const told = picturesOf()
    for (const { message } of (await history(since, await now())).messages) told.take(message)
    const first = told.pictures.findIndex((picture) => asText(picture) === asText(live.pictures[0] ?? new Map()))
    expect(first).toBeGreaterThanOrEqual(0)
    expect(live.pictures.length).toBeGreaterThan(15)
    console.log(
      `${live.pictures.length} pictures of up to ${Math.max(...live.pictures.map(({ size }) => size))} objects`,
    )
    for (const [place, picture] of live.pictures.entries())
      if (asText(told.pictures[first + place] ?? new Map()) !== asText(picture))
        expect(told.pictures[first + place]).toEqual(picture)
  })

  it('makes at random moments the picture that all that was told until then makes', async () => {
    const random = createRandom(seed)
    const { since } = await get(`/api/history?view=namespace:${namespace}`)
    const { to, messages } = await history(since, await now())
    const [begin, end] = [Date.parse(since), Date.parse(to)]
    for (let look = 0; look < LOOKS; look += 1) {
      const at = new Date(begin + Math.floor(random() * (end - begin))).toISOString()
      const [whole, short] = [picturesOf(), picturesOf()]
      for (const each of messages) if (each.at <= at) whole.take(each.message)
      for (const { message } of (await history(at, at)).messages) short.take(message)
      expect(short.pictures).toHaveLength(1)
      expect(short.pictures[0]).toEqual(whole.pictures.at(-1))
    }
  })

  it('answers as of a moment what it answered then', async () => {
    expect(fetched).toHaveLength(20)
    const graphs = fetched.filter(({ path }) => path.endsWith('/graph'))
    expect(new Set(graphs.map(({ body }) => JSON.stringify(body))).size).toBeGreaterThanOrEqual(4)
    for (const { at, path, body } of fetched)
      expect(await get(`${path}${path.includes('?') ? '&' : '?'}at=${at}`), `${path} at ${at}`).toEqual({ ...body, at })
  })

  it('draws the scaling, the rollout, the lost node and the broken selector', async () => {
    const { endpoints, marks }: TimelineJson = await get(`/api/namespaces/${namespace}/services/web/timeline`)
    expect(endpoints.length).toBeGreaterThanOrEqual(18)
    const told = marks.map((mark) => `${mark.kind} ${'phase' in mark ? mark.phase : ''}`.trim())
    expect(marks).toContainEqual(
      expect.objectContaining({ kind: 'scaled', workload: 'Deployment/web', from: 4, to: 9 }),
    )
    expect(told.filter((each) => each.startsWith('rollout'))).toEqual(['rollout begin', 'rollout end'])
    expect(marks).toContainEqual(
      expect.objectContaining({ kind: 'drain', phase: 'begin', node: lost, reason: 'notReady' }),
    )
    expect(marks).toContainEqual(
      expect.objectContaining({ kind: 'selector', before: { app: 'web' }, after: { app: 'wbe' } }),
    )
    expect(marks).toContainEqual(expect.objectContaining({ kind: 'finding', phase: 'begin', code: 'no-pod-matches' }))
    for (const { spans } of endpoints)
      for (const [place, span] of spans.entries()) expect(span.from >= (spans[place - 1]?.to ?? '')).toBe(true)
  })
})
