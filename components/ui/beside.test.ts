import { describe, expect, it } from 'vitest'
import { placeBeside } from './beside'

const window = { width: 390, height: 800 }
const popover = { width: 320, height: 120 }

describe('the place of a popover', () => {
  it('is below the word that it explains', () => {
    expect(placeBeside({ left: 20, top: 100, width: 60, height: 20 }, popover, window)).toEqual({ x: 20, y: 124 })
  })

  it('is above where the window ends below', () => {
    expect(placeBeside({ left: 20, top: 760, width: 60, height: 20 }, popover, window)).toEqual({ x: 20, y: 636 })
  })

  it('stays within the sides of a phone', () => {
    expect(placeBeside({ left: 340, top: 100, width: 40, height: 20 }, popover, window).x).toBe(62)
    expect(placeBeside({ left: -10, top: 100, width: 40, height: 20 }, popover, window).x).toBe(8)
  })

  it('is below after all where there is room on neither side', () => {
    const low = { width: 390, height: 150 }
    expect(placeBeside({ left: 20, top: 60, width: 60, height: 20 }, popover, low).y).toBe(84)
  })
})
