'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadTourMessages, type TourMessages } from '@/messages/load-tour'
import type { Locale } from '@/messages/locale'

/** Tells the tour in the viewer's language; undefined until its sentences have come. */
export function useTourText() {
  const { data } = useSWRImmutable(['tour-text', useLocale()] as const, load)
  return data
}

export type TourText = NonNullable<ReturnType<typeof useTourText>>

async function load([, locale]: readonly [string, Locale]) {
  return createTranslator<TourMessages>({ locale, messages: await loadTourMessages(locale) })
}
