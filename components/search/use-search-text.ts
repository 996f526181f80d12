'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadSearchMessages, type SearchMessages } from '@/messages/load-search'
import type { Locale } from '@/messages/locale'

/** Says what there is to say of search and of keys, in the viewer's language; undefined until its sentences have come. */
export function useSearchText() {
  const { data } = useSWRImmutable(['search', useLocale()] as const, loadText)
  return data
}

export type SearchText = NonNullable<ReturnType<typeof useSearchText>>

async function loadText([, locale]: readonly [string, Locale]) {
  return createTranslator<SearchMessages>({ locale, messages: await loadSearchMessages(locale) })
}
