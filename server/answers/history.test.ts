import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '@/lib/cluster/api'
import { systemClock } from '@/lib/cluster/clock'
import { anonymous } from '@/lib/cluster/credentials'
import { success } from '@/lib/cluster/result'
import { startDemoCluster } from '@/lib/demo/server'
import type { StreamMessage } from '@/lib/stream/message'
import { createHistory } from '@/lib/timeline/history'
import { put, tell } from '@/lib/timeline/history.fixture'
import type { StretchJson, TimelineJson } from '@/lib/timeline/timeline-json'
import { buildTopology } from '@/lib/topology/build'
import { aPod, aService } from '@/lib/topology/records.fixture'
import { initialState } from '@/lib/viewer/initial-state'
import { step } from '@/lib/viewer/step'
import { createMetrics } from '../metrics'
import { createSwitchboard, type Switchboard } from '../switchboard'
import { aSwitchboard } from '../switchboard.fixture'
import { answerFinding, answerFindings, answerNamespaceFindings } from './findings'
import { answerNamespaceGraph, answerServiceGraph } from './graph'
import { answerHistory } from './history'
import { answerNames } from './names'
import { answerOverview } from './overview'
import { answerNamespaceTimeline, answerServiceTimeline, answerTimeline } from './timeline'
import { answerTraffic } from './traffic'

const place = { namespace: 'default', service: 'web-service' }
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until(condition: () => unknown): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (await condition()) return
    await sleep(5)
  }
  throw new Error('It never came to that.')
}

const ask = (query = '') => new Request(`http://localhost/api/x?${query}`)

interface HistoryJson extends StretchJson {
  readonly messages: readonly { readonly at: string; readonly message: StreamMessage }[]
}

