'use client'

import type { RefObject } from 'react'
import { useLayoutEffect, useState } from 'react'

/** Drawn beyond the window's edges, so that a fast scroll meets tiles: in pixels, as is the step in which it moves. */
const OVERSCAN = 384
const STEP = 128

/** A stretch of an element, in pixels from its top. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

const everything: Stretch = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/**
 * The stretch of an element that stands in the window, and somewhat more. It changes in steps, so that most scrolling
 * renders nothing. On paper there is no window: all of it is drawn.
 */
export function useWindow(element: RefObject<HTMLElement | null>): Stretch {
  const [stretch, set] = useState<Stretch>(() => ({ from: 0, to: stepUp(window.innerHeight + OVERSCAN) }))

  // What stands above may have changed its height with any render.
  useLayoutEffect(() => {
    if (element.current !== null) set(moveTo(stretchOf(element.current)))
  })

  useLayoutEffect(() => {
    const ending = new AbortController()
    const options = { signal: ending.signal, passive: true }
    const update = () => {
      if (element.current !== null) set(moveTo(stretchOf(element.current)))
    }
    window.addEventListener('scroll', update, options)
    window.addEventListener('resize', update, options)
    window.addEventListener('beforeprint', () => set(everything), options)
    window.addEventListener('afterprint', update, options)
    return () => ending.abort()
  }, [element])

  return stretch
}

function stretchOf(element: HTMLElement): Stretch {
  const { top } = element.getBoundingClientRect()
  const from = Math.floor((-top - OVERSCAN) / STEP) * STEP
  return { from, to: stepUp(-top + window.innerHeight + OVERSCAN) }
}

function stepUp(pixels: number): number {
  return Math.ceil(pixels / STEP) * STEP
}

function moveTo(next: Stretch): (last: Stretch) => Stretch {
  return (last) => (last.from === next.from && last.to === next.to ? last : next)
}
