import { describe, expect, it } from 'vitest'
import { measureMono, monoFits, shortenMiddle, splitTail } from './text'

describe('text without a browser', () => {
  it('measures monospaced text by its characters', () => {
    expect(measureMono('web', 10)).toBeCloseTo(18)
    expect(monoFits(18, 10)).toBe(3)
    expect(monoFits(17.9, 10)).toBe(2)
  })

  it('leaves a name that fits as it is', () => {
    expect(shortenMiddle('web-service', 11)).toBe('web-service')
  })

  it('shortens in the middle and keeps the tail that tells pods apart', () => {
    expect(shortenMiddle('frontend-6d8f9c7b5-x7k2p', 16)).toBe('frontend-…-x7k2p')
    expect(shortenMiddle('frontend-6d8f9c7b5-x7k2p', 9)).toBe('fr…-x7k2p')
  })

  it('keeps the end of a tail that is too long, and of a name without one', () => {
    expect(shortenMiddle('averyveryverylongname', 9)).toBe('…longname')
    expect(shortenMiddle('averyveryverylongname', 1)).toBe('…')
    expect(shortenMiddle('averyveryverylongname', 0)).toBe('')
  })

  it.each([2, 3, 5, 8, 12, 20])('never exceeds %i characters', (room) => {
    for (const name of ['frontend-6d8f9c7b5-x7k2p', 'x', 'a-b', 'fd00:10:244:1::7', 'web.default.svc'])
      expect([...shortenMiddle(name, room)].length).toBeLessThanOrEqual(room)
  })

  it('splits a name before the part that is its own', () => {
    expect(splitTail('frontend-6d8f-x7k2p')).toEqual({ head: 'frontend-6d8f-', tail: 'x7k2p' })
    expect(splitTail('db')).toEqual({ head: '', tail: 'db' })
    expect(splitTail('odd-')).toEqual({ head: '', tail: 'odd-' })
  })
})
