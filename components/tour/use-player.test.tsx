// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { chapters } from './chapters'
import type { RecordedTour } from './recorded-tour'
import { usePlayer } from './use-player'

const address = vi.hoisted(() => ({ chapter: undefined as string | undefined }))
vi.mock('@/components/ui/use-address', () => ({
  useAddressState: () => [
    address.chapter,
    (next: string) => {
      address.chapter = next
    },
  ],
}))

/** Four seconds a chapter, and nothing in it. */
const tour: RecordedTour = {
  chapters: chapters.map(({ id }, index) => ({ id, from: index * 4_000, to: (index + 1) * 4_000 })),
  recording: { from: 0, to: chapters.length * 4_000, messages: [] },
}

beforeEach(() => {
  vi.useFakeTimers()
  address.chapter = undefined
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms))

describe('the player of the tour', () => {
  it('plays on into the next chapter from its begin, whatever of the last was left', () => {
    const { result, rerender } = renderHook(() => usePlayer(tour))
    pass(1_000)
    expect(result.current).toMatchObject({ chapter: 1, moves: true })
    act(() => result.current.go(2))
    rerender()
    expect(result.current).toMatchObject({ chapter: 2, moves: true, share: 0 })
    pass(2_000)
    expect(result.current.moves).toBe(true)
    expect(result.current.share).toBeCloseTo(0.25, 1)
    expect(result.current.store.now()).toBeCloseTo(5_000, -2)
  })

  it('pauses, plays on, rests at the end, and begins anew', () => {
    address.chapter = '4'
    const { result } = renderHook(() => usePlayer(tour))
    pass(1_000)
    act(() => result.current.toggle())
    const { share } = result.current
    pass(5_000)
    expect(result.current).toMatchObject({ moves: false, share })
    act(() => result.current.toggle())
    pass(5_000)
    expect(result.current).toMatchObject({ moves: false, share: 1 })
    act(() => result.current.toggle())
    expect(result.current).toMatchObject({ moves: true, share: 0 })
  })

  it('leads to no chapter that there is not', () => {
    address.chapter = String(chapters.length)
    const { result } = renderHook(() => usePlayer(tour))
    act(() => result.current.go(chapters.length + 1))
    expect(address.chapter).toBe(String(chapters.length))
  })
})
