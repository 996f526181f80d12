'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadSheetMessages, type SheetMessages } from '@/messages/load-sheets'
import type { Locale } from '@/messages/locale'

/** Says what there is to say on sheets, in the viewer's language; undefined until its sentences have come. */
export function useSheetText() {
  const { data } = useSWRImmutable(['sheets', useLocale()] as const, loadText)
  return data
}

export type SheetText = NonNullable<ReturnType<typeof useSheetText>>

async function loadText([, locale]: readonly [string, Locale]) {
  return createTranslator<SheetMessages>({ locale, messages: await loadSheetMessages(locale) })
}
