import type { Box } from '@/lib/layout/scene'
import { MAX_ZOOM, MIN_ZOOM } from './level'

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
  if (whole >= LEAST_WHOLE_ZOOM) return centred(scene, pane, whole)
  const beside = { ...pane, width: pane.width - OVERVIEW.width - 2 * OVERVIEW.gap }
  return wideViewport(scene, beside)
}

/** The full width of the picture from its top, whatever its height. */
export function wideViewport(scene: Size, pane: Size): Viewport {
  return centred(scene, pane, Math.max(MIN_ZOOM, Math.min(1, pane.width / scene.width)))
}

/** What the overview takes of the right edge of a pane that shows a part of its picture. */
export const OVERVIEW = { width: 24, gap: 8 } as const

/** Whether a pane shows so little of a picture that it helps to see where that lies. */
export function isPart(scene: Size, pane: Size, zoom: number): boolean {
  return scene.height * zoom > pane.height * 1.25 || scene.width * zoom > pane.width * 1.25
}

/** All of the picture, as large as fits; a small one on a large screen is drawn larger. */
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

const ZOOM_STEP = 1.25

/** The zoom that a key asks for, from the present one; undefined for keys that ask for none. */
export function zoomOf(key: string, zoom: number): number | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoom * ZOOM_STEP
    case '-':
      return zoom / ZOOM_STEP
    case '0':
      return 1
  }
  return undefined
}

/** Another zoom, as far as there is one, about the middle of the pane. */
export function zoomed({ x, y, zoom }: Viewport, wanted: number, pane: Size): Viewport {
  const to = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, wanted))
  const about = (offset: number, middle: number) => middle - ((middle - offset) * to) / zoom
  return { x: about(x, pane.width / 2), y: about(y, pane.height / 2), zoom: to }
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

/** A picture is drawn larger only where that makes a difference, and never like a poster. */
const LARGER = { from: 1.2, to: 1.5 } as const

function wholeZoom(scene: Size, pane: Size): number {
  const zoom = Math.min(LARGER.to, pane.width / scene.width, Math.max(1, pane.height - FOOT) / scene.height)
  return zoom > 1 && zoom < LARGER.from ? 1 : zoom
}
