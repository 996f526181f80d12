'use client'

import type { ReactNode } from 'react'
import useSWRImmutable from 'swr/immutable'
import { IntlProvider, useLocale } from 'use-intl'
import { loadVantageMessages } from '@/messages/load-vantage'
import type { Locale } from '@/messages/locale'

/**
 * Gives what is below it the words `vantage` and `traffic`, and those alone; nothing is shown until they have come. They
 * are not among the page's own, since no first picture needs them.
 */
export function VantageWords({ children }: { readonly children: ReactNode }) {
  const locale = useLocale()
  const { data } = useSWRImmutable(['vantage', locale] as const, load)
  if (data === undefined) return null
  return (
    <IntlProvider locale={locale} messages={data}>
      {children}
    </IntlProvider>
  )
}

function load([, locale]: readonly [string, Locale]) {
  return loadVantageMessages(locale)
}
