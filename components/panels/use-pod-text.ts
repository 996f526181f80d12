'use client'

import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { loadPodMessages, type PodMessages } from '@/messages/load-pod'
import type { Locale } from '@/messages/locale'

/** Says what there is to say on the sheets of a pod, in the viewer's language; undefined until its sentences have come. */
export function usePodText() {
  const { data } = useSWRImmutable(['pod', useLocale()] as const, loadText)
  return data
}

async function loadText([, locale]: readonly [string, Locale]) {
  return createTranslator<PodMessages>({ locale, messages: await loadPodMessages(locale) })
}
