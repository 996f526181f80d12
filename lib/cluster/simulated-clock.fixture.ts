import type { Clock } from './clock'

export interface SimulatedClock extends Clock {
  /** Lets time pass: timers run in order, and what they set off settles before the next one. */
  advance(milliseconds: number): Promise<void>
  /** Shifts the wall clock alone, as an administrator or NTP does. */
  shiftWall(milliseconds: number): void
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

export function createSimulatedClock(wall = Date.parse('2026-01-01T00:00:00Z')): SimulatedClock {
  let time = 0
  let shift = 0
  const timers = new Set<Timer>()
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

  /** The earliest timer up to `end`, and of several the one that was set first: hundreds of them are common. */
  function first(end: number): Timer | undefined {
    let due: Timer | undefined
    for (const timer of timers) if (timer.at <= end && (due === undefined || timer.at < due.at)) due = timer
    return due
  }

  return {
    now: () => time,
    wallNow: () => wall + time + shift,
    setTimeout(run, delay) {
      const timer = { at: time + delay, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    shiftWall(milliseconds) {
      shift += milliseconds
    },
    async advance(milliseconds) {
      const end = time + milliseconds
      await settle()
      for (;;) {
        const due = first(end)
        if (due === undefined) break
        timers.delete(due)
        time = Math.max(time, due.at)
        due.run()
        await settle()
      }
      time = end
    },
  }
}
