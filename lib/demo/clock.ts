/** Time as an argument: milliseconds since the epoch, and one-shot timers. */
export interface Clock {
  now(): number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

/** The machine's clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until it is told to move: for tests, and for living through days in an instant. */
export interface SimulatedClock extends Clock {
  /** Runs every timer that falls due within the next `ms`, each at its own moment, in order. */
  advance(ms: number): void
  /** As `advance`, up to a moment; a moment gone by changes nothing. */
  advanceTo(time: number): void
}

export function createSimulatedClock(start: number): SimulatedClock {
  return createResumableClock(start)
}

/** A clock that begins simulated and later goes with another, its pending timers included. */
export interface ResumableClock extends SimulatedClock {
  /** From now on time flows `speed` times as fast as on `outer`, and only by itself. */
  goLive(outer: Clock, speed: number): void
  /** Drops every timer. */
  stop(): void
}

export function createResumableClock(start: number): ResumableClock {
  const timers = createTimers()
  let simulated = start
  let live: { outer: Clock; speed: number; base: number; outerBase: number } | undefined
  let disarm: (() => void) | undefined
  let armedFor = Number.POSITIVE_INFINITY
  let stopped = false

  const now = () => (live === undefined ? simulated : live.base + (live.outer.now() - live.outerBase) * live.speed)

  const arm = () => {
    const next = timers.nextTime()
    if (live === undefined || stopped || next === undefined || next >= armedFor) return
    disarm?.()
    armedFor = next
    disarm = live.outer.after(Math.max(0, (next - now()) / live.speed), () => {
      // The sum of fractions may fall short of the moment by less than a number can tell: it has come all the same.
      const until = Math.max(now(), armedFor)
      armedFor = Number.POSITIVE_INFINITY
      for (let due = timers.takeDue(until); due !== undefined; due = timers.takeDue(until)) due.task()
      arm()
    })
  }

  const advanceTo = (time: number) => {
    if (live !== undefined) return
    for (let due = timers.takeDue(time); due !== undefined; due = timers.takeDue(time)) {
      simulated = Math.max(simulated, due.time)
      due.task()
    }
    simulated = Math.max(simulated, time)
  }

  return {
    now,
    after(ms, task) {
      const cancel = timers.add(now() + Math.max(0, ms), task)
      arm()
      return cancel
    },
    advance: (ms) => advanceTo(now() + ms),
    advanceTo,
    goLive(outer, speed) {
      live = { outer, speed, base: simulated, outerBase: outer.now() }
      arm()
    },
    stop() {
      stopped = true
      timers.clear()
      disarm?.()
    },
  }
}

interface Timer {
  readonly time: number
  readonly order: number
  readonly task: () => void
  cancelled: boolean
}

/** A binary heap by time, and by order of arrival within one moment. */
function createTimers() {
  let heap: Timer[] = []
  let order = 0
  const before = (a: Timer, b: Timer) => a.time < b.time || (a.time === b.time && a.order < b.order)

  const push = (timer: Timer) => {
    let index = heap.push(timer) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !before(timer, above)) break
      heap[index] = above
      index = parent
    }
    heap[index] = timer
  }

  const pop = () => {
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const a = heap[left]
      if (a === undefined) break
      const b = heap[left + 1]
      const child = b !== undefined && before(b, a) ? left + 1 : left
      const below = heap[child]
      if (below === undefined || !before(below, last)) break
      heap[index] = below
      index = child
    }
    heap[index] = last
  }

  const first = () => {
    while (heap[0]?.cancelled) pop()
    return heap[0]
  }

  return {
    add(time: number, task: () => void) {
      const timer: Timer = { time, order: order++, task, cancelled: false }
      push(timer)
      return () => {
        timer.cancelled = true
      }
    },
    nextTime: () => first()?.time,
    takeDue(until: number): Timer | undefined {
      const timer = first()
      if (timer === undefined || timer.time > until) return undefined
      pop()
      return timer
    },
    clear() {
      heap = []
    },
  }
}
