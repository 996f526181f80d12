'use client'

import { useState, useSyncExternalStore } from 'react'
import type { PastStanding, PastStore } from '@/components/data/past-store'
import { type Stretch, stretchOf } from './moment'
import { usePresent, useSpan } from './use-axis'

const never = () => () => undefined

/** What an axis of this page shows, and how it is held still. */
export interface TimeFrame {
  readonly now: number
  readonly stretch: Stretch
  readonly hold: (held: boolean) => void
}

/** The stretch of time that the page shows around `at`; it stands still while a hand is on it. */
export function useTimeFrame(at: number | undefined, since: number | undefined): TimeFrame {
  const now = usePresent()
  const [span] = useSpan()
  const [held, setHeld] = useState<Stretch>()
  const stretch = held ?? stretchOf(span, { at, now, since })
  return { now, stretch, hold: (hold) => setHeld(hold ? stretch : undefined) }
}

/** How the moment of the page is shown; undefined while it shows now. */
export function useStanding(store: PastStore | undefined): PastStanding | undefined {
  const get = () => store?.standing()
  return useSyncExternalStore(store?.onStanding ?? never, get, get)
}
