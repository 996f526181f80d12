import { describe, expect, it } from 'vitest'
import type { Node } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { recordsOf } from '@/lib/kubernetes/records'
import type { StreamMessage, StreamRecord, Upstream } from '@/lib/stream/message'
import { initialState } from './initial-state'
import { createPlayer, momentsOf, type Recording, sharing, type TimedMessage } from './recording'
import type { ViewerState } from './state'
import { step } from './step'

const from = Date.parse('2026-01-01T12:00:00Z')
const upstream: Upstream = { context: 'test', source: 'demo', resources: [] }

function node(name: string, zone: string): Node {
  return {
    kind: 'Node',
    ...{ namespace: '', name, uid: name, labels: {}, created: '' },
    ...{ zone, addresses: [], podCIDRs: [], taints: [], conditions: [] },
  }
}

const put = (name: string, zone: string): Change<StreamRecord> => ({ type: 'put', record: node(name, zone) })
const remove = (name: string): Change<StreamRecord> => ({ type: 'remove', kind: 'Node', key: `/${name}` })

/** A recording that begins with a picture of some nodes; each entry is told so many milliseconds after `from`. */
function record(
  first: readonly Node[],
  ...told: readonly (readonly [ms: number, message: StreamMessage])[]
): Recording {
  const lead: readonly StreamMessage[] = [
    { type: 'hello', epoch: 'past', resumed: false, now: new Date(from).toISOString(), upstream },
    { type: 'reset', reason: 'start' },
    { type: 'snapshot', view: 'cluster', namespace: '', revision: 0, records: first },
    { type: 'ready', revision: 0 },
  ]
  const messages = [
    ...lead.map((message): TimedMessage => ({ at: from, message })),
    ...told.map(([ms, message]): TimedMessage => ({ at: from + ms, message })),
  ]
  return { from, to: from + 3_600_000, messages }
}

const delta = (revision: number, ...changes: Change<StreamRecord>[]): StreamMessage => ({
  type: 'delta',
  view: 'cluster',
  namespace: '',
  previous: revision - 1,
  revision,
  changes,
})

const zones = (state: ViewerState) =>
  Object.fromEntries([...recordsOf(state.records, 'Node').values()].map(({ name, zone }) => [name, zone]))

/** What a viewer would have seen who heard each message as it was told. */
function heard({ messages }: Recording, at: number): ViewerState {
  return messages
    .filter((each) => each.at <= at)
    .reduce((state, each) => step(state, each.message, { now: each.at, wallNow: each.at }), initialState(from))
}

