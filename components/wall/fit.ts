/** How large tiles are drawn on a full screen; `group` draws one for all that a group holds. */
export type FullSize = 'large' | 'medium' | 'small' | 'group'

/** The least width and the height of a tile, in pixels. */
const boxes: Readonly<Record<FullSize, { readonly width: number; readonly height: number }>> = {
  large: { width: 384, height: 112 },
  medium: { width: 320, height: 80 },
  small: { width: 264, height: 64 },
  group: { width: 384, height: 112 },
}

export const GAP = 12

/** A wall that shows each Service only every few minutes shows none of them: it shows groups then. */
const MOST_PAGES = 6

/** Tiles of one size in so many columns and rows, and as many pages of them as it takes. */
export interface Fit {
  readonly size: FullSize
  readonly columns: number
  readonly rows: number
  readonly pages: number
}

/**
 * The largest tiles that all fit on a screen of `width` by `height` pixels, in no more columns than it takes, so that
 * names have room; where not even the smallest fit, those on some pages, or, where that takes too many, tiles of groups.
 */
export function fitOf(services: number, groups: number, width: number, height: number): Fit {
  const sizes = ['large', 'medium', 'small'] as const
  const fits = sizes.map((size) => fitIn(size, services, width, height))
  const whole = fits.find(({ pages }) => pages === 1)
  if (whole !== undefined) return whole
  const small = fitIn('small', services, width, height)
  return small.pages <= MOST_PAGES || groups >= services ? small : fitIn('group', groups, width, height)
}

function fitIn(size: FullSize, count: number, width: number, height: number): Fit {
  const box = boxes[size]
  const most = Math.max(1, Math.floor((width + GAP) / (box.width + GAP)))
  const rows = Math.max(1, Math.floor((height + GAP) / (box.height + GAP)))
  const columns = Math.max(Math.min(2, most), Math.min(most, Math.ceil(count / rows)))
  return { size, columns, rows, pages: Math.max(1, Math.ceil(count / (columns * rows))) }
}
