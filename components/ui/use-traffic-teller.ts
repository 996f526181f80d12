'use client'

import useSWRImmutable from 'swr/immutable'
import { useLocale } from 'use-intl'
import { loadTrafficMessages } from '@/messages/load-traffic'
import type { Locale } from '@/messages/locale'
import type { TrafficTeller } from '@/messages/traffic-text'

/** Tells why traffic goes where it goes, in the viewer's language; undefined until its sentences have come. */
export function useTrafficTeller(): TrafficTeller | undefined {
  const { data } = useSWRImmutable(['traffic-text', useLocale()] as const, load)
  return data
}

async function load([, locale]: readonly [string, Locale]): Promise<TrafficTeller> {
  const [{ createTrafficTeller }, messages] = await Promise.all([
    import('@/messages/traffic-text'),
    loadTrafficMessages(locale),
  ])
  return createTrafficTeller(messages, locale)
}
