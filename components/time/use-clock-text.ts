'use client'

import { useMemo } from 'react'
import { useFormatter } from 'use-intl'

const DAY = 86_400_000
const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const date = { month: 'short', day: 'numeric' } as const

/** How moments are told: milliseconds since the epoch in, the viewer's zone and language out. */
export interface ClockText {
  /** `12:04:31`, with the day where that is not the day of `now`. */
  readonly time: (at: number, now?: number) => string
  /** `12:04`, or `12:04:31` where seconds count. */
  readonly tick: (at: number, seconds: boolean) => string
  /** `2026-01-01 12:04:31.120 UTC` */
  readonly utc: (at: number) => string
  /** "3 minutes ago" */
  readonly ago: (at: number, now: number) => string
}

export function useClockText(): ClockText {
  const format = useFormatter()
  return useMemo(
    () => ({
      time: (at, now = Date.now()) => {
        const isToday = Math.abs(now - at) < DAY && new Date(at).getDate() === new Date(now).getDate()
        return format.dateTime(at, isToday ? clock : { ...date, ...clock })
      },
      tick: (at, seconds) =>
        format.dateTime(at, seconds ? clock : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      utc: (at) => `${new Date(at).toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')} UTC`,
      ago: (at, now) => format.relativeTime(at, now),
    }),
    [format],
  )
}
