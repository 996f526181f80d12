import type { ReactNode } from 'react'
import type { TermId } from '@/messages/term'
import styles from './sort-head.module.css'

/** The head of a column that orders its table; the arrow points where greater values stand. */
export function SortHead({
  order,
  title,
  term,
  onClick,
  children,
}: {
  readonly order: 'ascending' | 'descending' | undefined
  readonly title: string
  /** What the head names, where it is explained; the explanation then says more than a title would. */
  readonly term?: TermId | undefined
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <th scope="col" aria-sort={order}>
      <button
        type="button"
        className={styles.head}
        title={term === undefined ? title : undefined}
        onClick={onClick}
        data-order={order}
        data-term={term}
      >
        {children}
        <svg className={styles.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 5.5L4 2.5L7 5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
    </th>
  )
}
