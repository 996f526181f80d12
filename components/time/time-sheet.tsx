'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { formatAge } from '@/components/data/age'
import type { HistoryFailure } from '@/components/data/past-history'
import { Mark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { parseKey } from '@/lib/kubernetes/key'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Strip } from '@/lib/timeline/strips'
import { type Axis, momentAt, xOf } from './axis'
import { ChangesList } from './changes-list'
import { stateOf } from './events'
import { MarksLane } from './marks-lane'
import { clampSpan, type Span } from './moment'
import { SpanChoice } from './span-choice'
import { StripBars, StripPatterns } from './strip-bars'
import { usePastStore, useTimeControl, useTimeView } from './time-context'
import type { TimeControl } from './time-control'
import styles from './time-sheet.module.css'
import { TimeSlider, usePointerSeek } from './time-slider'
import type { Timeline } from './timeline-answer'
import { useSpan } from './use-axis'
import { type ClockText, useClockText } from './use-clock-text'
import { momentsOfTimeline } from './use-moments'
import { useTimeData } from './use-time-data'
import { useStanding } from './use-time-frame'
import { type TimeText, useTimeText } from './use-time-text'
import { useWidth } from './use-width'

/** Of a row of the strips, in pixels: the strip and the room between two. */
const ROW = 24
/** What stands above the rows: marks, the axis and some room. */
const HEAD = 73
/** How much closer a step of the zoom goes. */
const ZOOM = 2

/** Who answered for a Service over time: a strip for each endpoint on one axis, and beside it the same in words. */
export function TimeSheet({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const control = useTimeControl()
  const text = useTimeText()
  if (control === undefined || text === undefined) return null
  return <Sheet namespace={namespace} name={name} control={control} text={text} />
}

function Sheet({
  namespace,
  name,
  control,
  text,
}: {
  readonly namespace: string
  readonly name: string
  readonly control: TimeControl
  readonly text: TimeText
}) {
  const clock = useClockText()
  const { at } = useTimeView(control)
  useEffect(() => control.holdAxis(), [control])
  const standing = useStanding(usePastStore(control))
  const place = useMemo(() => ({ page: 'service', namespace, name }) as const, [namespace, name])
  const { now, stretch, hold, timeline, failure } = useTimeData(place, at, standing?.since, false)
  if (failure !== undefined && timeline === undefined) return <Failure failure={failure} text={text} />
  return (
    <div className={styles.sheet}>
      <StripPatterns />
      <Strips
        {...{ name, at, now, timeline, control, text, clock }}
        from={stretch.from}
        to={stretch.to}
        onHold={hold}
      />
      <section className={styles.changes} aria-label={text('changes')}>
        {timeline === undefined ? null : (
          <ChangesList timeline={timeline} at={at} control={control} text={text} clock={clock} />
        )}
      </section>
    </div>
  )
}

/** A server that remembers nothing, or does not answer. */
function Failure({ failure, text }: { readonly failure: HistoryFailure; readonly text: TimeText }) {
  return (
    <p className={styles.none} role="status">
      <Mark state="unknown" size={12} />
      {failure.status === undefined ? text('noAnswer') : failure.status === 404 ? text('off') : failure.message}
    </p>
  )
}

/** The strips under their axis, with the cursor across them. */
function Strips({
  name,
  at,
  now,
  from,
  to,
  timeline,
  control,
  onHold,
  text,
  clock,
}: {
  readonly name: string
  readonly at: number | undefined
  readonly now: number
  readonly from: number
  readonly to: number
  readonly timeline: Timeline | undefined
  readonly control: TimeControl
  readonly onHold: (held: boolean) => void
  readonly text: TimeText
  readonly clock: ClockText
}) {
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const [ref, width] = useWidth()
  const [tip, setTip] = useState<Tip>()
  const [span, setSpan] = useSpan()
  const axis = useMemo<Axis>(() => ({ from, to, width }), [from, to, width])
  const moments = useMemo(() => (timeline === undefined ? [] : momentsOfTimeline(timeline)), [timeline])
  const strips = useMemo(() => (timeline === undefined ? [] : goingOn(timeline, now)), [timeline, now])
  const virtual = useVirtualizer({
    count: strips.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    getItemKey: (index) => strips[index]?.id ?? index,
    overscan: 12,
    scrollMargin: HEAD,
  })
  const drag = usePointerSeek({ axis, control, onHold, box: rows })
  useWheelZoom(scroll, span, to - from, setSpan)
  const shown = at ?? now
  const x = Math.min(width, Math.max(0, xOf(axis, shown)))

  return (
    <section
      ref={scroll}
      className={styles.strips}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={text('strips', { name, from: clock.time(from, now), to: clock.time(to, now) })}
    >
      <div className={styles.head}>
        <div className={styles.corner}>
          <SpanChoice span={span} onChange={setSpan} text={text} />
          <Zoom label={text('zoomOut')} onClick={() => setSpan(zoomed(to - from, ZOOM))} path="M3 8h10" />
          <Zoom label={text('zoomIn')} onClick={() => setSpan(zoomed(to - from, 1 / ZOOM))} path="M3 8h10M8 3v10" />
        </div>
        <div ref={ref} className={styles.axis}>
          {timeline === undefined ? null : <MarksLane marks={timeline.marks} axis={axis} text={text} />}
          <TimeSlider {...{ axis, at, now, moments, control, onHold, text, clock }} />
        </div>
      </div>
      <div
        className={styles.rows}
        style={{ height: timeline === undefined ? LOADING * ROW : virtual.getTotalSize() }}
        onPointerLeave={() => setTip(undefined)}
        onPointerMove={(event) => setTip(tipAt(event, rows.current, axis, strips))}
      >
        {timeline === undefined ? <Skeleton /> : <Unknown timeline={timeline} axis={axis} />}
        {virtual.getVirtualItems().map((item) => {
          const strip = strips[item.index]
          return strip === undefined ? null : (
            <div
              key={item.key}
              className={styles.row}
              data-strip={strip.pod ?? strip.address}
              style={{ transform: `translateY(${item.start - HEAD}px)` }}
            >
              <Label strip={strip} state={stateOf(strip, shown)} />
              <StripBars spans={strip.spans} axis={axis} />
            </div>
          )
        })}
        <div ref={rows} className={styles.field} {...drag}>
          <span
            className={styles.cursor}
            data-past={at !== undefined || undefined}
            style={{ transform: `translateX(${x}px)` }}
          />
          {tip === undefined ? null : (
            <TipText tip={tip} timeline={timeline} now={now} width={width} text={text} clock={clock} />
          )}
        </div>
      </div>
      {timeline !== undefined && strips.length === 0 ? (
        <p className={styles.none}>{text('none', { from: clock.time(from, now), to: clock.time(to, now) })}</p>
      ) : null}
    </section>
  )
}

/** Rows while the first answer is on its way. */
const LOADING = 3

function Skeleton() {
  return Array.from({ length: LOADING }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike, and never change.
    <div key={row} className={styles.row} style={{ transform: `translateY(${row * ROW}px)` }} aria-hidden="true">
      <span className={styles.loadingLabel} />
      <span className={styles.loading} />
    </div>
  ))
}

