import type { ReactNode } from 'react'
import { Command } from './command'
import { Mark } from './mark'
import type { MarkState } from './mark-shape'
import styles from './screen.module.css'

/**
 * A page, or a part of one, that has something to say instead of something to show: what is absent or refused, and
 * the next step. `commands` are offered to copy, in order. Its title is the page's, unless it is `part` of one.
 */
export function Screen({
  title,
  mark,
  commands = [],
  part = false,
  children,
}: {
  readonly title: ReactNode
  readonly mark?: MarkState
  readonly commands?: readonly string[]
  readonly part?: boolean
  readonly children?: ReactNode
}) {
  const Title = part ? 'h2' : 'h1'
  return (
    <section className={styles.screen}>
      <Title className={styles.title}>
        {mark === undefined ? null : <Mark state={mark} size={20} />}
        <span>{title}</span>
      </Title>
      {children === undefined ? null : <div className={styles.body}>{children}</div>}
      {commands.length > 0 ? <Command lines={commands} /> : null}
    </section>
  )
}
