import { createApi } from '@/lib/cluster/api'
import { anonymous } from '@/lib/cluster/credentials'
import { success } from '@/lib/cluster/result'
import { createSimulatedClock } from '@/lib/demo/clock'
import { startDemoCluster } from '@/lib/demo/server'
import type { Upstream } from '@/lib/stream/message'
import { connectViewer, streamAddress } from '@/lib/viewer/connect'
import { initialState } from '@/lib/viewer/initial-state'
import { partOf, patchBetween } from '@/lib/viewer/patch'
import type { Recording, TimedMessage } from '@/lib/viewer/recording'
import type { ViewerState } from '@/lib/viewer/state'
import { answerStream } from '@/server/answers/stream'
import { createSwitchboard } from '@/server/switchboard'
import { connect } from '../cluster/api.mjs'
import { BEFORE, story } from './story'

/** What the tour plays: the recorded stream, and where each chapter of it lies, in milliseconds since the epoch. */
export interface RecordedTour {
  readonly chapters: readonly { readonly id: string; readonly from: number; readonly to: number }[]
  readonly recording: Recording
}

/** The day of the recording: the same for every one, so that two recordings differ where the product does. */
const DAY = Date.UTC(2026, 0, 12, 9)
/** When the story begins, in milliseconds from then: every list has come long before. */
const SETTLED = 10_000
/** By so much the clock of cluster and product moves at once, in milliseconds: as the hub gathers changes. */
const TICK = 50
/** What sockets are given to bring the answers of one tick, in milliseconds: enough for a busy machine. */
const PAUSE = 40
const NAME = 'switchboard-demo'
const namespace = 'default'

/** A viewer's state, and when it was that. */
interface Seen {
  readonly at: number
  readonly state: ViewerState
}

/**
 * Plays the story on a demo cluster and takes down what a page of the product sees meanwhile. Cluster and product run on
 * one simulated clock, which makes the recording the same each time as long as both behave the same.
 *
 * @throws {Error} where the product does not come to know the cluster
 */
export async function recordTour(): Promise<RecordedTour> {
  const clock = createSimulatedClock(DAY)
  const pass = async (milliseconds: number) => {
    for (const end = clock.now() + milliseconds; clock.now() < end; ) {
      clock.advance(TICK)
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
  const productClock = {
    now: clock.now,
    wallNow: clock.now,
    setTimeout: (run: () => void, delay: number) => clock.after(delay, run),
  }

  const demo = await startDemoCluster({
    clock,
    seed: 7,
    scenario: { services: 0, podsPerService: 0, namespaces: 0, nodes: 3 },
  })
  const kube = connect({ server: demo.url })
  const switchboard = createSwitchboard({
    source: 'demo',
    current: NAME,
    contexts: [{ name: NAME }],
    connect: () => success(createApi({ credentials: anonymous(NAME, demo.url) })),
    clock: productClock,
    random: () => 0.5,
  })
  const seen: Seen[] = []
  const viewer = connectViewer({
    address: `http://switchboard.test${streamAddress([`namespace:${namespace}`])}`,
    fetch: async (address, init) => answerStream(new Request(address, init), switchboard),
    clock: productClock,
    random: () => 0.5,
    listener: (state) => seen.push({ at: clock.now(), state }),
  })
  // The product holds the cluster's clock against the machine's, and would believe that this one lags by years.
  const machine = Date.now
  Date.now = clock.now
  try {
    const opened = switchboard.open()
    if (!opened.ok) throw new Error(opened.error.message)
    await pass(SETTLED)
    if (!viewer.state.complete) throw new Error('the product did not come to know the demo cluster')

    const from = clock.now()
    const chapters: { id: string; from: number; to: number }[] = []
    for (const { id, act, lasts } of story) {
      const begin = clock.now()
      await pass(BEFORE)
      await act(kube)
      await pass(lasts - BEFORE)
      chapters.push({ id, from: begin, to: clock.now() })
    }
    return { chapters, recording: { from, to: clock.now(), messages: messagesOf(seen, from) } }
  } finally {
    Date.now = machine
    viewer.close()
    switchboard.close()
    kube.close()
    await demo.stop()
  }
}

/**
 * The stream that would have brought these states, each change with the whole of its record: a recording outlasts the
 * way in which differences travel. All is told in one scope, since a tour looks at one namespace.
 */
function messagesOf(seen: readonly Seen[], from: number): readonly TimedMessage[] {
  const part = partOf([`namespace:${namespace}`])
  const scope = { view: 'namespace', namespace } as const
  const first = seen.findLast(({ at }) => at <= from)?.state
  if (first?.upstream === undefined) throw new Error('nothing was seen before the story began')
  const records = (patchBetween(initialState(0), first, part)?.changes ?? []).flatMap((change) =>
    change.type === 'put' ? [change.record] : [],
  )
  const now = new Date(from).toISOString()
  const messages: TimedMessage[] = [
    { at: from, message: { type: 'hello', epoch: 'tour', resumed: false, now, upstream: settled(first.upstream) } },
    { at: from, message: { type: 'reset', reason: 'start' } },
    { at: from, message: { type: 'snapshot', ...scope, revision: 1, records: inOrder(records) } },
    { at: from, message: { type: 'ready', revision: 1 } },
  ]
  let state = first
  let revision = 1
  for (const next of seen) {
    const changes = next.at <= from ? [] : (patchBetween(state, next.state, part)?.changes ?? [])
    if (changes.length === 0) continue
    messages.push({
      at: next.at,
      message: { type: 'delta', ...scope, previous: revision, revision: revision + 1, changes: inOrder(changes) },
    })
    revision += 1
    state = next.state
  }
  return messages
}

/** Whose answer came first within a tick is chance. */
function inOrder<T>(told: readonly T[]): readonly T[] {
  return told
    .map((each) => ({ each, text: JSON.stringify(each) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ each }) => each)
}

/** How long each list took is no part of the story. */
function settled(upstream: Upstream): Upstream {
  const since = new Date(DAY).toISOString()
  return { ...upstream, resources: upstream.resources.map((state) => ({ ...state, since })) }
}
