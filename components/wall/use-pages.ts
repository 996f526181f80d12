'use client'

import { useEffect, useState } from 'react'
import { useKey } from '@/components/ui/keys'

/** How long a page stands before the next one comes. */
export const PAGE_MS = 20_000

/** Which of some pages is seen. They turn over by themselves, unless paused; arrows turn them by hand. */
export function usePages(pages: number) {
  const [at, setAt] = useState(0)
  const [isPaused, setPaused] = useState(false)
  const page = Math.min(at, pages - 1)
  const toggle = () => setPaused((last) => !last)
  useKey('play', pages > 1 && toggle)

  // One that was turned to by hand stands for its whole time, too.
  useEffect(() => {
    if (pages < 2 || isPaused) return
    const timer = setTimeout(() => setAt((page + 1) % pages), PAGE_MS)
    return () => clearTimeout(timer)
  }, [pages, isPaused, page])

  useEffect(() => {
    if (pages < 2) return
    const turn = ({ key, defaultPrevented }: KeyboardEvent) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
      if (step !== undefined && !defaultPrevented) setAt((last) => (Math.min(last, pages - 1) + step + pages) % pages)
    }
    window.addEventListener('keydown', turn)
    return () => window.removeEventListener('keydown', turn)
  }, [pages])

  return { page, pages, isPaused, toggle }
}
