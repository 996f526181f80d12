import { describe, expect, it } from 'vitest'
import { aPod, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { densityOf } from './density'
import { createHistory, type Step } from './history'
import { put, tell } from './history.fixture'

const pods = ['1', '2', '3'].map((name) => aPod(name, { namespace: 'shop', ips: [`10.0.0.${name}`] }))

/** A slice with these of the pods, those in capitals ready. */
function published(text: string) {
  const endpoints = [...text].map((letter) => {
    const pod = pods['abc'.indexOf(letter.toLowerCase())]
    if (pod === undefined) throw new Error(`no pod ${letter}`)
    return endpointOf(pod, { ready: letter !== letter.toLowerCase() })
  })
  return put(aSlice('web', endpoints, { namespace: 'shop' }))
}

function story(...told: readonly (readonly [at: number, slice: string])[]): readonly Step[] {
  const history = createHistory(1024 * 1024)
  tell(history, 0, [])
  for (const [at, slice] of told) tell(history, at, [published(slice)])
  return history.steps(() => true, 0, Number.POSITIVE_INFINITY)
}

describe('how changes lie in time', () => {
  it('is counted by who joined, left and turned', () => {
    const [bucket, ...others] = densityOf(story([100, 'a'], [200, 'Ab'], [300, 'bC'], [400, 'c']), 0, 900)
    expect(others).toEqual([])
    expect(bucket).toEqual({ from: 0, to: 900, changes: 4, joined: 3, left: 2, ready: 2, notReady: 2 })
  })

  it('is told in buckets of one length that start at its multiples', () => {
    const buckets = densityOf(story([61_000, 'a'], [119_999, 'A'], [120_000, 'a']), 30_000, 130_000, 11)
    expect(buckets.map(({ from }) => from)).toEqual([
      30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000, 100_000, 110_000, 120_000,
    ])
    expect(buckets.at(-1)).toMatchObject({ from: 120_000, to: 130_000, changes: 1, notReady: 1 })
    expect(buckets.reduce((sum, { changes }) => sum + changes, 0)).toBe(3)
  })

  it('never takes more buckets than asked for, and leaves no moment out', () => {
    for (const length of [0, 1, 999, 60_000, 239_000, 3_600_000, 86_400_000, 1_000_000_000]) {
      const from = 1_700_000_123_456
      const buckets = densityOf([], from, from + length)
      expect(buckets.length).toBeLessThanOrEqual(240)
      expect(buckets[0]?.from).toBe(from)
      expect(buckets.at(-1)?.to).toBe(from + length)
      for (const [place, bucket] of buckets.entries()) if (place > 0) expect(bucket.from).toBe(buckets[place - 1]?.to)
    }
  })
})
