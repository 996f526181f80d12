import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import styles from './notice.module.css'

/** A line across the page that changes how everything below is to be read; told to screen readers when it appears. */
export function Notice({ mark, children }: { readonly mark: MarkState; readonly children: ReactNode }) {
  return (
    <div className={styles.notice} role="status">
      <Mark state={mark} size={12} />
      <p>{children}</p>
    </div>
  )
}
