'use client'

import type { RefObject } from 'react'
import { useEffect } from 'react'

/** Makes an element of the body the only one that can be reached: what it covers takes no focus and no click. Dialogs stay. */
export function useAlone(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const covered = [...document.body.children].filter(
      (child): child is HTMLElement =>
        child instanceof HTMLElement &&
        child !== element.current &&
        !(child instanceof HTMLDialogElement) &&
        !child.inert,
    )
    for (const child of covered) child.inert = true
    return () => {
      for (const child of covered) child.inert = false
    }
  }, [element])
}
