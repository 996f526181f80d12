'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'

// Words and popover come with the first hand that is laid on a term.
const TermPopover = dynamic(() => import('./term-popover').then((module) => module.TermPopover), { ssr: false })

const touches = ['pointerover', 'focusin', 'click'] as const

/** Explains every term on the page: whatever carries `data-term`. One stands in the shell, for all of them. */
export function Terms() {
  const [first, begin] = useState<{ readonly term: HTMLElement; readonly by: string }>()
  useEffect(() => {
    if (first !== undefined) return
    const hear = ({ target, type }: Event) => {
      const term = target instanceof Element ? target.closest<HTMLElement>('[data-term]') : null
      if (term !== null) begin({ term, by: type })
    }
    for (const type of touches) document.addEventListener(type, hear)
    return () => {
      for (const type of touches) document.removeEventListener(type, hear)
    }
  }, [first])
  return first === undefined ? null : <TermPopover first={first} />
}
