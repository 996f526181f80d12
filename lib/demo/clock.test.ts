import { describe, expect, it } from 'vitest'
import { createResumableClock, createSimulatedClock } from './clock'

describe('a simulated clock', () => {
  it('runs timers at their moments, in order, those too that timers set', () => {
    const clock = createSimulatedClock(1000)
    const log: string[] = []
    const note = (name: string) => () => log.push(`${name}@${clock.now()}`)
    clock.after(30, note('c'))
    clock.after(10, () => {
      note('a')()
      clock.after(5, note('b'))
    })
    clock.after(10, note('a2'))
    clock.after(50, note('late'))
    clock.advance(30)
    expect(log).toEqual(['a@1010', 'a2@1010', 'b@1015', 'c@1030'])
    expect(clock.now()).toBe(1030)
  })

  it('forgets a timer that is cancelled', () => {
    const clock = createSimulatedClock(0)
    let ran = false
    const cancel = clock.after(5, () => {
      ran = true
    })
    cancel()
    clock.advance(10)
    expect(ran).toBe(false)
  })

  it('keeps order among many', () => {
    const clock = createSimulatedClock(0)
    const seen: number[] = []
    for (let index = 0; index < 500; index++) clock.after((index * 7919) % 997, () => seen.push(clock.now()))
    clock.advance(1000)
    expect(seen).toHaveLength(500)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })
})

describe('a clock that goes live', () => {
  it('takes its pending timers along, and flows as fast as it is told', () => {
    const outer = createSimulatedClock(1_700_000_000_000.123)
    const clock = createResumableClock(0)
    const log: number[] = []
    clock.after(500, () => log.push(1))
    clock.advanceTo(1_700_000_000_000.123)
    clock.after(100, () => log.push(2))
    clock.goLive(outer, 10)
    clock.after(50, () => log.push(3))
    expect(log).toEqual([1])
    outer.advance(6)
    expect(log).toEqual([1, 3])
    outer.advance(6)
    expect(log).toEqual([1, 3, 2])
    expect(clock.now() - 1_700_000_000_000.123).toBeCloseTo(120, 1)
  })

  it('always gets to a timer, however the fractions fall', () => {
    const outer = createSimulatedClock(1_772_366_400_000)
    const clock = createResumableClock(1_772_366_400_000.37)
    clock.goLive(outer, 3)
    let count = 0
    const again = () => {
      count++
      clock.after(0.1 + (count % 7) / 3, again)
    }
    clock.after(1, again)
    outer.advance(200)
    expect(count).toBeGreaterThan(300)
  })

  it('rests once it is stopped', () => {
    const outer = createSimulatedClock(0)
    const clock = createResumableClock(0)
    let ran = false
    clock.after(5, () => {
      ran = true
    })
    clock.goLive(outer, 1)
    clock.stop()
    outer.advance(100)
    expect(ran).toBe(false)
  })
})
