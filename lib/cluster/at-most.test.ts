import { describe, expect, it } from 'vitest'
import { atMost } from './at-most'

describe('tasks that take turns', () => {
  it('never run more than so many at a time, all run in order, and one that fails gives its place on', async () => {
    const inTurn = atMost(2)
    const log: string[] = []
    let running = 0
    const task = (name: string) => async () => {
      running += 1
      log.push(`${name}:${running}`)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      if (name === 'b') throw new Error(name)
      return name
    }
    const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => inTurn(task(name))))
    expect(results.map(({ status }) => status[0])).toEqual(['f', 'r', 'f', 'f', 'f'])
    expect(log.map((entry) => entry[0])).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(Math.max(...log.map((entry) => Number(entry.split(':')[1])))).toBe(2)
  })
})
