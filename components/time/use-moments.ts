'use client'

import { useMemo } from 'react'
import type { PastStore } from '@/components/data/past-store'
import { mergedMoments } from './changes'
import type { Density, Timeline } from './timeline-answer'

/** When something changed in a timeline, ascending: what stood at its beginning and stands at its end did not change then. */
export function momentsOfTimeline({ from, to, strips, marks }: Timeline): readonly number[] {
  const inside = (at: number) => at > from && at < to
  return mergedMoments(
    strips.flatMap((strip) => strip.spans.flatMap((span) => [span.from, span.to].filter(inside))),
    marks.map(({ at }) => at).filter(inside),
  )
}

/**
 * Where steps lead on a page that has no timeline of its own: to each change that is at hand, and beyond to the end of
 * each while in which there was one.
 */
export function momentsAround(
  density: Density | undefined,
  around: ReturnType<PastStore['around']>,
): readonly number[] {
  const whiles = (density?.buckets ?? []).filter(
    ({ changes, from, to }) => changes > 0 && !(around !== undefined && to >= around.from && from <= around.to),
  )
  return mergedMoments(
    around?.moments ?? [],
    whiles.map(({ to }) => to),
  )
}

/** Where steps lead: from change to change of the Service, where the page is about one. */
export function useMoments(
  timeline: Timeline | undefined,
  density: Density | undefined,
  around: ReturnType<PastStore['around']>,
): readonly number[] {
  const [from, to, own] = [around?.from, around?.to, around?.moments]
  return useMemo(() => {
    if (timeline !== undefined) return momentsOfTimeline(timeline)
    const known = from === undefined || to === undefined || own === undefined ? undefined : { from, to, moments: own }
    return momentsAround(density, known)
  }, [timeline, density, from, to, own])
}
