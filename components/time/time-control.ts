import type { PastStore } from '@/components/data/past-store'

export const speeds = [1, 5, 10, 60] as const
export type Speed = (typeof speeds)[number]

/** Where a page stands in time. */
export interface TimeView {
  /** The moment that the page shows, in milliseconds since the epoch; undefined is now. */
  readonly at: number | undefined
  readonly playing: boolean
  readonly speed: Speed
  /** Whether something on the page shows an axis with the cursor already. */
  readonly hasAxis: boolean
}

/** How a person moves: `drag` is one of many moves under way, `jump` is one by itself. */
export type Move = 'drag' | 'jump'

/** What moves a page through time. The methods need no `this`. */
export interface TimeControl {
  readonly get: () => TimeView
  readonly subscribe: (listener: () => void) => () => void
  /** The store that the page reads; undefined while it shows now. */
  readonly store: () => PastStore | undefined
  /** Goes to a moment; now, where it is not past. `drag` waits for its `drop`. */
  readonly seek: (at: number, move: Move) => void
  /** Ends a drag: the address says where. */
  readonly drop: () => void
  readonly toNow: () => void
  readonly play: () => void
  readonly pause: () => void
  readonly setSpeed: (speed: Speed) => void
  /** The address was changed by somebody else: a link, or the way back. */
  readonly follow: (at: number | undefined) => void
  /** Says that something shows an axis with the cursor, until the answer is called. */
  readonly holdAxis: () => () => void
  /** Leaves the past without a word to the address. It may be used again. */
  readonly close: () => void
}

/** What a control works with. */
export interface TimeWorld {
  /** Opens the past at a moment. */
  readonly open: (at: number) => PastStore
  /** The present, in milliseconds since the epoch by the cluster's clock. */
  readonly now: () => number
  /** Writes a moment into the address: as a new entry of the history, or in the place of this one. */
  readonly write: (at: number | undefined, entry: 'push' | 'replace') => void
  /** Local milliseconds that only grow. */
  readonly clock: () => number
  /** Runs once before the next paint, unless the answer is called before. */
  readonly frame: (run: () => void) => () => void
  /** Runs once after so many milliseconds, unless the answer is called before. */
  readonly after: (ms: number, run: () => void) => () => void
}

/** As near to now as nobody can tell from it. */
const NOW_MS = 500
/** Browsers take no more than about 100 changes of an address in 30 seconds. */
const WRITE_MS = 400
/** Every link of a page names its moment: while playing they need not follow closely. */
const WRITE_PLAYING_MS = 2_000
/** Steps closer together are one way: back leads before the first of them. */
const ONE_WAY_MS = 1_500
/** A page that was hidden, or a machine that slept, does not make up for it at once. */
const MOST_FRAME_MS = 250
/** How early the next stretch is asked for while playing, in milliseconds of a person's time. */
const AHEAD_MS = 4_000

/** Moves a page through time, and keeps the address true without writing it at every frame. */
export function createTimeControl(world: TimeWorld): TimeControl {
  const listeners = new Set<() => void>()
  let view: TimeView = { at: undefined, playing: false, speed: 1, hasAxis: false }
  let store: PastStore | undefined
  let written: number | undefined
  let lastWrite = Number.NEGATIVE_INFINITY
  let isDragging = false
  let axes = 0
  let cancelWrite: (() => void) | undefined
  let cancelFrame: (() => void) | undefined

  const tell = (next: TimeView) => {
    view = next
    for (const listener of listeners) listener()
  }

  const writeNow = (entry: 'push' | 'replace') => {
    cancelWrite?.()
    cancelWrite = undefined
    // Addresses tell moments to the millisecond: what is read back must be what was written.
    const at = view.at === undefined ? undefined : Math.round(view.at)
    if (written === at) return
    written = at
    lastWrite = world.clock()
    world.write(at, entry)
  }
  const writeSoon = () => {
    const apart = view.playing ? WRITE_PLAYING_MS : WRITE_MS
    cancelWrite ??= world.after(Math.max(0, lastWrite + apart - world.clock()), () => writeNow('replace'))
  }

  const stopFrames = () => {
    cancelFrame?.()
    cancelFrame = undefined
  }
  const leave = () => {
    stopFrames()
    isDragging = false
    const left = store
    store = undefined
    tell({ ...view, at: undefined, playing: false })
    left?.close()
  }
  const show = (at: number) => {
    if (store === undefined) store = world.open(at)
    else store.seek(at)
    if (at !== view.at) tell({ ...view, at })
  }
  const toNow = () => {
    leave()
    writeNow('push')
  }

  /** Plays as far as the time since the last frame goes; waits where the picture has yet to come. */
  const run = (last: number) => {
    cancelFrame = world.frame(() => {
      const clock = world.clock()
      cancelFrame = undefined
      if (!view.playing || view.at === undefined || store === undefined) return
      if (store.standing().shown) {
        const at = view.at + Math.min(clock - last, MOST_FRAME_MS) * view.speed
        if (at >= world.now() - NOW_MS) {
          toNow()
          return
        }
        show(at)
        store.prepare(Math.min(at + AHEAD_MS * view.speed, world.now()))
        writeSoon()
      }
      if (store.standing().failure === undefined) run(clock)
      else tell({ ...view, playing: false })
    })
  }

  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    store: () => store,
    seek(at, move) {
      const isPast = at < world.now() - NOW_MS
      if (!isPast && move === 'jump') {
        if (view.at !== undefined) toNow()
        return
      }
      if (!isPast && view.at === undefined) return
      const entering = view.at === undefined
      show(Math.min(at, world.now()))
      const isOneWay = isDragging || (!entering && world.clock() - lastWrite < ONE_WAY_MS)
      if (move === 'drag') isDragging = true
      if (!isOneWay) writeNow('push')
      else if (move === 'drag') writeSoon()
      else writeNow('replace')
    },
    drop() {
      isDragging = false
      if (view.at !== undefined && view.at >= world.now() - NOW_MS) toNow()
      else writeNow('replace')
    },
    toNow() {
      if (view.at !== undefined) toNow()
    },
    play() {
      if (view.at === undefined || view.playing) return
      tell({ ...view, playing: true })
      run(world.clock())
    },
    pause() {
      if (!view.playing) return
      stopFrames()
      tell({ ...view, playing: false })
      writeNow('replace')
    },
    setSpeed: (speed) => tell({ ...view, speed }),
    follow(at) {
      if (at === written) return
      cancelWrite?.()
      cancelWrite = undefined
      written = at
      if (at === undefined) leave()
      else show(at)
    },
    holdAxis() {
      axes += 1
      tell({ ...view, hasAxis: true })
      return () => {
        axes -= 1
        tell({ ...view, hasAxis: axes > 0 })
      }
    },
    close() {
      cancelWrite?.()
      cancelWrite = undefined
      written = undefined
      leave()
    },
  }
}
