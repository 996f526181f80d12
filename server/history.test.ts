import { describe, expect, it } from 'vitest'
import { createStore } from '@/lib/cluster/store'
import { keyOf } from '@/lib/kubernetes/key'
import type { Kind } from '@/lib/kubernetes/record'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { createFeed } from '@/lib/stream/feed'
import type { Scope, StreamMessage } from '@/lib/stream/message'
import type { AskedView } from '@/lib/stream/scope'
import { retell, type TimedMessage } from '@/lib/timeline/retell'
import { type GraphJson, toGraphJson } from '@/lib/topology/graph-json'
import { createRandom, pick, someRecord } from '@/lib/topology/random.fixture'
import { createTopologyIndex, type TopologyIndex } from '@/lib/topology/topology-index'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import { step } from '@/lib/viewer/step'
import { createDiagnosis } from './diagnosis'
import { recordFeed } from './history'
import { createKnowledge } from './knowledge'
import { pastContext } from './seen-context'
import { createSummaries } from './summaries'

const START = Date.parse('2026-01-01T00:00:00Z')
const since = new Date(START).toISOString()

/** Everything from the store to the history, and nothing that takes time: it passes when `at` is set. */
async function aCluster(mebibytes: number) {
  const time = { at: START }
  let states: readonly ResourceState[] = resources.map(({ plural }) => ({
    resource: plural,
    namespace: '',
    status: 'live',
    since,
  }))
  const stateListeners = new Set<(states: readonly ResourceState[]) => void>()
  const mirror = {
    states: () => states,
    synced: true,
    now: () => new Date(time.at).toISOString(),
    subscribeState(listener: (states: readonly ResourceState[]) => void) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
  }
  const clock = { now: () => time.at, wallNow: () => time.at, setTimeout: () => () => {} }
  const store = createStore()
  const topology = createTopologyIndex()
  const knowledge = createKnowledge(mirror.states)
  const diagnosis = createDiagnosis({ mirror, topology, knowledge, clock })
  const summaries = createSummaries({ topology, knowledge, diagnosis })
  const { feed, history } = recordFeed(createFeed({ store, summaries, findings: diagnosis }), {
    mirror,
    diagnosis,
    clock: {
      setTimeout(run) {
        run()
        return () => {}
      },
    },
    mebibytes,
  })
  await diagnosis.settled()
  feed.take()
  return {
    time,
    mirror,
    store,
    topology,
    feed,
    history,
    upstreamOf: (held: readonly ResourceState[]) => ({ context: 'test', source: 'demo', resources: held }) as const,
    setState(resource: string, change: Partial<ResourceState>) {
      states = states.map((state) => (state.resource === resource ? { ...state, ...change } : state))
      for (const listener of stateListeners) listener(states)
      if (knowledge.changed()) feed.refresh(topology.keys())
    },
  }
}

type Cluster = Awaited<ReturnType<typeof aCluster>>

const views: readonly AskedView[] = [{ view: 'overview' }, { view: 'namespace', namespace: 'shop' }]

/** What a viewer would be sent who came at this moment, by the feed alone. */
function told({ feed }: Cluster): readonly StreamMessage[] {
  const scopes: readonly Scope[] = [
    ...feed.namespaces('overview').map((namespace): Scope => ({ view: 'overview', namespace })),
    { view: 'namespace', namespace: 'shop' },
    { view: 'cluster', namespace: '' },
  ]
  return [
    { type: 'reset', reason: 'start' },
    ...scopes.map(
      (scope): StreamMessage => ({
        type: 'snapshot',
        ...scope,
        revision: 0,
        records: feed.snapshot(scope),
      }),
    ),
    { type: 'ready', revision: 0 },
  ]
}

function picture(messages: readonly StreamMessage[], from: ViewerState = initialState(0)): ViewerState {
  return messages.reduce((state, message) => step(state, message, { now: 0, wallNow: 0 }), from)
}

