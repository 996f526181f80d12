import type { CSSProperties, ReactNode } from 'react'
import { useId } from 'react'
import styles from './tile-row.module.css'

/** Tiles of a kind on top of the wall, under a heading of their own: copies, so that their homes stay where they are. */
export function TileRow({
  title,
  columns,
  name,
  children,
}: {
  readonly title: string
  readonly columns: number
  /** For tests and scripts: `data-row`. */
  readonly name: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section
      className={styles.row}
      aria-labelledby={id}
      data-row={name}
      style={{ '--columns': columns } as CSSProperties}
    >
      <h2 id={id} className={styles.heading}>
        {title}
      </h2>
      {children}
    </section>
  )
}
