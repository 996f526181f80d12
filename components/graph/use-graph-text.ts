'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { type GraphMessages, loadGraphMessages } from '@/messages/load-graph'
import type { Locale } from '@/messages/locale'

/** Says what there is to say of a large picture, in the viewer's language; undefined until its sentences have come. */
export function useGraphText() {
  const { data } = useSWRImmutable(['graph', useLocale()] as const, load)
  return data
}

async function load([, locale]: readonly [string, Locale]) {
  return createTranslator<GraphMessages>({ locale, messages: await loadGraphMessages(locale) })
}
