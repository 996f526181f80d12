/** Where a tour stands in its recording; `at` in milliseconds since the epoch. */
export interface Playing {
  readonly chapter: number
  readonly at: number
  readonly moves: boolean
}

/** What of a chapter decides how it plays. */
export interface Played {
  readonly from: number
  readonly to: number
  readonly pace: number
}

/** A chapter as it opens: from its begin, or where nothing should move by itself, at its end. */
export function opened(chapter: number, { from, to }: Played, moves: boolean): Playing {
  return { chapter, at: moves ? from : to, moves }
}

/** After so many milliseconds of the reader's time: further on, and at rest at the chapter's end. */
export function advanced(playing: Playing, elapsed: number, { to, pace }: Played): Playing {
  if (!playing.moves) return playing
  const at = playing.at + elapsed * pace
  return at < to ? { ...playing, at } : { ...playing, at: to, moves: false }
}

/** Play, pause, or from the begin again where the end is reached. */
export function toggled(playing: Playing, { from, to }: Played): Playing {
  if (playing.moves) return { ...playing, moves: false }
  return { ...playing, at: playing.at >= to ? from : playing.at, moves: true }
}

/** How much of the chapter has been played, from 0 to 1. */
export function playedShare(at: number, { from, to }: Played): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)))
}
