import { describe, expect, it } from 'vitest'
import { levelOf, MIN_ZOOM } from './level'
import { firstViewport, revealing, type Viewport, wholeViewport, wideViewport, zoomed, zoomOf } from './viewport'

const pane = { width: 1080, height: 700 }

describe('the first look', () => {
  it('shows a small picture as drawn, in the middle and at the top', () => {
    expect(firstViewport({ width: 1040, height: 300 }, pane)).toEqual({ x: 20, y: 0, zoom: 1 })
  })

  it('shows all of a picture that can still be read', () => {
    const { zoom } = firstViewport({ width: 1040, height: 1000 }, pane)
    expect(zoom).toBeLessThan(1)
    expect(1000 * zoom).toBeLessThanOrEqual(pane.height)
  })

  it('starts at the top of a picture too tall to be read as a whole, and leaves room for its overview', () => {
    expect(firstViewport({ width: 1040, height: 50_000 }, pane)).toEqual({ x: 0, y: 0, zoom: 1 })
  })

  it('draws a small picture larger on a large screen, but not by a little', () => {
    expect(firstViewport({ width: 1040, height: 300 }, { width: 2200, height: 1000 }).zoom).toBe(1.5)
    expect(firstViewport({ width: 1040, height: 300 }, { width: 1200, height: 1000 }).zoom).toBe(1)
  })

  it('is as wide as a phone', () => {
    expect(wideViewport({ width: 390, height: 5_000 }, { width: 360, height: 100 }).zoom).toBeCloseTo(360 / 390)
  })
})

it('shows the whole of a tall picture, as far as marks can be seen', () => {
  expect(wholeViewport({ width: 1040, height: 2_000 }, pane).zoom).toBeLessThan(0.35)
  expect(wholeViewport({ width: 1040, height: 500_000 }, pane).zoom).toBe(MIN_ZOOM)
})

describe('a key that zooms', () => {
  it('keeps the middle of the pane where it is, and stops where cards end to be seen', () => {
    const from = { x: -300, y: -1_000, zoom: 1 }
    const to = zoomed(from, zoomOf('-', from.zoom) ?? 0, pane)
    const middle = ({ y, zoom }: Viewport) => (pane.height / 2 - y) / zoom
    expect(to.zoom).toBe(0.8)
    expect(middle(to)).toBeCloseTo(middle(from))
    expect(zoomed(from, 0.01, pane).zoom).toBe(MIN_ZOOM)
    expect(zoomOf('0', 0.3)).toBe(1)
    expect(zoomOf('x', 1)).toBeUndefined()
  })
})

describe('revealing a card', () => {
  const viewport = { x: 0, y: 0, zoom: 1 }

  it('moves nothing when the card can be seen', () => {
    expect(revealing(viewport, { x: 10, y: 10, width: 200, height: 44 }, pane)).toBe(viewport)
  })

  it('brings a card below the edge just inside it', () => {
    expect(revealing(viewport, { x: 10, y: 1_000, width: 200, height: 44 }, pane)).toEqual({ x: 0, y: -368, zoom: 1 })
  })

  it('shows the upper left corner of a card larger than the pane', () => {
    const { x, y } = revealing(viewport, { x: 2_000, y: 2_000, width: 3_000, height: 3_000 }, pane)
    expect([x, y]).toEqual([-1_976, -1_976])
  })
})

describe('the levels of zoom', () => {
  it('are those of the look', () => {
    expect([2, 1, 0.85].map((zoom) => levelOf(zoom).name)).toEqual(['near', 'near', 'near'])
    expect([0.84, 0.45].map((zoom) => levelOf(zoom).name)).toEqual(['middle', 'middle'])
    expect([0.44, 0.15].map((zoom) => levelOf(zoom).name)).toEqual(['far', 'far'])
  })

  it('keep text near 12 px and far marks between 5 and 10 px on the screen', () => {
    for (let zoom = 0.45; zoom < 0.85; zoom += 0.01) {
      expect(levelOf(zoom).text * zoom).toBeGreaterThan(10.5)
      expect(levelOf(zoom).text * zoom).toBeLessThan(13.7)
    }
    for (let zoom = MIN_ZOOM; zoom < 0.45; zoom += 0.01) {
      expect(levelOf(zoom).mark * zoom).toBeGreaterThan(5)
      expect(levelOf(zoom).mark * zoom).toBeLessThan(10)
    }
  })
})
