import { MAX_VIEWS } from '@/lib/stream/scope'
import type { ViewerClock } from './clock'
import type { Viewer } from './connect'
import { initialState } from './initial-state'
import { type Part, type Patch, partOf, patchBetween, wholePatch } from './patch'
import type { Connection, ViewerState } from './state'

const SWEEP_MS = 5_000
/**
 * A page that has not looked for a minute is hidden or gone, and its views are no longer asked for. Sweeps are counted,
 * not milliseconds: a machine that slept has swept as little as its pages have looked.
 */
const ABSENT_SWEEPS = 12
/** Pages come and go in bursts: streams are joined into one when it has been quiet for a moment. */
const CALM_MS = 10_000
/** How many streams a burst of new pages may take, the one at rest included. */
const MOST_LINES = 2

export interface ShareOptions {
  /** Opens one stream of some views. */
  readonly connect: (views: readonly string[], listener: (state: ViewerState) => void, onHeard: () => void) => Viewer
  readonly clock: ViewerClock
}

/** The pages of one browser that look into one context, and the stream that they share. */
export interface Share {
  /** A page comes to look at some views. */
  join(guest: Guest): Member
}

export interface Guest {
  /** As `/api/stream?view=` takes them; at most 16. */
  readonly views: readonly string[]
  /** It holds a picture already, which stays until a `whole` patch brings the next one. */
  readonly returning: boolean
  /** Told what its state becomes, from `initialState` on, or from the picture that it came with. */
  readonly tell: (patch: Patch) => void
  /** Told the wall clock at the stream's last bytes, once a second at most. */
  readonly heard: (at: number) => void
}

/** A page's seat at the shared stream. */
export interface Member {
  /** The page is seen: to be called when it is shown, and every 15 s while it is. */
  look(): void
  /** Tries the stream again at once, also after a refusal. */
  retry(): void
  leave(): void
}

interface Seat {
  readonly guest: Guest
  readonly part: Part
  /** Undefined while the page is absent. */
  line: Line | undefined
  /** What the page knows; undefined when that has been forgotten. */
  told: ViewerState | undefined
  /** Its picture is another stream's, kept until this one's is whole. */
  awaits: boolean
  /** The last connection that it was told of while waiting. */
  said: Connection | undefined
  /** The last moment that it was told the stream was heard. */
  heardAt: number
  /** Sweeps since it last looked. */
  unseen: number
}

/** One stream. */
interface Line {
  readonly views: ReadonlySet<string>
  readonly viewer: Viewer
  readonly seats: Set<Seat>
  state: ViewerState
}

/**
 * Lets the pages of one browser share a stream, since HTTP/1.1 gives an origin six connections. At rest there is one
 * stream of all views that somebody looks at. A page that brings a new view has it at once from a second one, so that
 * the views of others are not sent again; once it is calm, one stream takes the place of both.
 */
