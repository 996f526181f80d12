import type { InputHTMLAttributes, RefObject } from 'react'
import styles from './text-field.module.css'

/** A line to type into, for what is looked for; `label` is read out, `placeholder` is seen. */
export function TextField({
  label,
  onText,
  field,
  ...rest
}: {
  readonly label: string
  readonly onText: (text: string) => void
  readonly field?: RefObject<HTMLInputElement | null>
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'onChange' | 'aria-label'>) {
  return (
    <input
      {...rest}
      ref={field}
      className={styles.field}
      aria-label={label}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onText(event.target.value)}
    />
  )
}
