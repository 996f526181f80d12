'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { useLiveStore } from '@/components/data/viewer-provider'
import { useAddressState } from '@/components/ui/use-address'
import { formatSpan, parseSpan, type Span } from './moment'

/** The present by the cluster's clock, in whole seconds; it goes on while the page shows the past. */
export function usePresent(): number {
  const live = useLiveStore()
  const read = () => Math.floor(live.now() / 1_000) * 1_000
  return useSyncExternalStore(live.onTick, read, read)
}

/** How much time one sees at once, which stands in the address, and how to change it. */
export function useSpan(): readonly [span: Span, set: (span: Span) => void] {
  const [text, setText] = useAddressState('time')
  const set = useCallback((span: Span) => setText(formatSpan(span)), [setText])
  return [parseSpan(text), set]
}
