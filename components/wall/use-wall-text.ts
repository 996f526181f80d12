'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadWallMessages, type WallMessages } from '@/messages/load-wall'
import type { Locale } from '@/messages/locale'

/** What only parts of the wall say that open later, in the viewer's language; undefined until it has come. */
export function useWallText() {
  const { data } = useSWRImmutable(['wall', useLocale()] as const, load)
  return data
}

async function load([, locale]: readonly [string, Locale]) {
  return createTranslator<WallMessages>({ locale, messages: await loadWallMessages(locale) })
}
