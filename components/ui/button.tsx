import type { ReactNode } from 'react'
import styles from './button.module.css'

/** A thing to do, in a word or two. */
export function Button({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <button type="button" className={styles.button} onClick={onClick}>
      {children}
    </button>
  )
}
