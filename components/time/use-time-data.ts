'use client'

import { useState, useSyncExternalStore } from 'react'
import type { HistoryFailure } from '@/components/data/past-history'
import { useLiveStore } from '@/components/data/viewer-provider'
import type { Place } from '@/components/ui/address'
import { readingOf } from './reading'
import type { Density, Timeline } from './timeline-answer'
import { type TimeFrame, useTimeFrame } from './use-time-frame'
import { useDensity, useTimeline, useWhenChanged } from './use-timeline'

const LATER_MS = 2_000

/** What is told of the stretch of time that a page shows. */
export interface TimeData extends TimeFrame {
  /** How much happened, where it is asked for. */
  readonly density: Density | undefined
  /** Who answered for the Service that the page is about. */
  readonly timeline: Timeline | undefined
  readonly failure: HistoryFailure | undefined
}

/**
 * What happened around the moment of a page. Up to now it is read again when something changes, at most every few
 * seconds. `oldest` is how far back our server is known to remember, where somebody knows.
 */
export function useTimeData(
  place: Place | undefined,
  at: number | undefined,
  oldest: number | undefined,
  withDensity: boolean,
): TimeData {
  const [since, setSince] = useState(oldest)
  const frame = useTimeFrame(at, since)
  const reading = readingOf(frame.stretch, frame.now, since)
  const service = place?.page === 'service' ? place : undefined
  const density = useDensity(withDensity ? place : undefined, reading)
  const timeline = useTimeline(service, reading)
  // What is oldest is dropped first. A reading that began there goes on until it is refused, and begins a little later
  // then: or else each would be another one than the last.
  const first = since === undefined ? (timeline.data?.since ?? density.data?.since ?? oldest) : undefined
  const refused = timeline.error?.since ?? density.error?.since
  if (first !== undefined) setSince(first)
  else if (refused !== undefined && (since === undefined || refused > since)) setSince(refused + LATER_MS)
  useWhenChanged(useWatched(place), () => {
    if (reading.to !== undefined) return
    void density.mutate()
    void timeline.mutate()
  })
  const failure = (service === undefined ? undefined : timeline.error) ?? density.error
  return {
    ...frame,
    density: density.data,
    timeline: service === undefined ? undefined : timeline.data,
    // Where only more was asked for than is kept, the next question is for what is.
    failure: failure?.since === undefined ? failure : undefined,
  }
}

/** What tells that something happened where the page looks: the live picture, also while the page shows the past. */
function useWatched(place: Place | undefined): unknown {
  const live = useLiveStore()
  const get = () => {
    const { state, topology, graphs } = live.get()
    if (place?.namespace === undefined) return state.summaries
    return place.page === 'service'
      ? topology.services.get(`${place.namespace}/${place.name}`)
      : graphs.get(place.namespace)
  }
  return useSyncExternalStore(live.subscribe, get, get)
}
