import type { ReactNode } from 'react'
import styles from './sort-head.module.css'

/** The head of a column that orders its table; the arrow points where greater values stand. */
export function SortHead({
  order,
  title,
  onClick,
  children,
}: {
  readonly order: 'ascending' | 'descending' | undefined
  readonly title: string
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" className={styles.head} title={title} onClick={onClick} data-order={order}>
        {children}
        <svg className={styles.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 5.5L4 2.5L7 5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
    </th>
  )
}
