import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import styles from './notice.module.css'

/** A line across the page that changes how everything below is to be read; told to screen readers when it appears. */
export function Notice({
  mark,
  more,
  children,
}: {
  readonly mark: MarkState
  /** What can be done about it. */
  readonly more?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className={styles.notice}>
      <Mark state={mark} size={12} />
      <div className={styles.text}>
        <p role="status">{children}</p>
        {more}
      </div>
    </div>
  )
}