/** Objects by kind and key, findings and summaries among them: plain, so that two can be held against each other. */
function objectsOf({ records, summaries, findings }: ViewerState): ReadonlyMap<string, unknown> {
  return new Map(
    [...Object.values(records), summaries, findings]
      .flatMap((map) => [...map.values()].map((record) => [`${record.kind}/${keyOf(record)}`, record] as const))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** What a mirror that may not read pods never does is left out. */
function change(random: () => number, { store, mirror }: Cluster): void {
  const isRead = ({ kind }: { readonly kind: Kind }) =>
    mirror.states().find((state) => state.resource === 'pods')?.status !== 'denied' || kind !== 'Pod'
  const roll = random()
  const record = someRecord(random)
  if (roll < 0.75) {
    if (isRead(record)) store.apply([{ type: 'put', record }])
  } else if (roll < 0.97) {
    const held = [...store.all()]
    if (held.length === 0) return
    const gone = pick(random, held)
    store.apply([{ type: 'remove', kind: gone.kind, key: keyOf(gone) }])
  } else {
    // A relist: at once other pods than before.
    const kind: Kind = pick(random, ['Pod', 'EndpointSlice', 'Service'])
    const some = Array.from({ length: 60 }, () => someRecord(random))
    const records = some.filter((each) => each.kind === kind && isRead(each))
    store.replace(kind, '', new Map(records.map((each) => [keyOf(each), each])).values())
  }
}

interface Seen {
  readonly at: number
  /** The graphs of `shop`, as the API tells them. */
  readonly graphs: readonly GraphJson[]
  readonly objects: ReadonlyMap<string, unknown>
}

function graphsOf(topology: Pick<TopologyIndex, 'graph'>): readonly GraphJson[] {
  return ['web', 'api', 'db'].flatMap((name) => {
    const graph = topology.graph(`shop/${name}`)
    return graph === undefined ? [] : [toGraphJson(graph)]
  })
}

/** Lives through some moments and remembers what a viewer who came at each would have seen. */
function live(cluster: Cluster, random: () => number, moments: number, onMoment: (moment: number) => void = () => {}) {
  const seen: Seen[] = []
  for (let moment = 0; moment < moments; moment += 1) {
    cluster.time.at += 1 + Math.floor(random() * 5_000)
    onMoment(moment)
    for (let count = Math.floor(random() * 4); count >= 0; count -= 1) change(random, cluster)
    cluster.feed.take()
    const objects = objectsOf(picture(told(cluster)))
    seen.push({ at: cluster.time.at, graphs: graphsOf(cluster.topology), objects })
  }
  return seen
}

function retold({ history, upstreamOf }: Cluster, from: number, to: number): readonly TimedMessage[] {
  return [...retell(history, { views, from, to, upstreamOf })]
}

describe('a retold stretch of time', () => {
  it.each([1, 2, 3])('is object by object what was told, findings and summaries among them (seed %i)', async (seed) => {
    const random = createRandom(seed)
    const cluster = await aCluster(64)
    const seen = live(cluster, random, 120)
    expect(seen.some(({ objects }) => [...objects.keys()].some((id) => id.startsWith('Findings/')))).toBe(true)
    for (let round = 0; round < 12; round += 1) {
      const places = [Math.floor(random() * seen.length), Math.floor(random() * seen.length)]
      const stretch = seen.slice(Math.min(...places), Math.max(...places) + 1)
      const messages = retold(cluster, stretch[0]?.at ?? 0, (stretch.at(-1)?.at ?? 0) + 1)
      let state = initialState(0)
      let next = 0
      for (const { at, objects } of stretch) {
        for (; (messages[next]?.at ?? Number.POSITIVE_INFINITY) <= at; next += 1)
          state = picture([messages[next]?.message as StreamMessage], state)
        expect(state.complete).toBe(true)
        expect(state.gap).toBe(false)
        expect(objectsOf(state)).toEqual(objects)
      }
      expect(next).toBe(messages.length)
    }
  })

  it('makes the graphs that were drawn then', async () => {
    const random = createRandom(13)
    const cluster = await aCluster(64)
    const present = { name: 'test', mirror: { store: cluster.store, include: () => {} } }
    const seen = live(cluster, random, 150)
    expect(Math.max(...seen.map(({ graphs }) => graphs.length))).toBe(3)
    for (const { at, graphs } of seen)
      expect(graphsOf(pastContext(present, cluster.history, at).topology)).toEqual(graphs)
  })

  it('is right from the first moment on that a small history still knows', async () => {
    const random = createRandom(7)
    const cluster = await aCluster(0.1)
    const seen = live(cluster, random, 200)
    const { since: reach = 0, figures } = cluster.history
    expect(figures.bytes).toBeLessThanOrEqual(0.1 * 1024 * 1024)
    const known = seen.filter(({ at }) => at >= reach)
    expect(known.length).toBeGreaterThan(10)
    expect(known.length).toBeLessThan(190)
    for (const { at, objects } of known)
      expect(objectsOf(picture(retold(cluster, at, at).map(({ message }) => message)))).toEqual(objects)
  })

  it('tells nothing of what may no longer be read, in no scope, and goes on from there', async () => {
    const random = createRandom(11)
    const cluster = await aCluster(64)
    let deniedAt = 0
    const seen = live(cluster, random, 120, (moment) => {
      if (moment !== 60) return
      cluster.store.replace('Pod', '', [])
      cluster.setState('pods', { status: 'denied', verb: 'list' })
      deniedAt = cluster.time.at
    })
    expect(cluster.history.since).toBe(deniedAt)
    const past = JSON.stringify(cluster.history.steps(() => true, 0, deniedAt))
    expect(past).not.toContain('"kind":"Pod"')
    for (const { at, objects } of seen.filter((each) => each.at >= deniedAt))
      expect(objectsOf(picture(retold(cluster, at, at).map(({ message }) => message)))).toEqual(objects)
  })

  it('says when its picture was stale', async () => {
    const cluster = await aCluster(64)
    cluster.time.at = START + 5_000
    cluster.setState('pods', {
      status: 'stale',
      reason: 'connection refused',
      since: new Date(START + 4_000).toISOString(),
    })
    cluster.time.at = START + 9_000
    cluster.setState('pods', { status: 'live' })
    const messages = retold(cluster, START, START + 10_000)
    const statuses = messages.flatMap(({ at, message }) =>
      message.type === 'state'
        ? [[at - START, message.upstream.resources.find(({ resource }) => resource === 'pods')?.status]]
        : [],
    )
    expect(statuses).toEqual([
      [5_000, 'stale'],
      [9_000, 'live'],
    ])
    expect(cluster.history.gaps([{ view: 'namespace', namespace: 'shop' }], START, START + 10_000)).toEqual([
      { from: START + 4_000, to: START + 9_000, reason: 'stale' },
    ])
  })
})
