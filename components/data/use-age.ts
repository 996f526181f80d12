'use client'

import { useSyncExternalStore } from 'react'
import { formatAge } from './age'
import { useViewerStore } from './viewer-provider'

/**
 * How old something is by the cluster's clock, as kubectl prints it. Only a change of the text renders again, and
 * the age of a stale picture stands still.
 */
export function useAge(created: string): string {
  const store = useViewerStore()
  const read = () => formatAge(store.now() - Date.parse(created))
  return useSyncExternalStore(store.onTick, read, read)
}
