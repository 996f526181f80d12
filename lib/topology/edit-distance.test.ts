import { describe, expect, it } from 'vitest'
import { editDistance, slipBetween } from './edit-distance'
import { createRandom, pick } from './random.fixture'

describe('editDistance', () => {
  it.each([
    ['frontend', 'front-end', 1],
    ['frontend', 'forntend', 1],
    ['frontend', 'fontent', 2],
    ['a', '', 1],
    ['web', 'web', 0],
    ['web', 'api', 3],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance)
    expect(editDistance(b, a, 5)).toBe(distance)
  })

  it('gives up one above its limit, and says the same as without one below it', () => {
    const random = createRandom(7)
    const word = () =>
      Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(random, ['a', 'b', 'c'])).join('')
    for (let round = 0; round < 500; round++) {
      const [a, b] = [word(), word()]
      expect(editDistance(a, b, 2), `${a} ${b}`).toBe(Math.min(editDistance(a, b, 100), 3))
    }
  })
})

describe('slipBetween', () => {
  it.each([
    ['Web', 'web', 'case'],
    ['front-end', 'frontend', 'typo'],
    ['cart', 'carts', 'typo'],
    ['db', 'ui', undefined],
    ['v1', 'v2', undefined],
    ['stable', 'canary', undefined],
    ['web', 'web', undefined],
  ] as const)('of %s and %s is %s', (a, b, slip) => {
    expect(slipBetween(a, b)).toBe(slip)
  })
})
