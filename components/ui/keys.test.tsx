// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type KeyId, keyTable, useKey, useLiveKeys, useSingleKeys } from './keys'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
  window.localStorage.clear()
})

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

const listed = () => renderHook(() => useLiveKeys()).result.current

describe('the keys of the product', () => {
  it('are answered while what answers stands on the page, and no longer', () => {
    const now = vi.fn()
    const { unmount } = renderHook(() => useKey('now', now))
    expect(press('n').defaultPrevented).toBe(true)
    press('N')
    expect(now).toHaveBeenCalledTimes(2)
    unmount()
    expect(press('n').defaultPrevented).toBe(false)
    expect(now).toHaveBeenCalledTimes(2)
  })

  it('write in whatever can be written in', () => {
    const now = vi.fn()
    const find = vi.fn()
    renderHook(() => useKey('now', now))
    renderHook(() => useKey('find', find))
    for (const html of ['<input>', '<textarea></textarea>', '<select></select>', '<div role="combobox"></div>']) {
      document.body.innerHTML = html
      const field = document.body.firstElementChild as Element
      press('n', {}, field)
      press('/', {}, field)
    }
    expect(now).not.toHaveBeenCalled()
    expect(find).not.toHaveBeenCalled()
    document.body.innerHTML = '<input type="checkbox">'
    press('n', {}, document.body.firstElementChild as Element)
    expect(now).toHaveBeenCalledOnce()
  })

  it('leave Space and Enter to what is pressed by them', () => {
    const play = vi.fn()
    renderHook(() => useKey('play', play))
    document.body.innerHTML = '<button><b>Copy</b></button>'
    expect(press(' ', {}, document.querySelector('b') as Element).defaultPrevented).toBe(false)
    expect(play).not.toHaveBeenCalled()
    press(' ')
    expect(play).toHaveBeenCalledOnce()
  })

  it('leave alone what the browser means by Ctrl and Alt, an input method, and a key held down', () => {
    const now = vi.fn()
    renderHook(() => useKey('now', now))
    press('n', { ctrlKey: true })
    press('n', { metaKey: true })
    press('n', { altKey: true })
    press('n', { isComposing: true })
    press('n', { repeat: true })
    expect(now).not.toHaveBeenCalled()
  })

  it('take Ctrl-K and ⌘K for one, also out of a text field', () => {
    const find = vi.fn()
    renderHook(() => useKey('find', find))
    document.body.innerHTML = '<input>'
    press('k', { ctrlKey: true }, document.body.firstElementChild as Element)
    press('k', { metaKey: true })
    expect(find).toHaveBeenCalledTimes(2)
  })

  it('may follow one another, soon enough', () => {
    const wall = vi.fn()
    renderHook(() => useKey('goWall', wall))
    press('g')
    press('w')
    expect(wall).toHaveBeenCalledOnce()
    press('g')
    press('x')
    press('w')
    expect(wall).toHaveBeenCalledOnce()
  })

  it('belong to the last that came where two share them, and go back when it leaves', () => {
    const find = vi.fn()
    const filter = vi.fn()
    renderHook(() => useKey('find', find))
    const { unmount } = renderHook(() => useKey('filter', filter))
    press('/')
    expect([find.mock.calls.length, filter.mock.calls.length]).toEqual([0, 1])
    expect(listed()).toMatchObject([
      { id: 'find', ways: ['Mod+k'] },
      { id: 'filter', ways: ['/'] },
    ])
    unmount()
    press('/')
    expect(find).toHaveBeenCalledOnce()
  })

  it('are listed where something focused answers by itself, and not where nothing answers now', () => {
    renderHook(() => useKey('walk'))
    renderHook(() => useKey('now', false))
    expect(listed()).toEqual([{ id: 'walk', ways: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] }])
    expect(press('ArrowUp').defaultPrevented).toBe(false)
  })

  it('can be turned off but for those with Ctrl or ⌘', () => {
    const find = vi.fn()
    renderHook(() => useKey('find', find))
    const { result } = renderHook(() => useSingleKeys())
    act(() => result.current[1](false))
    expect(result.current[0]).toBe(false)
    press('/')
    expect(find).not.toHaveBeenCalled()
    press('k', { ctrlKey: true })
    expect(find).toHaveBeenCalledOnce()
    act(() => result.current[1](true))
    press('/')
    expect(find).toHaveBeenCalledTimes(2)
  })
})

describe('the table of keys', () => {
  it('begins no sequence with a key that means something alone', () => {
    const ways = (Object.keys(keyTable) as KeyId[]).flatMap((id): readonly string[] => keyTable[id])
    const firsts = ways.filter((way) => way.includes(' ')).map((way) => way.split(' ')[0])
    expect(ways.filter((way) => firsts.includes(way))).toEqual([])
  })
})
