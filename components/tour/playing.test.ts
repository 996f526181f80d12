import { describe, expect, it } from 'vitest'
import { chapterAsked, chapters } from './chapters'
import { advanced, opened, playedShare, toggled } from './playing'

const chapter = { from: 1_000, to: 5_000, pace: 0.5 }

describe('a chapter', () => {
  it('plays from its begin at its own pace, and rests at its end', () => {
    const begun = opened(3, chapter, true)
    expect(advanced(begun, 1_000, chapter)).toEqual({ chapter: 3, at: 1_500, moves: true })
    expect(advanced(begun, 60_000, chapter)).toEqual({ chapter: 3, at: 5_000, moves: false })
  })

  it('shows its end at once to who wants nothing to move', () => {
    expect(opened(3, chapter, false)).toEqual({ chapter: 3, at: 5_000, moves: false })
  })

  it('pauses where it is, goes on from there, and begins anew from its end', () => {
    const half = { chapter: 3, at: 3_000, moves: true }
    const paused = toggled(half, chapter)
    expect(paused).toEqual({ ...half, moves: false })
    expect(advanced(paused, 1_000, chapter)).toBe(paused)
    expect(toggled(paused, chapter)).toEqual(half)
    expect(toggled({ chapter: 3, at: 5_000, moves: false }, chapter)).toEqual({ chapter: 3, at: 1_000, moves: true })
  })

  it('says how much of it has been played', () => {
    expect(playedShare(2_000, chapter)).toBe(0.25)
    expect(playedShare(9_000, chapter)).toBe(1)
  })
})

describe('the address of a chapter', () => {
  it('counts from one, and is the first where there is none of that number', () => {
    expect(chapterAsked('3')).toBe(3)
    expect([undefined, '', '0', '9', '-1', '1.5', 'two'].map(chapterAsked)).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(chapterAsked(String(chapters.length))).toBe(chapters.length)
  })
})
