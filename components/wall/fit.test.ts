import { describe, expect, it } from 'vitest'
import { fitOf } from './fit'

describe('the tiles of a full screen', () => {
  const tv = (services: number, groups = 10) => fitOf(services, groups, 1888, 800)

  it('are as large as all of them fit', () => {
    expect(tv(20)).toMatchObject({ size: 'large', pages: 1 })
    expect(tv(40)).toMatchObject({ size: 'medium', pages: 1 })
    expect(tv(60)).toMatchObject({ size: 'small', pages: 1 })
  })

  it('stand on pages where not even the smallest fit', () => {
    const fit = tv(214)
    expect(fit).toMatchObject({ size: 'small', pages: 4 })
    expect(fit.columns * fit.rows * fit.pages).toBeGreaterThanOrEqual(214)
  })

  it('are those of groups where that would take minutes', () => {
    expect(tv(5000, 50)).toMatchObject({ size: 'group', pages: 3 })
  })

  it('are at least one, on a screen too small for any', () => {
    expect(fitOf(3, 1, 100, 20)).toMatchObject({ columns: 1, rows: 1, pages: 3 })
  })
})