/** Small steps of a linear congruential generator: the same story each time. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

function longStory(length: number): Recording {
  const next = random(7)
  const told: (readonly [number, StreamMessage])[] = []
  for (let revision = 1; revision <= length; revision += 1) {
    const name = `worker-${Math.floor(next() * 40)}`
    const change = next() < 0.3 ? remove(name) : put(name, next() < 0.5 ? 'a' : 'b')
    told.push([revision * 100, delta(revision, change)])
    if (next() < 0.02) {
      const now = new Date(from + revision * 100).toISOString()
      told.push([revision * 100, { type: 'state', now, upstream: { ...upstream, context: `c${revision}` } }])
    }
  }
  return record([node('worker-0', 'a')], ...told)
}

describe('a recording that is played', () => {
  const story = record(
    [node('worker-1', 'a'), node('worker-2', 'a')],
    [1_000, delta(1, put('worker-3', 'b'))],
    [2_000, delta(2, remove('worker-1'))],
    [2_000, delta(3, put('worker-2', 'b'))],
  )

  it('shows every moment as it was, the changes of that millisecond included', () => {
    const { stateAt } = createPlayer(story)
    expect(zones(stateAt(from))).toEqual({ 'worker-1': 'a', 'worker-2': 'a' })
    expect(zones(stateAt(from + 999))).toEqual({ 'worker-1': 'a', 'worker-2': 'a' })
    expect(zones(stateAt(from + 1_000))).toEqual({ 'worker-1': 'a', 'worker-2': 'a', 'worker-3': 'b' })
    expect(zones(stateAt(from + 2_000))).toEqual({ 'worker-2': 'b', 'worker-3': 'b' })
  })

  it('shows the first picture before its beginning, and the last after its end', () => {
    const { stateAt } = createPlayer(story)
    expect(zones(stateAt(0))).toEqual({ 'worker-1': 'a', 'worker-2': 'a' })
    expect(zones(stateAt(from + 1e9))).toEqual({ 'worker-2': 'b', 'worker-3': 'b' })
    expect(stateAt(0).complete).toBe(true)
  })

  it('is one object between two changes, and keeps each record that stays on the way forth and back', () => {
    const { stateAt } = createPlayer(story)
    const first = stateAt(from + 1_000)
    expect(stateAt(from + 1_500)).toBe(first)
    stateAt(from + 2_000)
    const back = stateAt(from + 1_200)
    expect(recordsOf(back.records, 'Node').get('/worker-3')).toBe(recordsOf(first.records, 'Node').get('/worker-3'))
  })

  it('says at which moments something changed, each once', () => {
    expect(momentsOf(story)).toEqual([from + 1_000, from + 2_000])
  })

  it('is at every moment what a viewer saw who heard each message, whichever way one seeks', () => {
    const long = longStory(4_000)
    const player = createPlayer(long)
    const next = random(11)
    for (let i = 0; i < 60; i += 1) {
      const at = from + Math.floor(next() * 410_000)
      const seen = player.stateAt(at)
      const expected = heard(long, at)
      expect(zones(seen)).toEqual(zones(expected))
      expect(seen.upstream).toEqual(expected.upstream)
      expect(seen.revision).toBe(expected.revision)
      expect(seen.gap).toBe(false)
    }
  })

  it('does what is undone within one step: what came and went is not there, what turned and turned back is as before', () => {
    const { stateAt } = createPlayer(
      record(
        [node('worker-1', 'a')],
        [1, delta(1, put('worker-2', 'a'))],
        [2, delta(2, put('worker-1', 'b'))],
        [3, delta(3, remove('worker-2'))],
        [4, delta(4, put('worker-1', 'a'))],
      ),
    )
    expect(zones(stateAt(from + 3))).toEqual({ 'worker-1': 'b' })
    expect(zones(stateAt(from + 4))).toEqual({ 'worker-1': 'a' })
    expect(zones(stateAt(from + 1))).toEqual({ 'worker-1': 'a', 'worker-2': 'a' })
    expect(zones(stateAt(from + 4))).toEqual({ 'worker-1': 'a' })
  })

  it('follows a picture that was told anew halfway', () => {
    const { stateAt } = createPlayer(
      record(
        [node('worker-1', 'a')],
        [1_000, { type: 'reset', reason: 'expired' }],
        [1_000, { type: 'snapshot', view: 'cluster', namespace: '', revision: 9, records: [node('worker-9', 'b')] }],
        [1_000, { type: 'ready', revision: 9 }],
        [2_000, delta(10, put('worker-8', 'b'))],
      ),
    )
    expect(zones(stateAt(from + 1_000))).toEqual({ 'worker-9': 'b' })
    expect(zones(stateAt(from + 2_000))).toEqual({ 'worker-9': 'b', 'worker-8': 'b' })
    expect(zones(stateAt(from))).toEqual({ 'worker-1': 'a' })
  })
})

describe('a recording next to a picture that somebody sees', () => {
  it('takes over the objects of which both say the same, in snapshots and in changes, and no other', () => {
    const seen = createPlayer(record([node('worker-1', 'a'), node('worker-2', 'a'), node('worker-3', 'a')])).stateAt(
      from,
    )
    const player = createPlayer(
      sharing(record([node('worker-1', 'a'), node('worker-2', 'b')], [5, delta(1, put('worker-3', 'a'))]), seen),
    )
    const before = recordsOf(seen.records, 'Node')
    const after = recordsOf(player.stateAt(from + 5).records, 'Node')
    expect(after.get('/worker-1')).toBe(before.get('/worker-1'))
    expect(after.get('/worker-3')).toBe(before.get('/worker-3'))
    expect(after.get('/worker-2')?.zone).toBe('b')
  })
})
