import type { Box } from '@/lib/layout/scene'
import { MIN_ZOOM } from './level'

export interface Size {
  readonly width: number
  readonly height: number
}

/** A point of the scene is drawn at `point × zoom + (x, y)`. */
export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

// Below it a card is a mark without words: a tall picture starts readable at its top instead, and is scrolled.
const LEAST_WHOLE_ZOOM = 0.5

// What lies on the lower edge of the pane: legend and tools.
const FOOT = 64

/** The first look at a picture: all of it where it can still be read, else its full width from the top. */
export function firstViewport(scene: Size, pane: Size): Viewport {
  const whole = wholeZoom(scene, pane)
  return whole >= LEAST_WHOLE_ZOOM ? centred(scene, pane, whole) : wideViewport(scene, pane)
}

/** The full width of the picture from its top, whatever its height. */
export function wideViewport(scene: Size, pane: Size): Viewport {
  return centred(scene, pane, Math.max(MIN_ZOOM, Math.min(1, pane.width / scene.width)))
}

/** All of the picture, as large as fits, never larger than drawn. */
export function wholeViewport(scene: Size, pane: Size): Viewport {
  const zoom = Math.max(MIN_ZOOM, wholeZoom(scene, pane))
  return {
    x: (pane.width - scene.width * zoom) / 2,
    y: Math.max(0, (pane.height - FOOT - scene.height * zoom) / 2),
    zoom,
  }
}

/** The nearest viewport of the same zoom that shows the box and some room around it; the same one if it does already. */
export function revealing(viewport: Viewport, box: Box, pane: Size): Viewport {
  const x = shifted(viewport.x, box.x * viewport.zoom, box.width * viewport.zoom, pane.width)
  const y = shifted(viewport.y, box.y * viewport.zoom, box.height * viewport.zoom, pane.height)
  return x === viewport.x && y === viewport.y ? viewport : { x, y, zoom: viewport.zoom }
}

const ROOM = 24

function shifted(offset: number, start: number, length: number, pane: number): number {
  if (start + offset < 0) return ROOM - start
  if (start + length + offset > pane) return Math.max(ROOM - start, pane - ROOM - length - start)
  return offset
}

/** In the middle from left to right, at the top from above. */
function centred(scene: Size, pane: Size, zoom: number): Viewport {
  return { x: Math.max(0, (pane.width - scene.width * zoom) / 2), y: 0, zoom }
}

function wholeZoom(scene: Size, pane: Size): number {
  return Math.min(1, pane.width / scene.width, Math.max(1, pane.height - FOOT) / scene.height)
}