export function createShare({ connect, clock }: ShareOptions): Share {
  const seats = new Set<Seat>()
  let lines: Line[] = []
  let cancelSweep: (() => void) | undefined
  let cancelCalm = () => {}

  function open(views: Iterable<string>): Line {
    const wanted = new Set(views)
    let line: Line | undefined
    const viewer = connect(
      [...wanted].sort(),
      (state) => {
        if (line === undefined) return
        line.state = state
        for (const seat of [...line.seats]) show(seat)
      },
      () => {
        for (const seat of line?.seats ?? []) tellHeard(seat)
      },
    )
    line = { views: wanted, viewer, seats: new Set(), state: viewer.state }
    lines.push(line)
    return line
  }

  function close(line: Line) {
    lines = lines.filter((each) => each !== line)
    line.viewer.close()
  }

  function sit(seat: Seat, line: Line) {
    seat.line = line
    line.seats.add(seat)
    show(seat)
    tellHeard(seat)
  }

  function rise(seat: Seat) {
    const { line } = seat
    seat.line = undefined
    line?.seats.delete(seat)
    if (line?.seats.size === 0) close(line)
  }

  /** To another stream, with the picture at hand. */
  function move(seat: Seat, line: Line) {
    seat.line?.seats.delete(seat)
    seat.awaits ||= seat.told !== undefined && seat.told.scopes.size > 0
    sit(seat, line)
  }

  function seatAnywhere(seat: Seat) {
    const line = lines.find(({ views }) => holdsAll(views, seat.guest.views))
    sit(seat, line ?? lineFor(seat))
    whenCalm()
  }

  function lineFor(seat: Seat): Line {
    const last = lines.length < MOST_LINES ? undefined : lines.at(-1)
    if (last === undefined) return open(seat.guest.views)
    const views = new Set([...viewsOf(last.seats), ...seat.guest.views])
    if (views.size > MAX_VIEWS) return open(seat.guest.views)
    const moving = [...last.seats]
    close(last)
    const wider = open(views)
    for (const each of moving) move(each, wider)
    return wider
  }

  function whenCalm() {
    cancelCalm()
    cancelCalm = clock.setTimeout(joinLines, CALM_MS)
  }

  /** As few streams as can carry the views, and no view that nobody looks at. */
  function joinLines() {
    if (lines.some(({ state }) => !state.complete || state.connection.status !== 'open')) return whenCalm()
    const present = [...seats].filter(({ line }) => line !== undefined)
    const packed = pack(present)
    if (packed.length === lines.length && packed.every((views) => lines.some((line) => sameSet(line.views, views))))
      return
    for (const line of [...lines]) close(line)
    const opened = packed.map(open)
    for (const seat of present) {
      const line = opened.find(({ views }) => holdsAll(views, seat.guest.views))
      if (line !== undefined) move(seat, line)
    }
  }

  /** Tells a page what is new in its part. */
  function show(seat: Seat) {
    const next = seat.line?.state
    if (next === undefined) return
    if (seat.awaits && !next.complete) return showConnection(seat, next.connection)
    const patch = seat.told === undefined ? wholePatch(next, seat.part) : patchBetween(seat.told, next, seat.part)
    seat.awaits = false
    seat.told = next
    if (patch !== undefined) seat.guest.tell(patch)
  }

  function tellHeard(seat: Seat) {
    const at = seat.line?.viewer.heardAt() ?? 0
    if (Math.abs(at - seat.heardAt) < 1000) return
    seat.heardAt = at
    seat.guest.heard(at)
  }

  /**
   * A picture that waits for its successor still says whether anything feeds it. Only the change from one good stream
   * to the next goes unsaid.
   */
  function showConnection(seat: Seat, connection: Connection) {
    const comes = connection.status === 'connecting' || connection.status === 'open'
    if (connection === seat.said || (comes && seat.told !== undefined)) return
    seat.said = connection
    if (seat.told !== undefined) seat.told = { ...seat.told, connection }
    const told: Connection = comes ? { status: 'connecting', since: connection.since } : connection
    seat.guest.tell({ fields: { connection: told }, scopes: [], changes: [] })
  }

  function sweep() {
    for (const seat of seats) {
      seat.unseen += 1
      if (seat.line === undefined || seat.unseen < ABSENT_SWEEPS) continue
      rise(seat)
      // A page that crashed says nothing: what it knew must not be kept for it.
      seat.told = undefined
      seat.awaits = true
      whenCalm()
    }
    cancelSweep = clock.setTimeout(sweep, SWEEP_MS)
  }

  return {
    join(guest) {
      const seat: Seat = {
        guest,
        part: partOf(guest.views),
        line: undefined,
        told: guest.returning ? undefined : initialState(clock.now()),
        awaits: guest.returning,
        said: undefined,
        heardAt: 0,
        unseen: 0,
      }
      seats.add(seat)
      cancelSweep ??= clock.setTimeout(sweep, SWEEP_MS)
      seatAnywhere(seat)
      return {
        look() {
          seat.unseen = 0
          if (seats.has(seat) && seat.line === undefined) seatAnywhere(seat)
          seat.line?.viewer.check()
        },
        retry: () => seat.line?.viewer.retry(),
        leave() {
          if (!seats.delete(seat)) return
          rise(seat)
          whenCalm()
          if (seats.size > 0) return
          cancelCalm()
          cancelSweep?.()
          cancelSweep = undefined
        },
      }
    },
  }
}

function viewsOf(seats: Iterable<Seat>): string[] {
  return [...seats].flatMap(({ guest }) => guest.views)
}

function holdsAll(views: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.every((view) => views.has(view))
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((view) => b.has(view))
}

/** The views of all seats, those of one seat together, in sets that one stream may carry. */
function pack(seats: readonly Seat[]): ReadonlySet<string>[] {
  const sets: Set<string>[] = []
  for (const { guest } of seats) {
    const { views } = guest
    const room = sets.find((set) => new Set([...set, ...views]).size <= MAX_VIEWS)
    if (room === undefined) sets.push(new Set(views))
    else for (const view of views) room.add(view)
  }
  return sets
}
