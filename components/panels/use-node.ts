'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import { useSummaries } from '@/components/data/use-records'
import { loadNodeMessages, type NodeMessages } from '@/messages/load-node'
import type { Locale } from '@/messages/locale'
import { fetchNode, type NodeAnswer, type NodeFailure } from './node-answer'

/** A change of a Service is seen so soon; a busy cluster changes all the time, and nobody reads faster. */
const REFRESH_MS = 1_000
/** What no change of a Service announces, as the node's own conditions. */
const ANYWAY_MS = 5_000

/** What our server knows of a node; asked anew when the cluster changes. The last answer stays until the next is there. */
export function useNode(name: string) {
  const query = useSearchParams()
  const at = query.get('at')
  const asked = new URLSearchParams({ lang: useLocale() })
  for (const parameter of ['context', 'at']) {
    const value = query.get(parameter)
    if (value !== null) asked.set(parameter, value)
  }
  const { data, error, mutate } = useSWR<NodeAnswer, NodeFailure>(
    `/api/nodes/${encodeURIComponent(name)}?${asked}`,
    fetchNode,
    {
      keepPreviousData: true,
      // What was does not change.
      refreshInterval: at === null ? ANYWAY_MS : 0,
      revalidateOnFocus: false,
    },
  )
  const summaries = useSummaries()
  const seen = useRef(summaries)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    if (seen.current === summaries || at !== null) return
    seen.current = summaries
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void mutate()
    }, REFRESH_MS)
  }, [summaries, at, mutate])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return { answer: data, failure: error }
}

/** Says what there is to say of a node, in the viewer's language; undefined until its sentences have come. */
export function useNodeText() {
  const { data } = useSWRImmutable(['node', useLocale()] as const, loadText)
  return data
}

export type NodeText = NonNullable<ReturnType<typeof useNodeText>>

async function loadText([, locale]: readonly [string, Locale]) {
  return createTranslator<NodeMessages>({ locale, messages: await loadNodeMessages(locale) })
}
