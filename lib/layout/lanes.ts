import { LANE_PITCH } from './measures'

/** A gap between two columns, or beside one, as far as edges may use it. */
export interface Gap {
  readonly from: number
  readonly to: number
}

/** Where the lanes of a gap lie when their order is given: centred, `most` apart, and nearer to each other where it is narrow. */
export function orderedLanes(count: number, { from, to }: Gap, most = LANE_PITCH): readonly number[] {
  const pitch = count > 1 ? Math.min(most, (to - from) / (count - 1)) : 0
  const middle = (from + to) / 2
  return Array.from({ length: count }, (_, at) => middle + (at - (count - 1) / 2) * pitch)
}

/** What wants a lane of its own over some height. */
export interface Run {
  readonly id: string
  readonly top: number
  readonly bottom: number
}

/** Two runs in one lane that lie nearer would read as one. */
const CLEARANCE = 12

/**
 * Lanes for runs that come as they are: runs that do not meet share one, and the first lanes are taken from the
 * middle of the gap outwards, so that another lane moves none of them. The x of each run, by id.
 */
export function sharedLanes(runs: readonly Run[], gap: Gap): ReadonlyMap<string, number> {
  const ends: number[] = []
  const laneOf = new Map<string, number>()
  for (const run of [...runs].sort((a, b) => a.top - b.top || b.bottom - a.bottom)) {
    const free = ends.findIndex((end) => end + CLEARANCE <= run.top)
    const lane = free === -1 ? ends.length : free
    ends[lane] = run.bottom
    laneOf.set(run.id, lane)
  }
  const places = outwards(ends.length, gap)
  return new Map([...laneOf].map(([id, lane]) => [id, places[lane] ?? gap.from]))
}

function outwards(count: number, gap: Gap): readonly number[] {
  const room = 2 * Math.floor((gap.to - gap.from) / 2 / LANE_PITCH) + 1
  if (count > room) return orderedLanes(count, gap)
  const middle = (gap.from + gap.to) / 2
  return Array.from({ length: count }, (_, at) => middle + (at % 2 === 0 ? -1 : 1) * Math.ceil(at / 2) * LANE_PITCH)
}
