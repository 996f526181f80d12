'use client'

import type { ReactNode } from 'react'
import styles from './choice.module.css'

/**
 * A native list of choices, drawn as a quiet control: the platform's own keyboard, touch and screen reader manners.
 * `icon` stands before the value; with `compact` it stands alone on narrow screens.
 */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  icon,
  compact = false,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly text: string }[]
  readonly onChange: (value: T) => void
  readonly icon?: ReactNode
  readonly compact?: boolean
}) {
  const shown = options.find((option) => option.value === value)?.text ?? value
  return (
    <span className={compact ? `${styles.choice} ${styles.compact}` : styles.choice}>
      {icon}
      <span className={styles.value} aria-hidden="true">
        {shown}
      </span>
      <svg className={styles.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
        <path d="M1 2.5L4 5.5L7 2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <select
        className={styles.select}
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </span>
  )
}
