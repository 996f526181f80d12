interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Between a word and what explains it, and between that and the window's edge, in pixels. */
const GAP = 4
const EDGE = 8

/**
 * Where a popover's upper left corner goes: below what it belongs to, above it where there is no room below, and never
 * over the window's edge. All in pixels of the window.
 */
export function placeBeside(
  anchor: Box,
  popover: Pick<Box, 'width' | 'height'>,
  window: Pick<Box, 'width' | 'height'>,
): { readonly x: number; readonly y: number } {
  const below = anchor.top + anchor.height + GAP
  const above = anchor.top - GAP - popover.height
  const fits = below + popover.height <= window.height - EDGE
  const y = fits || above < EDGE ? below : above
  const most = Math.max(EDGE, window.width - EDGE - popover.width)
  return { x: Math.min(Math.max(anchor.left, EDGE), most), y }
}
