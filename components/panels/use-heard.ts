'use client'

import { useSyncExternalStore } from 'react'
import { useViewerStore } from '@/components/data/viewer-provider'

/** Whole seconds since the stream last told us anything, heartbeats included. */
export function useSecondsSinceHeard(): number {
  const store = useViewerStore()
  const read = () => Math.floor(store.silence() / 1000)
  return useSyncExternalStore(store.onTick, read, () => 0)
}

/** Whole seconds until a moment of the monotonic clock, never below zero. */
export function useSecondsUntil(moment: number): number {
  const store = useViewerStore()
  const read = () => Math.max(0, Math.ceil((moment - performance.now()) / 1000))
  return useSyncExternalStore(store.onTick, read, () => 0)
}
