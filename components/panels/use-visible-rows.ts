'use client'

import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'

export interface Span {
  /** Index of the first row to draw. */
  readonly first: number
  /** One past the last. */
  readonly end: number
}

/** Rows drawn beyond what is seen, so that a quick scroll meets no gap. */
const SPARE = 24

/**
 * The rows of equal height that a scrolling box shows, with some to spare. `top` is how far it is scrolled, `height`
 * how much of it is seen, both in pixels. Spans begin at multiples of the spare, so that a small scroll changes none.
 */
export function visibleRows(top: number, height: number, row: number, count: number): Span {
  const first = Math.floor(top / row / SPARE) * SPARE - SPARE
  const end = Math.ceil((top + height) / row / SPARE) * SPARE + SPARE
  return { first: Math.min(Math.max(0, first), count), end: Math.min(count, Math.max(0, end)) }
}

/** Follows a scrolling box; all `count` rows where that is at most `whole`. */
export function useVisibleRows(
  box: RefObject<HTMLElement | null>,
  { count, row, whole }: { readonly count: number; readonly row: number; readonly whole: number },
): Span {
  const partial = count > whole
  const [span, setSpan] = useState<Span>({ first: 0, end: whole })
  useLayoutEffect(() => {
    const target = box.current
    if (!partial || target === null) return
    const look = () => {
      const next = visibleRows(target.scrollTop, target.clientHeight, row, count)
      setSpan((last) => (last.first === next.first && last.end === next.end ? last : next))
    }
    const observer = new ResizeObserver(look)
    observer.observe(target)
    target.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      observer.disconnect()
      target.removeEventListener('scroll', look)
    }
  }, [box, partial, row, count])
  return partial ? { first: Math.min(span.first, count), end: Math.min(span.end, count) } : { first: 0, end: count }
}
