import { describe, expect, it } from 'vitest'
import { formatMoment, formatSpan, parseMoment, parseSpan, stretchOf } from './moment'

const noon = Date.parse('2026-01-01T12:00:00Z')
const MINUTE = 60_000

describe('a moment in an address', () => {
  it('is read as it is written, to the millisecond', () => {
    for (const at of [noon, noon + 31_001]) expect(parseMoment(formatMoment(at))).toBe(at)
    expect(formatMoment(noon)).toBe('2026-01-01T12:00:00Z')
  })

  it('may have any zone, or be milliseconds, and is nothing else', () => {
    expect(parseMoment('2026-01-01T13:00:00+01:00')).toBe(noon)
    // As a browser hands on a plus that was not escaped.
    expect(parseMoment('2026-01-01T13:00:00 01:00')).toBe(noon)
    expect(parseMoment(String(noon))).toBe(noon)
    for (const text of ['', 'yesterday', '2026-01-01', '2026-01-01T12:00:00', '12', '2026-13-41T12:00:00Z'])
      expect(parseMoment(text), text).toBeUndefined()
  })
})

describe('the span of an axis', () => {
  it('is read as it is written', () => {
    for (const text of ['30s', '5m', '1h', 'all']) expect(formatSpan(parseSpan(text))).toBe(text)
    expect(parseSpan('90s')).toBe(90_000)
    for (const text of [undefined, '', 'x', '5', '-5m']) expect(parseSpan(text)).toBe(900_000)
    expect(parseSpan('999999h')).toBe(24 * 60 * MINUTE)
  })

  it('ends now while the cursor is within it', () => {
    const now = noon + 60 * MINUTE
    expect(stretchOf(5 * MINUTE, { at: undefined, now, since: undefined })).toEqual({ from: now - 5 * MINUTE, to: now })
    expect(stretchOf(5 * MINUTE, { at: now - MINUTE, now, since: undefined }).to).toBe(now)
    expect(stretchOf('all', { at: noon, now, since: noon - MINUTE })).toEqual({ from: noon - MINUTE, to: now })
  })

  it('is no longer than what is kept needs, at round lengths, so that it seldom changes its scale', () => {
    const lengthAfter = (kept: number) => {
      const { from, to } = stretchOf(15 * MINUTE, { at: undefined, now: noon + kept, since: noon })
      return to - from
    }
    expect([10_000, 40_000, 4 * MINUTE, 12 * MINUTE, 60 * MINUTE].map(lengthAfter)).toEqual(
      [0.5, 1, 5, 15, 15].map((minutes) => minutes * MINUTE),
    )
  })

  it('holds a cursor from before in its middle half, and stays while it moves there', () => {
    const now = noon + 60 * MINUTE
    for (let at = noon - 20 * MINUTE; at < now - 11 * MINUTE; at += 7_001) {
      const { from, to } = stretchOf(10 * MINUTE, { at, now, since: undefined })
      expect(to - from).toBe(10 * MINUTE)
      expect(at - from).toBeGreaterThanOrEqual(2.5 * MINUTE)
      expect(to - at).toBeGreaterThanOrEqual(2.5 * MINUTE)
    }
    const around = stretchOf(10 * MINUTE, { at: noon, now, since: undefined })
    expect(stretchOf(10 * MINUTE, { at: noon + 2 * MINUTE, now, since: undefined })).toEqual(around)
  })
})
