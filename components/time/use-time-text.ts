'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadTimeMessages, type TimeMessages } from '@/messages/load-time'
import type { Locale } from '@/messages/locale'

/** Says what there is to say of the past, in the viewer's language; undefined until its sentences have come. */
export function useTimeText() {
  const { data } = useSWRImmutable(['time', useLocale()] as const, load)
  return data
}

export type TimeText = NonNullable<ReturnType<typeof useTimeText>>

async function load([, locale]: readonly [string, Locale]) {
  return createTranslator<TimeMessages>({ locale, messages: await loadTimeMessages(locale) })
}
