'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { createPastStore } from '@/components/data/past-store'
import { emptySnapshot } from '@/components/data/viewer-snapshot'
import type { ViewerStore } from '@/components/data/viewer-store'
import { useAddressState } from '@/components/ui/use-address'
import { chapterAsked, chapters } from './chapters'
import { advanced, opened, type Played, type Playing, playedShare, toggled } from './playing'
import type { RecordedTour } from './recorded-tour'
import { useStill } from './use-still'

/** How often the picture follows while it plays, in milliseconds: as often as the recording changes. */
const STEP = 50

/** A tour that is being played. */
export interface Player {
  /** What the page reads while it is played. */
  readonly store: ViewerStore
  /** From 1 on. */
  readonly chapter: number
  readonly moves: boolean
  /** How much of the chapter has been played, from 0 to 1. */
  readonly share: number
  readonly toggle: () => void
  readonly go: (chapter: number) => void
}

/** Plays a recorded tour; which chapter stands in the address (`?chapter=3`). */
export function usePlayer(tour: RecordedTour): Player {
  const [asked, ask] = useAddressState('chapter')
  const chapter = chapterAsked(asked)
  const still = useStill()
  const plays = useMemo(() => chapters.map((_, index) => playOf(tour, index)), [tour])
  const play = plays[chapter - 1] ?? playOf(tour, 0)
  const [playing, set] = useState<Playing>(() => opened(chapter, play, !still))
  useEffect(() => set(opened(chapter, play, !still)), [chapter, play, still])
  // Until that is done, what is known is of the chapter before.
  const isCurrent = playing.chapter === chapter
  const at = isCurrent ? playing.at : still ? play.to : play.from
  const moves = isCurrent ? playing.moves : !still

  const [store] = useState(() => {
    const { from, to } = tour.recording
    const segment = { since: from, now: to, gaps: [], recording: tour.recording }
    return createPastStore({ read: async () => segment, at, held: emptySnapshot() })
  })
  useEffect(() => store.seek(at), [store, at])
  useEffect(() => {
    if (!moves) return
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      const elapsed = now - last
      last = now
      set((it) => (it.chapter === chapter ? advanced(it, elapsed, play) : it))
    }, STEP)
    return () => clearInterval(timer)
  }, [moves, play, chapter])

  const toggle = useCallback(() => set((it) => toggled(it, play)), [play])
  const go = useCallback(
    (next: number) => {
      if (next >= 1 && next <= chapters.length) ask(String(next))
    },
    [ask],
  )
  return { store, chapter, moves, share: playedShare(at, play), toggle, go }
}

function playOf({ chapters: stretches, recording }: RecordedTour, index: number): Played {
  const { from, to } = stretches[index] ?? recording
  return { from, to, pace: chapters[index]?.pace ?? 1 }
}
