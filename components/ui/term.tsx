import type { ReactNode } from 'react'
import type { TermId } from '@/messages/term'
import styles from './term.module.css'

/** A word that is explained where it stands: on hover, on focus and on a tap. `Terms` in the shell does the explaining. */
export function Term({ id, children }: { readonly id: TermId; readonly children: ReactNode }) {
  return (
    <button type="button" className={styles.term} data-term={id} aria-haspopup="dialog">
      {children}
    </button>
  )
}
