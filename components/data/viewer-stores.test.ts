import { describe, expect, it } from 'vitest'
import { fakeClock, fakeStream } from './stream.fixture'
import { createViewerStores, viewingKey } from './viewer-stores'

function stores() {
  const clock = fakeClock()
  const stream = fakeStream()
  return { clock, stream, all: createViewerStores({ open: () => stream.open, clock }) }
}

const shop = { views: ['namespace:shop', 'overview'] }

describe('the streams of a page', () => {
  it('opens one stream for all who look at the same views, in whatever order they name them', () => {
    const { all, stream } = stores()
    const store = all.acquire(shop)
    expect(all.acquire({ views: ['overview', 'namespace:shop'] })).toBe(store)
    expect(stream.opened()).toBe(1)
  })

  it('opens another for other views and for another context', () => {
    const { all, stream } = stores()
    all.acquire(shop)
    all.acquire({ views: ['overview'] })
    all.acquire({ ...shop, context: 'prod' })
    expect(stream.opened()).toBe(3)
    expect(viewingKey(shop)).not.toBe(viewingKey({ ...shop, context: 'prod' }))
  })

  it('closes a stream a moment after the last has left', () => {
    const { all, stream, clock } = stores()
    all.acquire(shop)
    all.acquire(shop)
    all.release(shop)
    clock.advance(60_000)
    expect(stream.closed()).toBe(0)
    all.release(shop)
    expect(all.find(shop)).toBeDefined()
    clock.advance(60_000)
    expect(stream.closed()).toBe(1)
    expect(all.find(shop)).toBeUndefined()
  })

  it('keeps it for one who comes back within that moment', () => {
    const { all, stream, clock } = stores()
    const store = all.acquire(shop)
    all.release(shop)
    clock.advance(1_000)
    expect(all.acquire(shop)).toBe(store)
    clock.advance(60_000)
    expect([stream.opened(), stream.closed()]).toEqual([1, 0])
  })
})