/** The demo cluster's frontend, scaled from 3 to 5 between two moments at which every answer was fetched. */
describe('what was', () => {
  let cluster: Awaited<ReturnType<typeof startDemoCluster>>
  let switchboard: Switchboard
  let before: string
  let after: string
  const seen = new Map<string, unknown>()

  const answers: readonly (readonly [string, (query: string) => Response | Promise<Response>])[] = [
    ['overview', (query) => answerOverview(ask(query), switchboard)],
    ['graph of a namespace', (query) => answerNamespaceGraph(ask(query), switchboard, place)],
    ['graph of another', (query) => answerNamespaceGraph(ask(query), switchboard, { namespace: 'shop' })],
    ['graph of a Service', (query) => answerServiceGraph(ask(query), switchboard, place)],
    ['findings', (query) => answerFindings(ask(query), switchboard)],
    ['findings of a namespace', (query) => answerNamespaceFindings(ask(query), switchboard, place)],
    ['names', (query) => answerNames(ask(query), switchboard, place)],
    ['traffic', (query) => answerTraffic(ask(`from=node/worker-1&${query}`), switchboard, place)],
  ]

  const now = () => {
    const opened = switchboard.opened('demo')
    if (opened === undefined) throw new Error('not open')
    return opened.mirror.now()
  }
  const readyNow = () => switchboard.opened('demo')?.topology.graph('default/web-service')?.counts

  /** Every answer at a moment at which nothing had changed for a while. */
  async function look(): Promise<string> {
    await sleep(300)
    const at = now()
    for (const [name, answer] of answers) seen.set(`${name} ${at}`, await (await answer('')).json())
    return at
  }

  beforeAll(async () => {
    cluster = await startDemoCluster({ speed: 10 })
    switchboard = createSwitchboard({
      source: 'demo',
      current: 'demo',
      contexts: [{ name: 'demo' }],
      connect: (context) => success(createApi({ credentials: anonymous(context, cluster.url) })),
      clock: systemClock,
      random: Math.random,
      historyMebibytes: 16,
    })
    const opened = switchboard.open()
    if (!opened.ok) throw new Error(opened.error.message)
    await opened.value.mirror.ready
    await until(() => opened.value.history?.since !== undefined && readyNow()?.ready === 3)
    before = await look()
    await fetch(`${cluster.url}/apis/apps/v1/namespaces/default/deployments/frontend/scale`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { replicas: 5 } }),
    })
    await until(() => readyNow()?.ready === 5)
    after = await look()
  }, 30_000)

  afterAll(async () => {
    switchboard.close()
    await cluster.stop()
  })

  it('is answered as it was answered then', async () => {
    const stays = (name: string) =>
      JSON.stringify(seen.get(`${name} ${before}`)) === JSON.stringify(seen.get(`${name} ${after}`))
    expect(stays('graph of a Service')).toBe(false)
    for (const [name, answer] of answers)
      for (const at of [before, after]) {
        const told = await (await answer(`at=${at}`)).json()
        expect(told, name).toEqual({ ...(seen.get(`${name} ${at}`) as object), at })
      }
  })

  it('is what a viewer makes of the messages from one moment to another', async () => {
    const response = answerHistory(ask(`view=namespace:default&view=overview&from=${before}&to=${after}`), switchboard)
    expect(response.headers.get('content-type')).toBe('application/json')
    const told = (await response.json()) as HistoryJson
    expect(told).toMatchObject({ context: 'demo', from: before, to: after, gaps: [] })
    const counts = (messages: HistoryJson['messages']) => {
      const state = messages.reduce((was, { message }) => step(was, message, { now: 0, wallNow: 0 }), initialState(0))
      expect(state.gap).toBe(false)
      return [
        buildTopology(state.records).services.get('default/web-service')?.counts.ready,
        state.summaries.get('default/web-service')?.ready,
      ]
    }
    const first = told.messages.findIndex(({ message }) => message.type === 'ready') + 1
    expect(told.messages.slice(0, 2).map(({ message }) => message.type)).toEqual(['hello', 'reset'])
    expect(counts(told.messages.slice(0, first))).toEqual([3, 3])
    expect(counts(told.messages)).toEqual([5, 5])
  })

  it('is drawn as a strip for each endpoint, with what was done', async () => {
    const response = answerServiceTimeline(ask(`from=${before}&to=${after}`), switchboard, place)
    const { endpoints, marks } = (await response.json()) as TimelineJson
    expect(endpoints).toHaveLength(5)
    const whole = endpoints.filter(({ spans }) => spans[0]?.from === before)
    expect(whole.map(({ spans }) => spans)).toEqual(Array(3).fill([{ from: before, to: after, state: 'ready' }]))
    const come = endpoints.filter((each) => !whole.includes(each))
    for (const { spans } of come) {
      expect(spans.map(({ state }) => state)).toEqual(expect.arrayContaining(['pending', 'ready']))
      expect(spans.at(-1)).toMatchObject({ state: 'ready', to: after })
    }
    expect(marks).toContainEqual(
      expect.objectContaining({ kind: 'scaled', workload: 'Deployment/frontend', from: 3, to: 5 }),
    )
  })

  it('is counted in buckets, of a namespace and of all', async () => {
    for (const answer of [
      answerNamespaceTimeline(ask(`from=${before}&to=${after}`), switchboard, place),
      answerTimeline(ask(`from=${before}&to=${after}`), switchboard),
    ]) {
      const { buckets } = await answer.json()
      const sum = (field: string) => buckets.reduce((total: number, bucket: never) => total + Number(bucket[field]), 0)
      expect(sum('joined')).toBe(2)
      expect(sum('ready')).toBe(2)
      expect(sum('left')).toBe(0)
    }
  })

  it('is refused before it was kept, with the moment from which on it is', async () => {
    const since = new Date(switchboard.opened('demo')?.history?.since ?? 0).toISOString()
    for (const response of [
      await answerServiceGraph(ask('at=2020-01-01T00:00:00Z'), switchboard, place),
      answerHistory(ask('view=overview&from=1577836800000'), switchboard),
      answerServiceTimeline(ask('from=2020-01-01T00:00:00%2B02:00'), switchboard, place),
    ]) {
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ status: 404, since, detail: expect.stringContaining(since) })
    }
  })

  it('is refused where the moment cannot be read, or the end lies before the beginning', async () => {
    expect((await answerOverview(ask('at=yesterday'), switchboard)).status).toBe(400)
    expect(answerHistory(ask('view=overview&from=now'), switchboard).status).toBe(400)
    expect(answerHistory(ask('from=1'), switchboard).status).toBe(400)
    expect(answerHistory(ask(`view=overview&from=${after}&to=${before}`), switchboard).status).toBe(422)
  })

  it('is weighed in the metrics', async () => {
    const text = await createMetrics({ switchboard, services: 10, process: false }).text()
    const figure = (name: string) =>
      Number(new RegExp(`^switchboard_history_${name}{context="demo"} (\\S+)$`, 'm').exec(text)?.[1])
    expect(figure('bytes')).toBeGreaterThan(1_000)
    expect(figure('changes')).toBeGreaterThan(10)
    expect(figure('seconds')).toBeGreaterThan(0)
  })

  it('is now where it lies ahead', async () => {
    const told = (await answerHistory(
      ask('view=overview&from=2099-01-01T00:00:00Z'),
      switchboard,
    ).json()) as HistoryJson
    expect(told.from).toBe(told.now)
    expect(told.to).toBe(told.now)
  })

  it('has no Service that was never there, and no finding', async () => {
    const nowhere = answerServiceTimeline(ask(), switchboard, { ...place, service: 'web-servise' })
    expect(nowhere.status).toBe(404)
    expect(await nowhere.json()).toMatchObject({ detail: expect.stringContaining('web-service') })
    const finding = await answerFinding(ask(`at=${before}`), switchboard, { ...place, id: 'no-pod-matches' })
    expect(finding.status).toBe(404)
  })

  it('is said not to be kept where it is not', async () => {
    const none = aSwitchboard({ records: [] })
    for (const response of [
      answerHistory(ask('view=overview'), none),
      await answerOverview(ask('at=2026-01-01T00:00:00Z'), none),
    ]) {
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining('--history') })
    }
  })
})

describe('what is too much for one answer', () => {
  it('ends at a moment that the answer names, and goes on from there', async () => {
    const house = aSwitchboard({ records: [aService('web')] })
    const history = createHistory(256 * 1024 * 1024)
    const start = Date.parse(house.context.mirror.now())
    const scope = { view: 'namespace', namespace: 'default' } as const
    const moments = 30_100
    for (let turn = 0; turn <= moments; turn += 1) {
      const changes = ['a', 'b'].map((name) => put(aPod(name, { phase: turn % 2 === 0 ? 'Running' : 'Pending' })))
      tell(history, start + turn, turn === 0 ? [] : changes, { scope })
    }
    const end = new Date(start + moments).toISOString()
    const context = { ...house.context, history, mirror: { ...house.context.mirror, now: () => end } }
    const grown: Switchboard = { ...house, open: () => success(context) }
    const read = async (from: string) =>
      (await answerHistory(ask(`view=namespace:default&from=${from}&to=${end}`), grown).json()) as HistoryJson
    const count = ({ messages }: HistoryJson) =>
      messages.reduce((sum, { message }) => sum + (message.type === 'delta' ? message.changes.length : 0), 0)
    const first = await read(new Date(start).toISOString())
    expect(count(first)).toBe(50_000)
    expect(first.to).toBe(new Date(start + 25_000).toISOString())
    const rest = await read(first.to)
    expect(count(rest)).toBe(2 * moments - 50_000)
    expect(rest.to).toBe(end)
  })
})
