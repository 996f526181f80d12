'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import type { Addresses } from './address'
import { addressesIn } from './address'

/** Links that stay in the context and the moment of this page's address, and where its client stands. */
export function useAddresses(): Addresses {
  const query = useSearchParams()
  const context = query.get('context') ?? undefined
  const from = query.get('from') ?? undefined
  const at = query.get('at') ?? undefined
  return useMemo(() => addressesIn(context, from, at), [context, from, at])
}

/**
 * One parameter of the address, and how to change it: state that a link must carry stands there and nowhere else.
 * Setting undefined takes it away. A change replaces the entry in the history, so that going back leaves the page; one
 * that shows something else in place of what was read is pushed, and going back shows that again.
 */
export function useAddressState(
  name: string,
): readonly [string | undefined, (value: string | undefined, how?: 'replace' | 'push') => void] {
  const pathname = usePathname()
  const value = useSearchParams().get(name) ?? undefined
  const set = useCallback(
    (next: string | undefined, how: 'replace' | 'push' = 'replace') => {
      const query = new URLSearchParams(window.location.search)
      if (next === undefined) query.delete(name)
      else query.set(name, next)
      // In a query slashes and commas may stand as they are: an address that people read and send on.
      const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')
      const address = text === '' ? pathname : `${pathname}?${text}`
      if (how === 'push') window.history.pushState(null, '', address)
      else window.history.replaceState(null, '', address)
    },
    [name, pathname],
  )
  return [value, set]
}
