'use client'

import { useCallback, useMemo } from 'react'
import { useAddressState } from '@/components/ui/use-address'
import { formatVantage, parseVantage, type Vantage } from '@/lib/traffic/vantage'

/** Where the client stands, as the address has it. `asked` without `vantage`: the address names no such place. */
export interface VantageState {
  readonly asked: string | undefined
  readonly vantage: Vantage | undefined
  /** Undefined is anyone. */
  readonly choose: (vantage: Vantage | undefined) => void
}

export function useVantage(): VantageState {
  const [asked, ask] = useAddressState('from')
  const vantage = useMemo(() => (asked === undefined ? undefined : parseVantage(asked)), [asked])
  const choose = useCallback((next: Vantage | undefined) => ask(next && formatVantage(next), 'push'), [ask])
  return { asked, vantage, choose }
}
