import { describe, expect, it } from 'vitest'
import { type Direction, nextBox } from './walk'

/** Tiles of 100 × 50 at these places, by name. */
const places: Readonly<Record<string, readonly [left: number, top: number]>> = {
  trouble: [0, 0],
  a1: [0, 100],
  a2: [110, 100],
  b1: [220, 100],
  a3: [0, 160],
  c1: [0, 300],
  c2: [110, 300],
}

const boxes = Object.entries(places).map(([of, [left, top]]) => ({
  of,
  box: { left, top, right: left + 100, bottom: top + 50 },
}))

function walk(from: string, ...directions: readonly Direction[]): string {
  return directions.reduce((at, direction) => {
    const [left = 0, top = 0] = places[at] ?? []
    return nextBox({ left, top, right: left + 100, bottom: top + 50 }, direction, boxes) ?? at
  }, from)
}

describe('walking the wall by arrows', () => {
  it('goes along a row, over the edge of a group', () => {
    expect(walk('a1', 'right', 'right')).toBe('b1')
    expect(walk('b1', 'left')).toBe('a2')
  })

  it('goes to the nearest row, and there to the nearest tile', () => {
    expect(walk('trouble', 'down')).toBe('a1')
    expect(walk('b1', 'down')).toBe('a3')
    expect(walk('a2', 'down', 'down')).toBe('c1')
    expect(walk('c2', 'up')).toBe('a3')
  })

  it('stays at the edge', () => {
    expect(walk('b1', 'right')).toBe('b1')
    expect(walk('trouble', 'up', 'left')).toBe('trouble')
    expect(walk('c2', 'down')).toBe('c2')
  })
})
