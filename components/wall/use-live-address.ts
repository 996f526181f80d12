'use client'

import { useCallback, useEffect, useState } from 'react'
import { useAddressState } from '@/components/ui/use-address'

/**
 * As `useAddressState`, for controls: what was just chosen is what they show. The router tells of a changed address only
 * when it has the time, and a field that waits for it loses what is typed meanwhile.
 */
export function useLiveAddress(name: string): readonly [string | undefined, (value: string | undefined) => void] {
  const [told, tell] = useAddressState(name)
  const [value, setValue] = useState(told)
  // Told late, it may be what was typed three letters ago: the address itself is never late.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that it was told is the reason to look.
  useEffect(() => {
    setValue(new URLSearchParams(window.location.search).get(name) ?? undefined)
  }, [told, name])
  const set = useCallback(
    (next: string | undefined) => {
      setValue(next)
      tell(next)
    },
    [tell],
  )
  return [value, set]
}
