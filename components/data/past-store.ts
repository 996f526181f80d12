import { createPlayer, type Player, sharing } from '@/lib/viewer/recording'
import { type Gap, HistoryFailure, type HistorySegment } from './past-history'
import { derive, emptySnapshot, type ViewerSnapshot } from './viewer-snapshot'
import type { ViewerStore } from './viewer-store'

/** How a moment of the past is shown. */
export interface PastStanding {
  /** The moment that is asked for, in milliseconds since the epoch by the cluster's clock. */
  readonly at: number
  /** Whether the picture is that of the moment; before, it is the last one there was. */
  readonly shown: boolean
  /** Set while the moment lies where nothing is known. */
  readonly gap?: Gap
  readonly failure?: HistoryFailure
  /** How far back our server remembers, as far as it said. */
  readonly since?: number
}

/** A page's store whose time is a cursor: all that reads it shows the moment under the cursor. */
export interface PastStore extends ViewerStore {
  readonly standing: () => PastStanding
  /** Calls when the standing is another one: with every move of the cursor. */
  readonly onStanding: (listener: () => void) => () => void
  /** Moves the cursor. The picture follows at once where the moment is at hand, else when it has come. */
  readonly seek: (at: number) => void
  /** Asks early for the stretch from a moment on, so that playing need not wait for it. */
  readonly prepare: (at: number) => void
  /** What is at hand around the cursor, and when something changed in it, ascending. */
  readonly around: () => { readonly from: number; readonly to: number; readonly moments: readonly number[] } | undefined
}

/** Reads a stretch of history. */
export type ReadHistory = (
  stretch: { readonly from: number; readonly to: number },
  signal: AbortSignal,
) => Promise<HistorySegment>

/** How much is read around a moment: more of what follows, since that is what is played. */
const BEFORE_MS = 2 * 60_000
const AFTER_MS = 8 * 60_000
/** Stretches kept at hand. */
const MOST_STRETCHES = 6

interface Stretch {
  readonly player: Player
  readonly gaps: readonly Gap[]
}

/**
 * The past of some views. `held` is the picture to show until the first moment has come: what the page showed before, or
 * nothing.
 */
export function createPastStore({
  read,
  at: start,
  held,
}: {
  readonly read: ReadHistory
  readonly at: number
  readonly held: ViewerSnapshot
}): PastStore {
  const listeners = new Set<() => void>()
  const standingListeners = new Set<() => void>()
  const ticking = new Set<() => void>()
  // The newest last.
  let stretches: readonly Stretch[] = []
  let asked: { readonly from: number; readonly to: number; readonly ending: AbortController } | undefined
  let snapshot = held
  // What is derived is derived from the past alone: see `emptySnapshot`.
  let derived = emptySnapshot()
  let standing: PastStanding = { at: start, shown: false }

  const tell = (next: PastStanding) => {
    const moved = next.at !== standing.at
    standing = next
    for (const listener of standingListeners) listener()
    if (moved) for (const listener of ticking) listener()
  }
  const stretchAt = (at: number) =>
    stretches.findLast(({ player: { recording } }) => recording.from <= at && at <= recording.to)

  const show = ({ player, gaps }: Stretch, at: number) => {
    const state = player.stateAt(at)
    if (state !== derived.state) {
      derived = derive(derived, state)
      snapshot = derived
      for (const listener of listeners) listener()
    }
    const gap = gaps.find(({ from, to }) => from <= at && at < to)
    tell({ at, shown: true, ...(gap && { gap }), ...known(standing.since) })
  }

  const ask = (from: number, to: number): void => {
    asked?.ending.abort()
    const ending = new AbortController()
    asked = { from, to, ending }
    read({ from, to }, ending.signal).then(
      (segment) => {
        if (ending.signal.aborted) return
        asked = undefined
        const recording = sharing(segment.recording, snapshot.state)
        stretches = [...stretches, { player: createPlayer(recording), gaps: segment.gaps }].slice(-MOST_STRETCHES)
        standing = { ...standing, since: segment.since }
        const { at } = standing
        const stretch = stretchAt(at)
        if (stretch !== undefined) show(stretch, at)
        // So much happened that the answer ends before the moment that was meant, or the clocks differ.
        else if (at > recording.to && from < at && at < segment.now) ask(at, at + AFTER_MS)
        else if (at > recording.to) show({ player: createPlayer(recording), gaps: segment.gaps }, at)
      },
      (error: unknown) => {
        if (ending.signal.aborted) return
        asked = undefined
        const failure = error instanceof HistoryFailure ? error : new HistoryFailure(undefined, String(error))
        const { since } = failure
        const { at } = standing
        if (since !== undefined && since <= at && from < since) ask(since, to)
        else if (stretchAt(at) === undefined) tell({ at, shown: false, failure, ...known(since ?? standing.since) })
      },
    )
  }

  const want = (at: number): void => {
    if (stretchAt(at) !== undefined || (asked !== undefined && asked.from <= at && at <= asked.to)) return
    const from = at - BEFORE_MS
    // What is at hand just before is not read again, and what is no longer remembered is not asked for: nobody knows at
    // first how far back that is.
    const covered = stretchAt(from)?.player.recording.to ?? from
    ask(Math.min(at, Math.max(from, covered, standing.since ?? at)), at + AFTER_MS)
  }

  want(start)
  return {
    get: () => snapshot,
    subscribe: (listener) => added(listeners, listener),
    now: () => standing.at,
    silence: () => 0,
    onTick: (listener) => added(ticking, listener),
    retry: () => want(standing.at),
    close() {
      asked?.ending.abort()
      asked = undefined
      listeners.clear()
      standingListeners.clear()
      ticking.clear()
    },
    standing: () => standing,
    onStanding: (listener) => added(standingListeners, listener),
    seek(at) {
      const stretch = stretchAt(at)
      if (stretch !== undefined) {
        show(stretch, at)
        return
      }
      const { since, failure } = standing
      const older = since !== undefined && at < since && failure?.since !== undefined
      tell({ at, shown: false, ...known(since), ...(older && { failure }) })
      if (!older) want(at)
    },
    prepare(at) {
      if (asked === undefined) want(at)
    },
    around() {
      const stretch = stretchAt(standing.at)
      if (stretch === undefined) return undefined
      const { recording, moments } = stretch.player
      return { from: recording.from, to: recording.to, moments }
    },
  }
}

function known(since: number | undefined): Pick<PastStanding, 'since'> {
  return since === undefined ? {} : { since }
}

function added(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
