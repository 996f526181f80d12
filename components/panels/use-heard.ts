'use client'

import { useCallback, useRef, useSyncExternalStore } from 'react'
import { useViewerStore } from '@/components/data/viewer-provider'

/** Whole seconds since the stream last told us anything, heartbeats included. */
export function useSecondsSinceHeard(): number {
  const store = useViewerStore()
  const heardAt = useRef<number | undefined>(undefined)
  const subscribe = useCallback(
    (listener: () => void) => {
      const stopHearing = store.subscribe(() => {
        heardAt.current = performance.now()
        listener()
      })
      const stopTicking = store.onTick(listener)
      return () => {
        stopHearing()
        stopTicking()
      }
    },
    [store],
  )
  return useSyncExternalStore(
    subscribe,
    () => (heardAt.current === undefined ? 0 : Math.floor((performance.now() - heardAt.current) / 1000)),
    () => 0,
  )
}

/** Whole seconds until a moment of the monotonic clock, never below zero. */
export function useSecondsUntil(moment: number): number {
  const store = useViewerStore()
  const read = () => Math.max(0, Math.ceil((moment - performance.now()) / 1000))
  return useSyncExternalStore(store.onTick, read, () => 0)
}
