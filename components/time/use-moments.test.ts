import { describe, expect, it } from 'vitest'
import { readTimeline } from './timeline-answer'
import { momentsAround, momentsOfTimeline } from './use-moments'

const noon = Date.parse('2026-01-01T12:00:00Z')
const time = (seconds: number) => new Date(noon + seconds * 1_000).toISOString()
const reach = { since: noon, now: noon + 100, from: noon, to: noon + 100, gaps: [] }

describe('where steps lead', () => {
  it('is each change of a timeline, not its ends', () => {
    const timeline = readTimeline({
      ...{ context: 'test', since: time(0), now: time(60), from: time(0), to: time(60), gaps: [] },
      endpoints: [
        {
          id: 'Pod/shop/web-1/1',
          spans: [
            { from: time(0), to: time(20), state: 'ready' },
            { from: time(20), to: time(60), state: 'notReady' },
          ],
        },
      ],
      marks: [{ at: time(19), kind: 'service', change: 'created' }],
    })
    expect(momentsOfTimeline(timeline).map((at) => (at - noon) / 1_000)).toEqual([19, 20])
  })

  it('is each change that is at hand, and beyond the end of each while with one', () => {
    const bucket = (from: number, to: number, changes: number) => ({
      ...{ from: noon + from, to: noon + to, changes },
      ...{ won: 0, lost: 0 },
    })
    const density = { ...reach, buckets: [bucket(0, 10, 1), bucket(10, 20, 0), bucket(20, 30, 2), bucket(30, 40, 1)] }
    const around = { from: noon + 20, to: noon + 30, moments: [noon + 22, noon + 27] }
    const before = { ...density, buckets: density.buckets.slice(0, 3) }
    expect(momentsAround(before, around).map((at) => at - noon)).toEqual([10, 22, 27])
    expect(momentsAround(undefined, around).map((at) => at - noon)).toEqual([22, 27])
    expect(momentsAround(density, undefined).map((at) => at - noon)).toEqual([10, 30, 40])
  })
})
