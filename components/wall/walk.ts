/** Where something stands on the page, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * Which of the boxes is next to one in a direction: on its own row for left and right, on the nearest row with the
 * least way aside for up and down. Undefined at the edge.
 */
export function nextBox<T>(
  from: Box,
  direction: Direction,
  others: Iterable<{ readonly box: Box; readonly of: T }>,
): T | undefined {
  let best: { readonly of: T; readonly along: number; readonly aside: number } | undefined
  for (const { box, of } of others) {
    const way = wayTo(from, box, direction)
    if (way === undefined) continue
    if (best === undefined || way.along < best.along || (way.along === best.along && way.aside < best.aside))
      best = { of, ...way }
  }
  return best?.of
}

interface Way {
  readonly along: number
  readonly aside: number
}

function wayTo(from: Box, to: Box, direction: Direction): Way | undefined {
  const right = to.left - from.left
  const down = to.top - from.top
  switch (direction) {
    case 'left':
    case 'right': {
      const isBeside = to.top < from.bottom && to.bottom > from.top
      const along = direction === 'right' ? right : -right
      return isBeside && along > 0 ? { along, aside: Math.abs(down) } : undefined
    }
    case 'up':
    case 'down': {
      const along = direction === 'down' ? to.top - from.bottom : from.top - to.bottom
      return along >= 0 ? { along, aside: Math.abs(right) } : undefined
    }
  }
}
