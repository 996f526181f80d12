'use client'

import type { ReactNode } from 'react'
import { Choice } from '@/components/ui/choice'
import { speeds, type TimeControl, type TimeView } from './time-control'
import styles from './transport.module.css'
import type { TimeText } from './use-time-text'

/** Back to the change before, play, on to the next change; and how fast to play. */
export function Transport({
  view,
  control,
  onStep,
  text,
}: {
  readonly view: TimeView
  readonly control: TimeControl
  /** So many changes on; back where it is below zero. */
  readonly onStep: (count: number) => void
  readonly text: TimeText
}) {
  const { at, playing, speed } = view
  return (
    <div className={styles.transport} data-transport>
      <Button label={text('previous')} onClick={() => onStep(-1)}>
        <path d="M4 3v10M13 3L6.5 8l6.5 5Z" />
      </Button>
      {at === undefined ? null : (
        <>
          <Button label={text(playing ? 'pause' : 'play')} onClick={playing ? control.pause : control.play}>
            {playing ? <path d="M5 3v10M11 3v10" /> : <path d="M4.5 2.5L13 8l-8.5 5.5Z" />}
          </Button>
          <Button label={text('next')} onClick={() => onStep(1)}>
            <path d="M12 3v10M3 3l6.5 5L3 13Z" />
          </Button>
          <Choice
            label={text('speed')}
            value={String(speed)}
            options={speeds.map((each) => ({ value: String(each), text: text('times', { count: each }) }))}
            onChange={(value) => {
              const chosen = speeds.find((each) => String(each) === value)
              if (chosen !== undefined) control.setSpeed(chosen)
            }}
          />
        </>
      )}
    </div>
  )
}

function Button({
  label,
  onClick,
  children,
}: {
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <button type="button" className={styles.button} aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {children}
      </svg>
    </button>
  )
}
