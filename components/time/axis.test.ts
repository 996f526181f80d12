import { describe, expect, it } from 'vitest'
import { barsOf, momentAt, ticksOf, xOf } from './axis'

const noon = Date.parse('2026-01-01T12:00:00Z')
const axis = { from: noon, to: noon + 600_000, width: 600 }
const weights: Readonly<Record<string, number>> = { ready: 0, notReady: 1 }
const drawn = (bars: readonly (readonly [from: number, to: number, state: string])[]) =>
  barsOf(
    axis,
    bars.map(([from, to, state]) => ({ from: noon + from, to: noon + to, state })),
    (state) => weights[state] ?? 0,
  )

describe('time on an axis', () => {
  it('leads to a pixel and back', () => {
    expect(xOf(axis, noon + 60_000)).toBe(60)
    expect(momentAt(axis, 60)).toBe(noon + 60_000)
    expect(momentAt(axis, 9_000)).toBe(axis.to)
  })

  it('is told by round moments that leave room for their words', () => {
    expect(ticksOf(axis, 80, 0).map((at) => (at - noon) / 60_000)).toEqual([0, 2, 4, 6, 8, 10])
    // India is five and a half hours ahead: its hours are round half an hour off.
    expect(ticksOf({ from: noon, to: noon + 7_200_000, width: 300 }, 80, -5.5 * 3_600_000)).toEqual([
      noon + 1_800_000,
      noon + 5_400_000,
    ])
  })
})

describe('the bars of a strip', () => {
  it('lie where their time lies, cut at the ends of the axis', () => {
    expect(
      drawn([
        [-60_000, 60_000, 'ready'],
        [60_000, 700_000, 'notReady'],
      ]),
    ).toEqual([
      { x: 0, width: 60, state: 'ready' },
      { x: 60, width: 540, state: 'notReady' },
    ])
  })

  it('show a moment of trouble however short it was', () => {
    expect(
      drawn([
        [0, 300_000, 'ready'],
        [300_000, 300_010, 'notReady'],
        [300_010, 600_000, 'ready'],
      ]).map(({ state }) => state),
    ).toEqual(['ready', 'notReady', 'ready'])
  })

  it('are few however many changes there were, and never overlap', () => {
    const many = Array.from(
      { length: 60_000 },
      (_, i) => [i * 10, i * 10 + 10, i % 2 === 0 ? 'ready' : 'notReady'] as const,
    )
    const bars = drawn(many)
    expect(bars.length).toBeLessThanOrEqual(300)
    expect(bars.every(({ state }) => state === 'notReady')).toBe(true)
    for (const [i, bar] of bars.entries()) {
      const next = bars[i + 1]
      if (next !== undefined) expect(bar.x + bar.width).toBeLessThanOrEqual(next.x + 1e-6)
    }
  })
})