/** The strips of a timeline up to now: what stood at its end stands until something else is told. */
function goingOn({ strips, to }: Timeline, now: number): readonly Strip[] {
  if (to >= now) return strips
  return strips.map((strip) => {
    const last = strip.spans.at(-1)
    if (last === undefined || last.to !== to) return strip
    return { ...strip, spans: [...strip.spans.slice(0, -1), { ...last, to: now }] }
  })
}

function zoomed(length: number, factor: number): Span {
  return clampSpan(length * factor)
}

/** A wheel with Ctrl, which is also what pinching two fingers on a pad gives, changes how much time one sees. */
function useWheelZoom(
  scroll: { readonly current: HTMLElement | null },
  span: Span,
  length: number,
  setSpan: (span: Span) => void,
): void {
  const latest = useRef({ length, setSpan, turned: 0 })
  useEffect(() => {
    latest.current = { ...latest.current, length, setSpan }
  }, [length, setSpan])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new span begins a new turn.
  useEffect(() => {
    latest.current.turned = 0
  }, [span])
  useEffect(() => {
    const target = scroll.current
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const { turned, length: from, setSpan: set } = latest.current
      const next = turned + event.deltaY
      latest.current.turned = next
      if (Math.abs(next) < WHEEL_STEP) return
      latest.current.turned = 0
      set(zoomed(from, next > 0 ? ZOOM : 1 / ZOOM))
    }
    // React listens passively, and would zoom the window as well.
    target?.addEventListener('wheel', turn, { passive: false })
    return () => target?.removeEventListener('wheel', turn)
  }, [scroll])
}

