'use client'

import { useSearchParams } from 'next/navigation'
import useSWR from 'swr'
import useSWRImmutable from 'swr/immutable'
import { createTranslator, useLocale } from 'use-intl'
import type { Service } from '@/lib/kubernetes/record'
import type { NamesJson } from '@/lib/names/names-json'
import { loadNamesMessages, type NamesMessages } from '@/messages/load-names'
import type { Locale } from '@/messages/locale'

/** A Service that comes or goes in the client's namespace is in no stream of this page: how often to look, in milliseconds. */
const AGAIN = 10_000

/** Says what there is to say of names, in the viewer's language; undefined until its sentences have come. */
export function useNamesText() {
  const { data } = useSWRImmutable(['names', useLocale()] as const, loadText)
  return data
}

export type NamesText = NonNullable<ReturnType<typeof useNamesText>>

async function loadText([, locale]: readonly [string, Locale]) {
  return createTranslator<NamesMessages>({ locale, messages: await loadNamesMessages(locale) })
}

/**
 * What a client makes of the names of a Service, as our server says: it alone knows the other namespaces. `from` is a
 * namespace or `pod/NS/NAME`. `failure` is why it says nothing, empty where it does not answer at all.
 */
export function useCalls({ namespace, name }: Pick<Service, 'namespace' | 'name'>, from: string) {
  const context = useSearchParams().get('context')
  const query = new URLSearchParams({ from, ...(context !== null && { context }) })
  const path = `/api/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}/names?${query}`
  const { data, error } = useSWR<NamesJson, Error>(path, fetchNames, {
    refreshInterval: AGAIN,
    shouldRetryOnError: false,
  })
  return { names: error === undefined ? data : undefined, failure: error?.message }
}

async function fetchNames(path: string): Promise<NamesJson> {
  const answer = await fetch(path, { cache: 'no-store' }).catch(() => {
    throw new Error('')
  })
  if (answer.ok) return await answer.json()
  const body: unknown = await answer.json().catch(() => undefined)
  const says = typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : answer.statusText
  throw new Error(says)
}
