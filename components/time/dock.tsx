'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import type { HistoryFailure } from '@/components/data/past-history'
import type { PastStanding } from '@/components/data/past-store'
import { placeOf } from '@/components/ui/address'
import { CopyButton } from '@/components/ui/copy-button'
import { useKey } from '@/components/ui/keys'
import { Mark } from '@/components/ui/mark'
import { useAddressState } from '@/components/ui/use-address'
import type { Axis } from './axis'
import { changeFrom } from './changes'
import { DensityStrip } from './density-strip'
import styles from './dock.module.css'
import { formatMoment } from './moment'
import { SpanChoice } from './span-choice'
import { usePastStore, useTimeControl, useTimeView } from './time-context'
import type { TimeControl } from './time-control'
import { TimeSlider } from './time-slider'
import { Transport } from './transport'
import { useSpan } from './use-axis'
import { type ClockText, useClockText } from './use-clock-text'
import { useMoments } from './use-moments'
import { useTimeData } from './use-time-data'
import { useStanding } from './use-time-frame'
import { type TimeText, useTimeText } from './use-time-text'
import { useWidth } from './use-width'

/** The address of this page at a moment, whole. */
function linkTo(at: number): string {
  const url = new URL(window.location.href)
  url.searchParams.set('at', formatMoment(at))
  return url.href.replaceAll('%3A', ':')
}

/**
 * The bar that says which moment the page shows, and moves it: there while the page shows the past, and while somebody
 * asked for it (`?time=`). `unreadable` is what the address says where it names no moment.
 */
export function Dock({ unreadable }: { readonly unreadable: string | undefined }) {
  const control = useTimeControl()
  const text = useTimeText()
  const { at } = useTimeView(control)
  const query = useSearchParams()
  const isOpen = at !== undefined || unreadable !== undefined || (query.has('time') && query.get('tab') !== 'time')
  if (control === undefined || !isOpen) return null
  return (
    <section className={styles.dock} aria-label={text?.('title') ?? ''} data-past={at !== undefined || undefined}>
      {text === undefined ? null : <Body control={control} text={text} unreadable={unreadable} />}
    </section>
  )
}

function Body({
  control,
  text,
  unreadable,
}: {
  readonly control: TimeControl
  readonly text: TimeText
  readonly unreadable: string | undefined
}) {
  const clock = useClockText()
  const view = useTimeView(control)
  const store = usePastStore(control)
  const standing = useStanding(store)
  const place = placeOf(usePathname())
  const [, setTime] = useAddressState('time')
  const [span, setSpan] = useSpan()
  const [ref, width] = useWidth()
  const { at, hasAxis } = view
  const { now, stretch, hold, density, timeline, failure } = useTimeData(place, at, standing?.since, !hasAxis)
  const moments = useMoments(timeline, density, store?.around())
  const { from, to } = stretch
  const axis = useMemo<Axis>(() => ({ from, to, width }), [from, to, width])
  const step = useCallback(
    (count: number) => {
      const next = changeFrom(moments, control.get().at, count)
      if (next !== undefined) control.seek(next, 'jump')
      else if (count > 0) control.toNow()
    },
    [moments, control],
  )
  useKey('now', at === undefined ? false : control.toNow)
  useKey('play', at === undefined ? false : view.playing ? control.pause : control.play)
  useKey('earlier', () => step(-1))
  useKey('later', at === undefined ? false : () => step(1))

  const why = at === undefined ? failure : standing?.failure
  return (
    <>
      <When at={at} now={now} standing={standing} text={text} clock={clock} />
      <Transport view={view} control={control} onStep={step} text={text} />
      <div ref={ref} className={styles.middle}>
        {why !== undefined || unreadable !== undefined ? (
          <p className={styles.message} role="status">
            <Mark state="unknown" size={12} />
            <Message failure={why} unreadable={unreadable} text={text} clock={clock} control={control} />
          </p>
        ) : hasAxis ? null : (
          <TimeSlider {...{ axis, at, now, moments, control, text, clock }} onHold={hold}>
            {density === undefined ? null : <DensityStrip density={density} axis={axis} text={text} clock={clock} />}
          </TimeSlider>
        )}
      </div>
      <div className={styles.tools}>
        {hasAxis ? null : <SpanChoice span={span} onChange={setSpan} text={text} />}
        {at === undefined ? null : (
          <span className={styles.copy}>
            <CopyButton text={linkTo(at)}>{text('copyLink')}</CopyButton>
          </span>
        )}
        {at === undefined && unreadable === undefined ? (
          <button
            type="button"
            className={styles.close}
            aria-label={text('close')}
            title={text('close')}
            onClick={() => setTime(undefined)}
          >
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" />
            </svg>
          </button>
        ) : (
          <ToNow control={control} text={text} />
        )}
      </div>
    </>
  )
}

/** The way back to now; `N` does the same. An address that names no moment loses it. */
function ToNow({ control, text }: { readonly control: TimeControl; readonly text: TimeText }) {
  const [, setAt] = useAddressState('at')
  return (
    <button
      type="button"
      className={styles.now}
      aria-keyshortcuts="n"
      onClick={() => (control.get().at === undefined ? setAt(undefined) : control.toNow())}
    >
      {text('toNow')}
      <span className={styles.key} aria-hidden="true">
        N
      </span>
    </button>
  )
}

/** Which moment the page shows, and how far that is from now. */
function When({
  at,
  now,
  standing,
  text,
  clock,
}: {
  readonly at: number | undefined
  readonly now: number
  readonly standing: PastStanding | undefined
  readonly text: TimeText
  readonly clock: ClockText
}) {
  const isReading = standing !== undefined && !standing.shown && standing.failure === undefined
  const shown = at ?? now
  return (
    <div className={styles.when}>
      <p className={styles.moment}>
        {at === undefined ? null : <Mark state="stale" size={12} />}
        <span className={styles.words}>{text(at === undefined ? 'isNow' : 'asItWas')}</span>
        <time className={styles.time} dateTime={formatMoment(shown)} title={clock.utc(shown)}>
          {clock.time(shown, now)}
        </time>
      </p>
      {at === undefined ? null : (
        <p className={styles.aside} aria-live={isReading ? 'polite' : undefined}>
          {isReading ? text('readingShort') : clock.ago(at, now)}
          {standing?.gap === undefined ? null : (
            <span className={styles.gap}>
              {' · '}
              {text('partly')}
            </span>
          )}
        </p>
      )}
    </div>
  )
}

/** Why the moment is not shown, and what can be done about it; undefined where it is. */
function Message({
  failure,
  unreadable,
  text,
  clock,
  control,
}: {
  readonly failure: HistoryFailure | undefined
  readonly unreadable: string | undefined
  readonly text: TimeText
  readonly clock: ClockText
  readonly control: TimeControl
}) {
  const { since, status } = failure ?? {}
  if (unreadable !== undefined) return text('unreadable', { text: unreadable })
  if (since !== undefined)
    return (
      <>
        {text('older', { since: clock.time(since) })}
        {/* What is oldest is the first to be dropped: a second on, it is still there when it is asked for. */}
        <button type="button" className={styles.inline} onClick={() => control.seek(since + 1_000, 'jump')}>
          {text('toOldest')}
        </button>
      </>
    )
  if (status === 404) return text('off')
  return (
    <>
      {status === undefined ? text('noAnswer') : failure?.message}
      <button type="button" className={styles.inline} onClick={() => control.store()?.retry()}>
        {text('again')}
      </button>
    </>
  )
}
