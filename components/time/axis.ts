import type { Stretch } from './moment'

/** Time laid out on so many pixels. */
export interface Axis extends Stretch {
  readonly width: number
}

/** Pixels from the left; outside of the axis where the moment is. */
export function xOf({ from, to, width }: Axis, at: number): number {
  return ((at - from) / (to - from)) * width
}

/** The moment at a pixel, within the axis. */
export function momentAt({ from, to, width }: Axis, x: number): number {
  if (width <= 0) return to
  return from + Math.min(1, Math.max(0, x / width)) * (to - from)
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
]

/**
 * Round moments of the axis with at least `apart` pixels between them. Hours are round in the viewer's zone, `offset`
 * milliseconds before UTC.
 */
export function ticksOf({ from, to, width }: Axis, apart: number, offset: number): readonly number[] {
  const least = ((to - from) * apart) / Math.max(1, width)
  const step = steps.find((each) => each >= least) ?? 24 * HOUR
  const ticks: number[] = []
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) ticks.push(at)
  return ticks
}

/** One bar of a strip. */
export interface Bar<State> extends Stretch {
  readonly state: State
}

/** What is drawn of a strip: pixels from the left. */
export interface DrawnBar<State> {
  readonly x: number
  readonly width: number
  readonly state: State
}

/** Thinner is not seen. */
const LEAST_WIDTH = 2

/**
 * The bars of a strip as an axis shows them. Those too thin to be seen share a sliver, which shows the gravest of them by
 * `weight`: a moment of trouble is seen at any zoom.
 */
export function barsOf<State>(
  axis: Axis,
  bars: readonly Bar<State>[],
  weight: (state: State) => number,
): readonly DrawnBar<State>[] {
  const drawn: DrawnBar<State>[] = []
  let sliver: DrawnBar<State> | undefined
  const close = () => {
    if (sliver !== undefined) drawn.push(sliver)
    sliver = undefined
  }
  for (const { from, to, state } of bars) {
    if (to < axis.from || from > axis.to) continue
    const start = Math.max(0, xOf(axis, from))
    const end = Math.min(axis.width, xOf(axis, to))
    const open: DrawnBar<State> | undefined = sliver
    // A bar that begins under a sliver begins after it.
    const x = open === undefined ? start : Math.max(start, Math.min(open.x + open.width, end))
    if (end - x >= LEAST_WIDTH) {
      close()
      drawn.push({ x, width: end - x, state })
      continue
    }
    if (open !== undefined && start < open.x + open.width) {
      if (weight(state) > weight(open.state)) sliver = { ...open, state }
    } else {
      close()
      sliver = { x: start, width: Math.min(LEAST_WIDTH, axis.width - start), state }
    }
  }
  close()
  return drawn
}
