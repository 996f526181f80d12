'use client'

import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { type Axis, momentAt, ticksOf, xOf } from './axis'
import { changeFrom } from './changes'
import type { Move, TimeControl } from './time-control'
import styles from './time-slider.module.css'
import type { ClockText } from './use-clock-text'
import type { TimeText } from './use-time-text'

/** So many changes a step goes with Shift. */
const MANY = 10
/** Of the axis a page is this part. */
const PAGE = 0.25
/** Pixels between two words under an axis. */
const APART = 88

/**
 * The cursor on an axis of time, to be dragged and to be moved by keys: arrows lead from change to change, ten with
 * Shift, Home to the beginning, End to now, Page Up and Page Down by a quarter of the axis. `children` are drawn on the
 * axis, in its own pixels.
 */
export function TimeSlider({
  axis,
  at,
  now,
  moments,
  control,
  onHold,
  text,
  clock,
  children,
}: {
  readonly axis: Axis
  readonly at: number | undefined
  readonly now: number
  readonly moments: readonly number[]
  readonly control: TimeControl
  /** Told before a drag and after it: an axis stands still under the hand. */
  readonly onHold: (held: boolean) => void
  readonly text: TimeText
  readonly clock: ClockText
  readonly children?: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const drag = usePointerSeek({ axis, control, onHold, box })
  const shown = at ?? now

  function step(event: KeyboardEvent) {
    const to = keyMove(event, { axis, at, now, moments })
    if (to === undefined) return
    event.preventDefault()
    if (to === 'now') control.toNow()
    else control.seek(to, 'jump')
  }

  return (
    <div
      ref={box}
      className={styles.slider}
      role="slider"
      tabIndex={0}
      aria-label={text('cursor')}
      aria-valuemin={Math.round(axis.from / 1_000)}
      aria-valuemax={Math.round(axis.to / 1_000)}
      aria-valuenow={Math.round(Math.min(axis.to, Math.max(axis.from, shown)) / 1_000)}
      aria-valuetext={
        at === undefined
          ? text('cursorNow', { time: clock.time(now, now) })
          : text('cursorAt', { time: clock.time(at, now), ago: clock.ago(at, now) })
      }
      onKeyDown={step}
      {...drag}
    >
      {children}
      <Ticks axis={axis} clock={clock} />
      {axis.width > 0 ? (
        <span
          className={styles.cursor}
          data-past={at !== undefined || undefined}
          style={{ transform: `translateX(${Math.min(axis.width, Math.max(0, xOf(axis, shown)))}px)` }}
        />
      ) : null}
    </div>
  )
}

/** Where a key leads; undefined where it is no key of a slider. */
function keyMove(
  { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent,
  {
    axis,
    at,
    now,
    moments,
  }: {
    readonly axis: Axis
    readonly at: number | undefined
    readonly now: number
    readonly moments: readonly number[]
  },
): number | 'now' | undefined {
  if (altKey || ctrlKey || metaKey) return undefined
  const count = shiftKey ? MANY : 1
  const page = (axis.to - axis.from) * PAGE
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return changeFrom(moments, at, -count)
    case 'ArrowRight':
    case 'ArrowUp':
      return changeFrom(moments, at, count) ?? 'now'
    case 'PageDown':
      return (at ?? now) - page
    case 'PageUp':
      return at === undefined || at + page >= now ? 'now' : at + page
    case 'Home':
      return axis.from
    case 'End':
      return 'now'
    default:
      return undefined
  }
}

/** Handlers that let a pointer drag the cursor over a box whose axis begins `inset` pixels from its left. */
export function usePointerSeek({
  axis,
  control,
  onHold,
  box,
  inset = 0,
}: {
  readonly axis: Axis
  readonly control: TimeControl
  readonly onHold: (held: boolean) => void
  readonly box: { readonly current: HTMLElement | null }
  readonly inset?: number
}) {
  const dragging = useRef<{ readonly axis: Axis; readonly left: number } | undefined>(undefined)
  const seek = (event: PointerEvent, move: Move) => {
    const held = dragging.current
    if (held !== undefined) control.seek(momentAt(held.axis, event.clientX - held.left), move)
  }
  const end = () => {
    if (dragging.current === undefined) return
    dragging.current = undefined
    control.drop()
    onHold(false)
  }
  return {
    onPointerDown(event: PointerEvent) {
      const left = (box.current?.getBoundingClientRect().left ?? 0) + inset
      if (event.button !== 0 || axis.width <= 0 || event.clientX < left) return
      event.currentTarget.setPointerCapture(event.pointerId)
      dragging.current = { axis, left }
      onHold(true)
      seek(event, 'drag')
    },
    onPointerMove(event: PointerEvent) {
      seek(event, 'drag')
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}

function Ticks({ axis, clock }: { readonly axis: Axis; readonly clock: ClockText }) {
  if (axis.width <= 0) return null
  const offset = new Date(axis.to).getTimezoneOffset() * 60_000
  const ticks = ticksOf(axis, APART, offset)
  const [first = 0, second = first + 60_000] = ticks
  const seconds = (second - first) % 60_000 !== 0
  return (
    <span className={styles.ticks} aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} className={styles.tick} style={{ transform: `translateX(${xOf(axis, tick)}px)` }}>
          {clock.tick(tick, seconds)}
        </span>
      ))}
    </span>
  )
}
