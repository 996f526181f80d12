'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadTermsMessages, type TermsMessages } from '@/messages/load-terms'
import type { Locale } from '@/messages/locale'

/** Explains terms in the viewer's language; undefined until the explanations have come. */
export function useTermsText() {
  const { data } = useSWRImmutable(['terms', useLocale()] as const, load)
  return data
}

export type TermsText = NonNullable<ReturnType<typeof useTermsText>>

async function load([, locale]: readonly [string, Locale]) {
  return createTranslator<TermsMessages>({ locale, messages: await loadTermsMessages(locale) })
}
