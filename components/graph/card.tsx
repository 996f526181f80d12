'use client'

import { type CSSProperties, type ReactNode, useContext, useEffect, useId, useRef } from 'react'
import styles from './card.module.css'
import { GraphContext, useInteraction } from './graph-context'
import type { Level } from './level'
import { useLevel } from './use-level'

/** What a card stands for, in the page's own vocabulary: tests, browser extensions and docs scripts use it. */
export interface Marking {
  readonly 'data-service'?: string | undefined
  /** The address of an endpoint. */
  readonly 'data-endpoint'?: string | undefined
  readonly 'data-pod'?: string | undefined
  readonly 'data-state'?: string | undefined
}

/**
 * The one style of card: a frame that fills its box, takes focus, and shows what the viewer's hand does to it. `label`
 * is the whole of it in one sentence, whatever the zoom leaves of its text.
 */
export function Card({
  id,
  label,
  marking = {},
  look = 'solid',
  expanded,
  children,
}: {
  readonly id: string
  readonly label: string
  readonly marking?: Marking
  readonly look?: 'solid' | 'dashed' | 'bare'
  /** For a card that unfolds: whether it is. */
  readonly expanded?: boolean
  readonly children: (level: Level) => ReactNode
}) {
  const level = useLevel()
  const self = useId()
  const ref = useRef<HTMLDivElement>(null)
  const { interaction } = useContext(GraphContext)
  const wanted = useInteraction(({ focus }) => focus === id)
  const selected = useInteraction((it) => it.selected === id)
  const lit = useInteraction((it) => it.lit?.has(id) ?? false)
  const fresh = useInteraction((it) => it.fresh.get(id))

  useEffect(() => {
    if (!wanted) return
    // A tree scrolls with its page; elsewhere the viewport has moved already, and the page must not.
    const isTree = ref.current?.closest('[data-arrangement="tree"]') !== null
    ref.current?.focus({ preventScroll: !isTree })
    interaction.set({ focus: undefined })
  }, [wanted, interaction])

  return (
    <div
      ref={ref}
      className={styles.card}
      tabIndex={-1}
      role={expanded === undefined ? 'group' : 'button'}
      {...(expanded === undefined
        ? { 'aria-label': label }
        : { id: self, 'aria-labelledby': `${self}-label ${self}`, 'aria-expanded': expanded })}
      aria-current={selected || undefined}
      data-card={id}
      data-look={look}
      data-level={level.name}
      data-lit={lit || undefined}
      data-fresh={fresh}
      style={sizesOf(level)}
      {...marking}
    >
      {/* The name of a button must hold the words on it, which the level of the zoom chooses. */}
      {expanded === undefined ? null : (
        <span id={`${self}-label`} hidden>
          {label}
        </span>
      )}
      {children(level)}
    </div>
  )
}

function sizesOf({ text, mark }: Level): CSSProperties {
  return { '--text': `${text}px`, '--mark': `${mark}px` } as CSSProperties
}
