import { describe, expect, it } from 'vitest'
import { changeFrom, mergedMoments } from './changes'

const moments = [10, 20, 30, 40]

describe('steps from change to change', () => {
  it('lead to the next one, from a change and from between two', () => {
    expect(changeFrom(moments, 20, 1)).toBe(30)
    expect(changeFrom(moments, 20.5, 1)).toBe(30)
    expect(changeFrom(moments, 20, -1)).toBe(10)
    expect(changeFrom(moments, 20.5, -1)).toBe(20)
    expect(changeFrom(moments, 5, 3)).toBe(30)
  })

  it('lead back from now to the last change, and forward from the last to now', () => {
    expect(changeFrom(moments, undefined, -1)).toBe(40)
    expect(changeFrom(moments, undefined, -10)).toBe(10)
    expect(changeFrom(moments, 40, 1)).toBeUndefined()
    expect(changeFrom(moments, undefined, 1)).toBeUndefined()
  })

  it('stay at the first change, and where there is none', () => {
    expect(changeFrom(moments, 10, -1)).toBe(10)
    expect(changeFrom([], 15, -1)).toBe(15)
    expect(changeFrom([], undefined, -1)).toBeUndefined()
  })

  it('count a moment once that two lists name', () => {
    expect(mergedMoments([30, 10], [10, 20])).toEqual([10, 20, 30])
  })
})
