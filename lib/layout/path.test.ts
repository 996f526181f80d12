import { describe, expect, it } from 'vitest'
import { orderedLanes, sharedLanes } from './lanes'
import { roundedPath } from './path'

describe('the path of an edge', () => {
  it('rounds its corners by eight pixels', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 40 },
      { x: 60, y: 40 },
    ]
    expect(roundedPath(points)).toBe('M0 0 L12 0 Q20 0 20 8 L20 32 Q20 40 28 40 L60 40')
  })

  it('is straight where it has no corner', () => {
    const points = [
      { x: 0, y: 5 },
      { x: 20, y: 5 },
      { x: 20, y: 5 },
      { x: 60, y: 5 },
    ]
    expect(roundedPath(points)).toBe('M0 5 L60 5')
  })

  it('shares a short way between two corners', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 6 },
      { x: 40, y: 6 },
    ]
    expect(roundedPath(points)).toBe('M0 0 L17 0 Q20 0 20 3 Q20 6 23 6 L40 6')
  })
})

describe('lanes', () => {
  it('lie six pixels apart, and nearer where the gap is narrow', () => {
    expect(orderedLanes(3, { from: 0, to: 40 })).toEqual([14, 20, 26])
    expect(orderedLanes(5, { from: 0, to: 8 })).toEqual([0, 2, 4, 6, 8])
  })

  it('are shared by runs that do not meet, and stay where they are when another comes', () => {
    const gap = { from: 0, to: 40 }
    const runs = [
      { id: 'a', top: 0, bottom: 100 },
      { id: 'b', top: 200, bottom: 300 },
    ]
    expect([...sharedLanes(runs, gap).values()]).toEqual([20, 20])
    const more = sharedLanes([...runs, { id: 'c', top: 50, bottom: 250 }], gap)
    expect([more.get('a'), more.get('b')]).toEqual([20, 20])
    expect(more.get('c')).not.toBe(20)
  })

  it('never leave their gap', () => {
    const runs = Array.from({ length: 40 }, (_, at) => ({ id: `${at}`, top: at, bottom: 1000 }))
    for (const x of sharedLanes(runs, { from: 10, to: 30 }).values()) {
      expect(x).toBeGreaterThanOrEqual(10)
      expect(x).toBeLessThanOrEqual(30)
    }
  })
})
