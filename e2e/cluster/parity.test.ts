import { afterAll, describe, expect, inject, it } from 'vitest'
import { connect } from './api.mjs'
import { play, summaryOf } from './parity'
import { parityCases } from './parity-cases'

const real = connect(inject('controlPlane'))
afterAll(() => real.close())

describe('the Service web on the real control plane', () => {
  it.each(parityCases)('$name', async (parityCase) => {
    const seen = await play(real, parityCase)
    expect(seen.map(summaryOf)).toEqual([parityCase, ...(parityCase.steps ?? [])].map(({ published }) => published))
  })
})
