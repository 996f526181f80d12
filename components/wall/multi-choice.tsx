'use client'

import { lazy, Suspense, useId, useState } from 'react'
import type { MarkState, Severity } from '@/components/ui/mark-shape'
import styles from './multi-choice.module.css'

// Nobody needs the list before it is asked for.
const Options = lazy(async () => ({ default: (await import('./options')).Options }))

/** Something to choose; `mark` stands for it where it is a state, `severity` where it weighs. */
export interface Option {
  readonly value: string
  readonly text: string
  readonly mark?: MarkState
  readonly severity?: Severity
}

/** A quiet control that says what is chosen, and opens a list to choose any number from. */
export function MultiChoice({
  label,
  shown,
  options,
  chosen,
  onToggle,
  onClear,
}: {
  readonly label: string
  /** What is chosen, in words. */
  readonly shown: string
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  readonly onToggle: (value: string) => void
  readonly onClear: () => void
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className={styles.control}
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-label={`${label}: ${shown}`}
        data-chosen={chosen.length > 0 || undefined}
      >
        <span className={styles.value}>{shown}</span>
        <svg className={styles.arrow} width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M1 2.5L4 5.5L7 2.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles.menu}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen ? (
          <Suspense>
            <Options options={options} chosen={chosen} onToggle={onToggle} onClear={onClear} />
          </Suspense>
        ) : null}
      </div>
    </>
  )
}
