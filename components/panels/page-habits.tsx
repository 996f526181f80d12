'use client'

import { PrintStamp } from '@/components/ui/print-stamp'
import { NewerNotice } from './newer-notice'

/** What every page does besides showing its subject; none of it is of a first picture. */
export function PageHabits() {
  return (
    <>
      <PrintStamp />
      <NewerNotice />
    </>
  )
}
