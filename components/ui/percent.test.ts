import { describe, expect, it } from 'vitest'
import { percent } from './percent'

describe('a share in figures', () => {
  it.each([
    [0, '0%'],
    [1e-6, '<0.1%'],
    [0.001, '0.1%'],
    [0.0244, '2.4%'],
    [0.05, '5%'],
    [0.0996, '10%'],
    [1 / 3, '33%'],
    [0.999, '>99%'],
    [1, '100%'],
    [0.1 * 3 + 0.7, '100%'],
  ])('%f is %s', (share, text) => {
    expect(percent(share)).toBe(text)
  })
})
