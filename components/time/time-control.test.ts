import { describe, expect, it } from 'vitest'
import type { PastStanding, PastStore } from '@/components/data/past-store'
import { idleStore } from '@/components/data/viewer-store'
import { createTimeControl } from './time-control'

const noon = Date.parse('2026-01-01T12:00:00Z')
const hour = 3_600_000

/** A world of its own: `paint` lets so many milliseconds pass until the next frame. */
function world() {
  let clock = 0
  let frames: (() => void)[] = []
  let timers: { at: number; run: () => void }[] = []
  const written: (readonly [at: number | undefined, entry: 'push' | 'replace'])[] = []
  const opened: number[] = []
  const prepared: number[] = []
  let standing: PastStanding = { at: 0, shown: true }
  let closed = 0
  const open = (at: number): PastStore => {
    opened.push(at)
    standing = { ...standing, at }
    return {
      ...idleStore,
      standing: () => standing,
      onStanding: () => () => undefined,
      seek: (to) => {
        standing = { ...standing, at: to }
      },
      prepare: (to) => {
        prepared.push(to)
      },
      around: () => undefined,
      close: () => {
        closed += 1
      },
    }
  }
  const pass = (ms: number) => {
    clock += ms
    const due = timers.filter(({ at }) => at <= clock)
    timers = timers.filter(({ at }) => at > clock)
    for (const { run } of due) run()
  }
  const control = createTimeControl({
    open,
    now: () => noon + hour + clock,
    write: (at, entry) => {
      written.push([at, entry])
    },
    clock: () => clock,
    frame: (run) => {
      frames.push(run)
      return () => {
        frames = frames.filter((each) => each !== run)
      }
    },
    after: (ms, run) => {
      const timer = { at: clock + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  })
  return {
    ...{ control, written, opened, prepared, pass },
    closed: () => closed,
    frames: () => frames.length,
    stand: (next: Partial<PastStanding>) => {
      standing = { ...standing, ...next }
    },
    paint: (ms: number) => {
      pass(ms)
      const due = frames
      frames = []
      for (const run of due) run()
    },
  }
}

describe('a page that is moved through time', () => {
  it('enters the past with an entry of its own in the history, and leaves it with another', () => {
    const { control, written, opened, closed } = world()
    expect(control.store()).toBeUndefined()
    control.seek(noon, 'jump')
    expect([opened, control.get().at]).toEqual([[noon], noon])
    control.toNow()
    expect(control.get().at).toBeUndefined()
    expect([control.store(), closed()]).toEqual([undefined, 1])
    expect(written).toEqual([
      [noon, 'push'],
      [undefined, 'push'],
    ])
  })

  it('is one entry of the history for a drag, written now and then and where it ends', () => {
    const { control, written, pass } = world()
    for (let i = 0; i < 100; i += 1) {
      control.seek(noon + i * 1_000, 'drag')
      pass(10)
    }
    control.drop()
    expect(written[0]).toEqual([noon, 'push'])
    expect(written.slice(1).every(([, entry]) => entry === 'replace')).toBe(true)
    expect(written.at(-1)).toEqual([noon + 99_000, 'replace'])
    expect(written.length).toBeLessThan(6)
  })

  it('takes quick steps for one way, and a step after a rest for another', () => {
    const { control, written, pass } = world()
    control.seek(noon, 'jump')
    pass(300)
    control.seek(noon + 1_000, 'jump')
    pass(5_000)
    control.seek(noon + 2_000, 'jump')
    expect(written.map(([, entry]) => entry)).toEqual(['push', 'replace', 'push'])
  })

  it('is now again when it is dropped at the end of time', () => {
    const { control } = world()
    control.seek(noon, 'drag')
    control.seek(noon + 2 * hour, 'drag')
    expect(control.get().at).toBe(noon + hour)
    control.drop()
    expect(control.get().at).toBeUndefined()
  })

  it('plays as fast as it is told, one move a frame, and runs into now', () => {
    const { control, paint, frames } = world()
    control.seek(noon + hour - 60_000, 'jump')
    control.setSpeed(60)
    control.play()
    paint(100)
    expect(control.get().at).toBe(noon + hour - 60_000 + 6_000)
    for (let i = 0; i < 9; i += 1) paint(100)
    expect(control.get()).toMatchObject({ at: noon + hour, playing: true })
    for (let i = 0; i < 3; i += 1) paint(16)
    expect(control.get()).toMatchObject({ at: undefined, playing: false })
    expect(frames()).toBe(0)
  })

  it('waits while the picture has yet to come, does not make up for a sleep, and asks for what comes next', () => {
    const { control, paint, stand, prepared } = world()
    control.seek(noon, 'jump')
    stand({ shown: false })
    control.play()
    paint(100)
    expect(control.get().at).toBe(noon)
    stand({ shown: true })
    paint(60_000)
    expect(control.get().at).toBe(noon + 250)
    expect(prepared).toEqual([noon + 250 + 4_000])
  })

  it('follows links and the way back without writing the address', () => {
    const { control, written } = world()
    control.follow(noon)
    expect(control.get().at).toBe(noon)
    control.follow(undefined)
    expect(control.get().at).toBeUndefined()
    expect(written).toEqual([])
  })

  it('can be taken up again after it was closed, at the moment of the same address', () => {
    const { control, opened, closed } = world()
    control.follow(noon)
    control.close()
    control.follow(noon)
    expect([opened, closed(), control.get().at]).toEqual([[noon, noon], 1, noon])
  })

  it('takes what it wrote for its own when it reads the address', () => {
    const { control, paint, written } = world()
    control.seek(noon, 'jump')
    control.play()
    paint(16.6)
    paint(2_000)
    const [at] = written.at(-1) ?? []
    expect(at).toBe(noon + 17)
    const before = control.get().at
    control.follow(at)
    expect(control.get().at).toBe(before)
  })

  it('says where it stands when it is paused', () => {
    const { control, paint, written } = world()
    control.seek(noon, 'jump')
    control.play()
    paint(100)
    control.pause()
    expect(written.at(-1)).toEqual([noon + 100, 'replace'])
    expect(control.get().playing).toBe(false)
  })
})
