import { describe, expect, it } from 'vitest'
import { readingOf } from './reading'

const noon = Date.parse('2026-01-01T12:00:00Z')
const MINUTE = 60_000

describe('what is read for an axis', () => {
  it('is the same for a while as time goes on, and covers the axis', () => {
    const readings = Array.from({ length: 60 }, (_, second) => {
      const now = noon + second * 1_000
      const reading = readingOf({ from: now - 15 * MINUTE, to: now }, now, noon - 60 * MINUTE)
      expect(reading.from).toBeLessThanOrEqual(now - 15 * MINUTE)
      expect(reading.to).toBeUndefined()
      return reading.from
    })
    expect(new Set(readings).size).toBeLessThanOrEqual(2)
  })

  it('asks for no more than is kept, and leaves it to the server where nobody knows how much that is', () => {
    const axis = { from: noon - 15 * MINUTE, to: noon }
    expect(readingOf(axis, noon, noon - MINUTE)).toEqual({ from: noon - MINUTE })
    expect(readingOf(axis, noon, undefined)).toEqual({})
  })

  it('ends where an axis of the past ends', () => {
    const to = noon - 30 * MINUTE
    expect(readingOf({ from: to - MINUTE, to }, noon, noon - 60 * MINUTE).to).toBe(to)
  })
})
