// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rememberVisit, usePinned, useRecent } from './pinned'

const web = { namespace: 'shop', name: 'web' }
const api = { namespace: 'shop', name: 'api' }

beforeEach(() => window.localStorage.clear())
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

describe('pinned Services', () => {
  it('are kept in the order of pinning, one context apart from another', () => {
    const { result } = renderHook(() => usePinned('prod'))
    act(() => result.current.toggle(web))
    act(() => result.current.toggle(api))
    expect(result.current.pinned).toEqual([web, api])
    expect(result.current.isPinned(api)).toBe(true)
    act(() => result.current.toggle(web))
    expect(result.current.pinned).toEqual([api])
    expect(renderHook(() => usePinned('test')).result.current.pinned).toEqual([])
  })

  it('keep their identity until one of them changes', () => {
    const { result, rerender } = renderHook(() => usePinned('prod'))
    act(() => result.current.toggle(web))
    const before = result.current.pinned
    rerender()
    expect(result.current.pinned).toBe(before)
  })

  it('follow what another tab writes, and take what is no list of Services for none', () => {
    const { result } = renderHook(() => usePinned('prod'))
    const write = (text: string) =>
      act(() => {
        window.localStorage.setItem('switchboard-pinned:prod', text)
        window.dispatchEvent(new StorageEvent('storage', { key: 'switchboard-pinned:prod' }))
      })
    write('["shop/api"]')
    expect(result.current.pinned).toEqual([api])
    for (const odd of ['{', '"shop/api"', '[1, "shop", "/x", "a/b/c", null]']) {
      write(odd)
      expect(result.current.pinned).toEqual([])
    }
  })

  it('last for the life of the page where nothing may be written', () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse)
    const { result } = renderHook(() => usePinned('forbidden'))
    act(() => result.current.toggle(web))
    expect(result.current.pinned).toEqual([web])
  })

  it('are none before the context is known', () => {
    const { result } = renderHook(() => usePinned(undefined))
    act(() => result.current.toggle(web))
    expect(result.current.pinned).toEqual([])
  })
})

describe('recent Services', () => {
  it('begin with the last visit, each once, and no more than a list of them', () => {
    const { result } = renderHook(() => useRecent('prod'))
    act(() => {
      rememberVisit('prod', web)
      rememberVisit('prod', api)
      rememberVisit('prod', web)
    })
    expect(result.current).toEqual([web, api])
    act(() => {
      for (let n = 0; n < 20; n++) rememberVisit('prod', { namespace: 'shop', name: `s${n}` })
    })
    expect(result.current).toHaveLength(12)
    expect(result.current[0]?.name).toBe('s19')
  })
})