/** Pixels of a wheel until the next step of the zoom. */
const WHEEL_STEP = 60

function Zoom({
  label,
  onClick,
  path,
}: {
  readonly label: string
  readonly onClick: () => void
  readonly path: string
}) {
  return (
    <button type="button" className={styles.zoom} aria-label={label} title={label} onClick={onClick}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </button>
  )
}

/** Whose strip it is: its address, and its pod by the tail that tells it from its siblings; how it stands at the cursor. */
const Label = memo(function Label({
  strip,
  state,
}: {
  readonly strip: Strip
  readonly state: EndpointState | undefined
}) {
  const t = useTranslations('state')
  const pod = strip.pod === undefined ? undefined : parseKey(strip.pod).name
  return (
    <span className={styles.label} title={[strip.address, pod, strip.node, strip.zone].filter(Boolean).join(' · ')}>
      <span className={styles.state} title={state === undefined ? undefined : t(state)}>
        {state === undefined ? null : <Mark state={state} size={10} />}
      </span>
      {strip.address === undefined ? null : <span className={styles.address}>{strip.address}</span>}
      {pod === undefined ? null : strip.address === undefined ? (
        <Name name={pod} tail />
      ) : (
        <span className={styles.pod}>{pod.slice(pod.lastIndexOf('-') + 1)}</span>
      )}
    </span>
  )
})

/** Where nothing is known, behind all strips: before what is kept, and where a watch was broken. */
function Unknown({ timeline, axis }: { readonly timeline: Timeline; readonly axis: Axis }) {
  const gaps = [{ from: axis.from, to: Math.max(timeline.since, timeline.from) }, ...timeline.gaps]
  return (
    <svg className={styles.unknown} width={axis.width} aria-hidden="true">
      {gaps.map((gap) => {
        const left = Math.max(0, xOf(axis, gap.from))
        const width = Math.min(axis.width, xOf(axis, gap.to)) - left
        return width <= 0 ? null : (
          <rect key={gap.from} x={left} width={width} height="100%" fill="url(#strip-unknown)" />
        )
      })}
    </svg>
  )
}

interface Tip {
  readonly at: number
  readonly x: number
  readonly y: number
  readonly strip: Strip
}

function tipAt(
  event: { readonly clientX: number; readonly clientY: number },
  rows: HTMLElement | null,
  axis: Axis,
  strips: readonly Strip[],
): Tip | undefined {
  if (rows === null) return undefined
  const box = rows.getBoundingClientRect()
  const [x, y] = [event.clientX - box.left, event.clientY - box.top]
  const strip = strips[Math.floor(y / ROW)]
  return strip === undefined || x < 0 || x > axis.width ? undefined : { at: momentAt(axis, x), x, y, strip }
}

/** What stood under the pointer, from when to when. */
function TipText({
  tip: { at, x, y, strip },
  timeline,
  now,
  width,
  text,
  clock,
}: {
  readonly tip: Tip
  readonly timeline: Timeline | undefined
  readonly now: number
  readonly width: number
  readonly text: TimeText
  readonly clock: ClockText
}) {
  const t = useTranslations('state')
  const format = useFormatter()
  const span = strip.spans.findLast((each) => each.from <= at && at < each.to)
  const gap = timeline?.gaps.find((each) => each.from <= at && at < each.to)
  const time = (moment: number) => clock.time(moment, now)
  const words = () => {
    if (gap !== undefined) return text('unknownTip', { from: time(gap.from), to: time(gap.to) })
    if (timeline !== undefined && at < timeline.since) return text('older', { since: time(timeline.since) })
    if (span === undefined) return text('notThere')
    const length = formatAge(span.to - span.from)
    const said = { state: t(span.state), from: time(span.from), to: time(span.to), length }
    if (timeline !== undefined && span.from <= timeline.from) return text('barTipBefore', said)
    return span.to >= now ? text('barTipOpen', said) : text('barTip', said)
  }
  return (
    <span
      className={styles.tip}
      style={{ transform: `translate(${x > width / 2 ? `calc(${x - 12}px - 100%)` : `${x + 12}px`}, ${y + 16}px)` }}
      aria-hidden="true"
    >
      <span className={styles.who}>{strip.address ?? strip.pod}</span> {words()}
      <span className={styles.exact}>
        {format.dateTime(at, {
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          fractionalSecondDigits: 1,
          hourCycle: 'h23',
        })}
      </span>
    </span>
  )
}
