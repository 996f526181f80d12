'use client'

import { useFormatter } from 'use-intl'

/** The time of day, in the reader's zone. */
export function useClock(): (moment: Date) => string {
  const format = useFormatter()
  return (moment) =>
    format.dateTime(moment, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}
