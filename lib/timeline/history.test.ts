import { describe, expect, it } from 'vitest'
import { aPod } from '@/lib/topology/records.fixture'
import { createHistory } from './history'
import { put, shop, someStates, tell } from './history.fixture'

const MIB = 1024 * 1024
const pod = (name: string, ready: boolean) =>
  aPod(name, { namespace: 'shop', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] })
const removal = (name: string) => ({ type: 'remove', kind: 'Pod', key: `shop/${name}` }) as const

describe('the history of a scope', () => {
  it('gives each moment back, the millisecond of a change included', () => {
    const history = createHistory(MIB)
    tell(history, 1000, [])
    tell(history, 2000, [put(pod('a', false))])
    tell(history, 3000, [put(pod('a', true)), put(pod('b', true))])
    tell(history, 4000, [removal('a')])
    const at = (moment: number) => Object.fromEntries(history.stateAt(shop, moment))
    expect(at(1999)).toEqual({})
    expect(at(2000)).toEqual({ 'Pod/shop/a': pod('a', false) })
    expect(at(2999)).toEqual({ 'Pod/shop/a': pod('a', false) })
    expect(at(3000)).toEqual({ 'Pod/shop/a': pod('a', true), 'Pod/shop/b': pod('b', true) })
    expect(at(4000)).toEqual({ 'Pod/shop/b': pod('b', true) })
    expect(at(9000)).toEqual({ 'Pod/shop/b': pod('b', true) })
  })

  it('begins with the first whole picture', () => {
    const history = createHistory(MIB)
    tell(history, 1000, [put(pod('a', true))], { begun: false })
    expect(history.since).toBeUndefined()
    tell(history, 2000, [put(pod('b', true))])
    expect(history.since).toBe(2000)
    expect(history.stateAt(shop, 2000).size).toBe(2)
    expect(history.figures.changes).toBe(0)
  })

  it('keeps silent about what changes nothing', () => {
    const history = createHistory(MIB)
    tell(history, 1000, [put(pod('a', true))])
    tell(history, 2000, [put(pod('a', true)), removal('b')])
    expect(history.steps(() => true, 0, 9000)).toEqual([])
  })

  it('lets the oldest go beyond its bound, and says from when on it knows', () => {
    const history = createHistory(64 * 1024)
    tell(history, 1, [])
    for (let turn = 2; turn < 5000; turn += 1) tell(history, turn, [put(pod('a', turn % 2 === 0))])
    const { since = 0 } = history
    expect(history.figures.bytes).toBeLessThanOrEqual(64 * 1024)
    expect(since).toBeGreaterThan(1000)
    expect(since).toBeLessThan(4990)
    for (const at of [since, since + 1, 4999])
      expect(history.stateAt(shop, at).get('Pod/shop/a')).toEqual(pod('a', at === 4999 ? false : at % 2 === 0))
  })

  it('weighs what it holds the same however it came to hold it', () => {
    const history = createHistory(MIB)
    tell(history, 1, [])
    const { bytes } = history.figures
    tell(history, 2, [put(pod('a', true))])
    tell(history, 3, [removal('a')])
    const held = history.figures.bytes
    expect(held).toBeGreaterThan(bytes)
    tell(history, 4, [], { states: someStates({ pods: { status: 'denied' } }) })
    expect(history.figures.changes).toBe(0)
    expect(history.figures.bytes).toBeLessThan(held)
  })

  it('is over where the clock steps far back, since its moments would be told twice', () => {
    const history = createHistory(MIB)
    tell(history, 1_000_000, [put(pod('a', true))])
    tell(history, 999_500, [put(pod('a', false))])
    expect(history.steps(() => true, 0, 2_000_000).map(({ at }) => at)).toEqual([1_000_000])
    tell(history, 500_000, [put(pod('a', true))])
    expect(history.since).toBe(500_000)
  })
})

describe('what may no longer be read', () => {
  const denied = someStates({ pods: { status: 'denied' } })

  it('has no past', () => {
    const history = createHistory(MIB)
    tell(history, 1000, [put(pod('a', true))])
    tell(history, 2000, [put(pod('a', false))])
    tell(history, 3000, [removal('a')], { states: denied })
    expect(history.stateAt(shop, 2500).size).toBe(0)
    expect(history.sinceOf([shop])).toBe(3000)
    expect(history.steps(() => true, 0, 9000)).toEqual([])
  })

  it('has none either where its going is told after the refusal', () => {
    const history = createHistory(MIB)
    tell(history, 1000, [put(pod('a', true))])
    tell(history, 2000, [], { states: denied })
    tell(history, 2050, [removal('a')], { states: denied })
    expect(history.steps(() => true, 0, 9000)).toEqual([])
    expect(history.stateAt(shop, 2000).size).toBe(0)
  })

  it('takes the past of its own namespace along, and of no other', () => {
    const parts = (status: 'live' | 'denied') => [
      ...someStates({ pods: { status: 'partial' } }),
      { resource: 'pods', namespace: 'shop', status, since: '2026-01-01T00:00:00Z' },
      { resource: 'pods', namespace: 'edge', status: 'live' as const, since: '2026-01-01T00:00:00Z' },
    ]
    const overview = { view: 'overview', namespace: 'shop' } as const
    const edge = { view: 'namespace', namespace: 'edge' } as const
    const other = aPod('x', { namespace: 'edge' })
    const history = createHistory(MIB)
    tell(history, 1000, [], { states: parts('live') })
    tell(history, 2000, [put(pod('a', true))], { states: parts('live') })
    tell(history, 2000, [put(other)], { states: parts('live'), scope: edge })
    tell(history, 2000, [put(pod('a', true))], { states: parts('live'), scope: overview })
    tell(history, 3000, [removal('a')], { states: parts('denied') })
    expect(history.sinceOf([shop])).toBe(3000)
    expect(history.sinceOf([edge])).toBe(1000)
    expect(history.stateAt(edge, 1500).size).toBe(0)
    expect([...history.stateAt(edge, 2000).values()]).toEqual([other])
    expect(history.gaps([overview], 1000, 4000)).toEqual([{ from: 1000, to: 3000, reason: 'denied' }])
  })
})

describe('gaps', () => {
  const stale = someStates({ pods: { status: 'stale', since: new Date(1_700_000_001_500).toISOString() } })
  const start = 1_700_000_000_000

  it('are told from when a broken watch was last heard until it holds again', () => {
    const history = createHistory(MIB)
    tell(history, start, [])
    tell(history, start + 3000, [], { states: stale })
    tell(history, start + 8000, [put(pod('a', true))])
    expect(history.gaps([shop], start, start + 9000)).toEqual([
      { from: start + 1500, to: start + 8000, reason: 'stale' },
    ])
    expect(history.gaps([shop], start + 8000, start + 9000)).toEqual([])
    expect(history.readsAt(start + 5000)).toBe(stale)
    expect(history.readsBetween(start, start + 9000).map(({ at }) => at - start)).toEqual([3000, 8000])
  })

  it('last on where nothing has come back', () => {
    const history = createHistory(MIB)
    tell(history, start, [])
    tell(history, start + 3000, [], { states: stale })
    expect(history.gaps([shop], start + 4000, start + 9000)).toEqual([
      { from: start + 4000, to: start + 9000, reason: 'stale' },
    ])
  })
})
