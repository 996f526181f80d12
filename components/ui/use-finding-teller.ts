'use client'

import useSWRImmutable from 'swr/immutable'
import { useLocale } from 'use-intl'
import type { FindingTeller } from '@/messages/finding-text'
import { loadFindingMessages } from '@/messages/load-findings'
import type { Locale } from '@/messages/locale'

/**
 * Tells findings in the viewer's language; undefined until its sentences have come. They travel beside the stream, not
 * with the page: whoever needs them early asks early.
 */
export function useFindingTeller(): FindingTeller | undefined {
  const { data } = useSWRImmutable(['findings', useLocale()] as const, load)
  return data
}

async function load([, locale]: readonly [string, Locale]): Promise<FindingTeller> {
  const [{ createFindingTeller }, messages] = await Promise.all([
    import('@/messages/finding-text'),
    loadFindingMessages(locale),
  ])
  return createFindingTeller(messages, locale)
}
