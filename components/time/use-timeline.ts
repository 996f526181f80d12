'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import type { HistoryFailure } from '@/components/data/past-history'
import type { Place } from '@/components/ui/address'
import { formatMoment, type Stretch } from './moment'
import { type Density, fetchDensity, fetchTimeline, type Timeline } from './timeline-answer'

/** A live timeline is read again at most this often: a change shows at once in the picture beside it. */
const AGAIN_MS = 2_000
/** What no change of a record announces: how far back it reaches. */
const ANYWAY_MS = 60_000

const options = { keepPreviousData: true, revalidateOnFocus: false, shouldRetryOnError: false } as const

/** Who answered for a Service over a stretch of time. Without a `to` it goes on: see `useLiveReading`. */
export function useTimeline(
  service: { readonly namespace: string; readonly name: string } | undefined,
  reading: Reading,
) {
  const query = useQuery(reading)
  const path =
    service &&
    `/api/namespaces/${encodeURIComponent(service.namespace)}/services/${encodeURIComponent(service.name)}/timeline`
  return useSWR<Timeline, HistoryFailure>(path === undefined ? null : path + query, fetchTimeline, {
    ...options,
    refreshInterval: reading.to === undefined ? ANYWAY_MS : 0,
  })
}

/** How much happened where a page looks. */
export function useDensity(place: Place | undefined, reading: Reading) {
  const query = useQuery(reading)
  const path =
    place?.namespace === undefined ? '/api/timeline' : `/api/namespaces/${encodeURIComponent(place.namespace)}/timeline`
  return useSWR<Density, HistoryFailure>(place === undefined ? null : path + query, fetchDensity, {
    ...options,
    refreshInterval: reading.to === undefined ? ANYWAY_MS : 0,
  })
}

/** What is read of a timeline. Without `from` all that is kept, without `to` up to now. */
export type Reading = Partial<Stretch>

function useQuery({ from, to }: Reading): string {
  const context = useSearchParams().get('context')
  const query = new URLSearchParams()
  if (from !== undefined) query.set('from', formatMoment(from))
  if (to !== undefined) query.set('to', formatMoment(to))
  if (context !== null) query.set('context', context)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** Calls once a while when what is watched becomes another object, and not for its first. */
export function useWhenChanged(watched: unknown, run: () => void): void {
  const seen = useRef(watched)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (seen.current === watched) return
    seen.current = watched
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      latest.current()
    }, AGAIN_MS)
  }, [watched])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
