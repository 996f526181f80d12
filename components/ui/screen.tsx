import type { ReactNode } from 'react'
import { Command } from './command'
import { Mark } from './mark'
import type { MarkState } from './mark-shape'
import styles from './screen.module.css'

/**
 * A page, or a part of one, that has something to say instead of something to show: what is absent or refused, and
 * the next step. `commands` are offered to copy, in order.
 */
export function Screen({
  title,
  mark,
  commands = [],
  children,
}: {
  readonly title: ReactNode
  readonly mark?: MarkState
  readonly commands?: readonly string[]
  readonly children?: ReactNode
}) {
  return (
    <section className={styles.screen}>
      <h2 className={styles.title}>
        {mark === undefined ? null : <Mark state={mark} size={20} />}
        <span>{title}</span>
      </h2>
      {children === undefined ? null : <div className={styles.body}>{children}</div>}
      {commands.length > 0 ? <Command lines={commands} /> : null}
    </section>
  )
}
