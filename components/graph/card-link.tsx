'use client'

import { type MouseEvent, type ReactNode, useContext } from 'react'
import styles from './card.module.css'
import { GraphContext } from './graph-context'
import type { Target } from './target'

/**
 * The name on a card as a link to its page: a plain click goes there within the app, every other kind of click is the
 * browser's. It takes no tab stop, since Enter on the card does the same.
 */
export function CardLink({ target, children }: { readonly target: Target; readonly children: ReactNode }) {
  const { hrefOf, open } = useContext(GraphContext)
  const href = hrefOf(target)
  if (href === undefined) return children
  const onClick = (event: MouseEvent) => {
    event.stopPropagation()
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    open(target)
  }
  return (
    <a className={styles.link} href={href} tabIndex={-1} onClick={onClick}>
      {children}
    </a>
  )
}
