import { describe, expect, it } from 'vitest'
import { createInterner } from './intern'

describe('an interner', () => {
  it('gives equal label sets as one object, and unequal ones apart', () => {
    const interner = createInterner()
    const one = interner.labels({ app: 'web', tier: 'front' })
    expect(interner.labels({ app: 'web', tier: 'front' })).toBe(one)
    expect(interner.labels({ app: 'web' })).not.toBe(one)
    expect(interner.labels({ 'app":"web","tier': 'front' })).not.toBe(one)
  })

  it('forgets rather than grow without end', () => {
    const interner = createInterner(2)
    const first = interner.labels({ a: '1' })
    interner.labels({ a: '2' })
    interner.labels({ a: '3' })
    expect(interner.labels({ a: '1' })).toEqual(first)
    expect(interner.labels({ a: '1' })).not.toBe(first)
    expect(interner.text('x')).toBe('x')
  })
})
