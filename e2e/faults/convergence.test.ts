import { describe, expect, it } from 'vitest'
import { converge } from './convergence'

const first = Number(process.env.SWITCHBOARD_FIRST_SEED ?? 1)
const count = Number(process.env.SWITCHBOARD_SEEDS ?? 100)
const seeds = Array.from({ length: count }, (_, index) => first + index)

describe('when the faults end, every viewer holds what its cluster holds', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const { wrong } = await converge(seed)
    expect(wrong).toEqual([])
  })
})
