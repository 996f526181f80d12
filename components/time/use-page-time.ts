'use client'

import { useSearchParams } from 'next/navigation'
import { useState, useSyncExternalStore } from 'react'
import type { PastStore } from '@/components/data/past-store'
import { idleStore, type ViewerStore } from '@/components/data/viewer-store'
import { usePastStore } from './time-context'
import type { TimeControl } from './time-control'

/** Where a page stands in time, as its frame needs to know. */
export interface PageTime {
  readonly control: TimeControl | undefined
  readonly setControl: (control: TimeControl | undefined) => void
  /** What everything below reads while the page shows the past. */
  readonly past: ViewerStore | undefined
  /** Whether anybody wants to move through time: until then its code need not come. */
  readonly isWanted: boolean
  /** Whether the bar of time stands above the page. */
  readonly isDocked: boolean
  /** Whether what is shown is not that of the moment, or not all of it. */
  readonly isPartial: boolean
}

/** The time of a page. Where `isTimeless` its address names a moment in vain. */
export function usePageTime(isTimeless: boolean): PageTime {
  const query = useSearchParams()
  const [control, setControl] = useState<TimeControl>()
  const store = usePastStore(control)
  const asksPast = query.has('at') && !isTimeless
  const hasSheet = query.get('tab') === 'time'
  const wants = asksPast || hasSheet || query.has('time')
  const [isWanted, setWanted] = useState(wants)
  if (wants && !isWanted) setWanted(true)
  return {
    control,
    setControl,
    // Until its code has come nothing is known of the past, which now must not be taken for.
    past: control === undefined && asksPast ? idleStore : store,
    isWanted,
    isDocked: asksPast || store !== undefined || (query.has('time') && !hasSheet),
    isPartial: useIsPartial(store),
  }
}

const never = () => () => undefined

function useIsPartial(store: PastStore | undefined): boolean {
  const get = () => {
    const standing = store?.standing()
    return standing?.failure !== undefined || standing?.gap !== undefined
  }
  return useSyncExternalStore(store?.onStanding ?? never, get, get)
}
