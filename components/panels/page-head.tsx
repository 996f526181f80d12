import type { ReactNode } from 'react'
import styles from './page-head.module.css'

/** What a page is about, in one line: its name, its figures, and the sentence that matters most. */
export function PageHead({
  name,
  figures,
  facts,
  children,
}: {
  readonly name: ReactNode
  readonly figures?: ReactNode
  readonly facts?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h1 className={styles.name}>{name}</h1>
        {figures === undefined ? null : <span className={styles.figures}>{figures}</span>}
        {facts === undefined ? null : <span className={styles.facts}>{facts}</span>}
      </div>
      {children === undefined || children === null ? null : <p className={styles.sentence}>{children}</p>}
    </header>
  )
}
