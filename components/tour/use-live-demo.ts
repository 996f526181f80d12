'use client'

import { useSyncExternalStore } from 'react'
import { useLiveStore } from '@/components/data/viewer-provider'

/** Whether this server shows the demo cluster, whatever is played. */
export function useLiveDemo(): boolean {
  const store = useLiveStore()
  const read = () => store.get().state.upstream?.source === 'demo'
  return useSyncExternalStore(store.subscribe, read, () => false)
}
