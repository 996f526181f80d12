import { describe, expect, it } from 'vitest'
import { blocksBetween, blocksOf, HEADING, heightOf, ROW, rowsBetween } from './blocks'
import { groupsOf } from './grouping'
import { aLargeCluster, aSummary } from './wall.fixture'

/** Groups of so many Services each. */
function wallOf(sizes: readonly number[], columns: number) {
  const services = sizes.flatMap((size, group) =>
    Array.from({ length: size }, (_, at) =>
      aSummary(`s${String(at).padStart(2, '0')}`, { namespace: `n${String(group).padStart(2, '0')}` }),
    ),
  )
  return blocksOf(groupsOf(services, 'namespace', 'name'), columns)
}

describe('the blocks of the wall', () => {
  it('stand side by side where they fit on one row, and in their order', () => {
    const places = wallOf([2, 1, 3, 12, 1], 5).map(({ top, column, span, height }) => [top, column, span, height])
    const one = HEADING + ROW
    expect(places).toEqual([
      [0, 0, 2, one],
      [0, 2, 1, one],
      [one, 0, 3, one],
      [2 * one, 0, 5, HEADING + 3 * ROW],
      [2 * one + HEADING + 3 * ROW, 0, 1, one],
    ])
    expect(heightOf(wallOf([2, 1], 5))).toBe(one)
    expect(heightOf([])).toBe(0)
  })

  it('lose no Service and draw none twice, whatever part of the wall is asked for', () => {
    const blocks = wallOf([2, 1, 3, 12, 1, 40, 4, 4], 5)
    const drawn = (from: number, to: number) =>
      blocksBetween(blocks, from, to).flatMap((block) =>
        rowsBetween(block, from, to).flatMap(({ services, row }) =>
          services.map(({ namespace, name }) => ({
            key: `${namespace}/${name}`,
            top: block.top + HEADING + row * ROW,
          })),
        ),
      )
    const all = drawn(0, heightOf(blocks))
    expect(new Set(all.map(({ key }) => key)).size).toBe(67)
    expect(all).toHaveLength(67)
    for (let from = 0; from < heightOf(blocks); from += 50) {
      const seen = all.filter(({ top }) => top + ROW > from && top < from + 300).map(({ key }) => key)
      expect(drawn(from, from + 300).map(({ key }) => key)).toEqual(expect.arrayContaining(seen))
    }
  })

  it('hand out no more of 5,000 Services than a window holds', () => {
    for (const grouping of ['namespace', 'zone'] as const) {
      const blocks = blocksOf(groupsOf(aLargeCluster(), grouping, 'name'), 5)
      const middle = heightOf(blocks) / 2
      const tiles = blocksBetween(blocks, middle, middle + 900).flatMap((block) =>
        rowsBetween(block, middle, middle + 900).flatMap(({ services }) => services),
      )
      expect(tiles.length).toBeGreaterThan(50)
      expect(tiles.length).toBeLessThanOrEqual(5 * Math.ceil(900 / ROW + 1))
    }
  })
})
