import { describe, expect, it } from 'vitest'
import { visibleRows } from './use-visible-rows'

describe('the rows that a scrolling table draws', () => {
  it('covers what is seen, wherever it is scrolled to', () => {
    for (let top = 0; top < 5000 * 32; top += 331) {
      const { first, end } = visibleRows(top, 300, 32, 5000)
      expect(first * 32).toBeLessThanOrEqual(top)
      expect(end * 32).toBeGreaterThanOrEqual(Math.min(top + 300, 5000 * 32))
      expect(end - first).toBeLessThan(120)
    }
  })

  it('stays the same through a small scroll, and within the table at its ends', () => {
    expect(visibleRows(1700, 300, 32, 5000)).toEqual(visibleRows(1740, 300, 32, 5000))
    expect(visibleRows(0, 300, 32, 10)).toEqual({ first: 0, end: 10 })
    expect(visibleRows(1e6, 300, 32, 10)).toEqual({ first: 10, end: 10 })
  })
})
