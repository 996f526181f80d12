import { describe, expect, it } from 'vitest'
import { createChance } from '@/lib/demo/chance'
import { likelihoodBound } from './goodness-of-fit'

describe('the bound on how likely counts are', () => {
  it('is 1 for counts that equal their chances, and where there is but one outcome', () => {
    expect(likelihoodBound([100, 100], [0.5, 0.5])).toBe(1)
    expect(likelihoodBound([50], [1])).toBe(1)
  })

  it('is 0 where an outcome without a chance was counted', () => {
    expect(likelihoodBound([99, 1], [1, 0])).toBe(0)
  })

  it('never falls under the true probability, which two outcomes let us count out', () => {
    const draws = 60
    const chance = 0.3
    const probability = (hits: number) => {
      let value = chance ** hits * (1 - chance) ** (draws - hits)
      for (let index = 0; index < hits; index++) value *= (draws - index) / (index + 1)
      return value
    }
    const bounds = Array.from({ length: draws + 1 }, (_, hits) =>
      likelihoodBound([hits, draws - hits], [chance, 1 - chance]),
    )
    for (const bound of bounds) {
      const asFar = bounds.reduce((sum, other, hits) => sum + (other <= bound ? probability(hits) : 0), 0)
      expect(asFar).toBeLessThanOrEqual(bound + 1e-12)
    }
  })

  it('accepts fair draws and refuses those in which one of five gets a half more than its share', () => {
    const seed = 7
    const chance = createChance(seed)
    const fair = [0, 0, 0, 0, 0]
    const loaded = [0, 0, 0, 0, 0]
    for (let draw = 0; draw < 1000; draw++) {
      const at = Math.floor(chance.next() * 5)
      fair[at]!++
      const other = chance.next() < 0.1 ? 0 : Math.floor(chance.next() * 5)
      loaded[other]!++
    }
    const chances = [0.2, 0.2, 0.2, 0.2, 0.2]
    expect(likelihoodBound(fair, chances)).toBeGreaterThan(1e-3)
    expect(likelihoodBound(loaded, chances)).toBeLessThan(likelihoodBound(fair, chances))
    expect(likelihoodBound([320, 170, 170, 170, 170], chances)).toBeLessThan(1e-9)
  })
})
