'use client'

import { useMemo, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Mark, SeverityMark } from '@/components/ui/mark'
import { parseKey } from '@/lib/kubernetes/key'
import type { Strip } from '@/lib/timeline/strips'
import styles from './changes-list.module.css'
import { eventsOf, type TimeEvent } from './events'
import { MarkLine } from './mark-text'
import { formatMoment } from './moment'
import type { TimeControl } from './time-control'
import type { Timeline } from './timeline-answer'
import type { ClockText } from './use-clock-text'
import type { TimeText } from './use-time-text'

/** Lines that are shown at first, and that each wish for more adds. */
const LINES = 100

/** What the strips show, in words, the newest first; each line leads to its moment. */
export function ChangesList({
  timeline,
  at,
  control,
  text,
  clock,
}: {
  readonly timeline: Timeline
  readonly at: number | undefined
  readonly control: TimeControl
  readonly text: TimeText
  readonly clock: ClockText
}) {
  const format = useFormatter()
  const [most, setMost] = useState(LINES)
  const events = useMemo(() => eventsOf(timeline), [timeline])
  if (events.length === 0)
    return <p className={styles.none}>{text('quiet', { since: clock.time(timeline.from, timeline.now) })}</p>
  // The change that made the picture what it is at the cursor.
  const last = at === undefined ? undefined : events.find((event) => event.at <= at)?.at
  return (
    <>
      <table className={styles.list} aria-label={text('changes')}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{text('time')}</th>
            <th scope="col">{text('what')}</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(0, most).map((event) => (
            <tr key={keyOf(event)} aria-current={event.at === last ? 'time' : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.time}
                  title={clock.utc(event.at)}
                  onClick={() => control.seek(event.at, 'jump')}
                >
                  <time dateTime={formatMoment(event.at)}>{clock.time(event.at, timeline.now)}</time>
                </button>
              </th>
              <td>
                <Line event={event} text={text} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {events.length > most ? (
        <button type="button" className={styles.more} onClick={() => setMost(most + LINES)}>
          {text('changesMore', { count: format.number(events.length - most) })}
        </button>
      ) : null}
    </>
  )
}

function keyOf(event: TimeEvent): string {
  if (event.type !== 'mark') return `${event.at} ${event.type} ${event.strip.id}`
  return `${event.at} ${JSON.stringify(event.mark)}`
}

function Line({ event, text }: { readonly event: TimeEvent; readonly text: TimeText }) {
  const t = useTranslations('state')
  if (event.type === 'mark')
    return (
      <span className={styles.line}>
        <span className={styles.mark}>
          {event.mark.kind === 'finding' ? <SeverityMark severity={event.mark.severity} size={10} /> : null}
        </span>
        <span className={styles.done}>
          <MarkLine mark={event.mark} text={text} />
        </span>
      </span>
    )
  const who = () => <code>{nameOf(event.strip)}</code>
  return (
    <span className={styles.line}>
      <span className={styles.mark}>{event.type === 'left' ? null : <Mark state={event.state} size={10} />}</span>
      <span>{text.rich(`event.${event.type}`, { who, state: t(event.state) })}</span>
    </span>
  )
}

function nameOf({ address, port, pod }: Strip): string {
  if (address === undefined) return pod === undefined ? '' : parseKey(pod).name
  const host = address.includes(':') && port !== undefined ? `[${address}]` : address
  return port === undefined ? host : `${host}:${port}`
}
