import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/kubernetes/record'
import { applyChanges, type Records, toRecords } from '@/lib/kubernetes/records'
import { aDeployment, aService } from '@/lib/topology/records.fixture'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import { fakeClock, fakeStream, upstreamOf } from './stream.fixture'
import { createViewerStore } from './viewer-store'

function openStore() {
  const clock = fakeClock()
  const stream = fakeStream()
  const store = createViewerStore({ open: stream.open, clock })
  return { clock, stream, store }
}

const live = (records: Records, over: Partial<ViewerState> = {}): ViewerState => ({
  ...initialState(0),
  connection: { status: 'open', since: 0 },
  complete: true,
  upstream: upstreamOf('live'),
  records,
  ...over,
})

const shop = toRecords([
  ...aDeployment('web', 2, { namespace: 'shop' }),
  aService('cart', { namespace: 'shop' }),
  ...aDeployment('web', 1),
])

describe('the store of a stream', () => {
  it('derives the graphs of each namespace, by name', () => {
    const { store, stream } = openStore()
    stream.emit(live(shop))
    const { graphs, topology } = store.get()
    expect(graphs.get('shop')?.map(({ key }) => key)).toEqual(['shop/cart', 'shop/web'])
    expect(topology.services.get('default/web')?.counts.ready).toBe(1)
  })

  it('tells its listeners once for each state, and no longer when they have left', () => {
    const { store, stream } = openStore()
    let heard = 0
    const leave = store.subscribe(() => {
      heard += 1
    })
    stream.emit(live(shop))
    leave()
    stream.emit(live(shop))
    expect(heard).toBe(1)
  })

  it('keeps topology and graphs when a message changes no record', () => {
    const { store, stream } = openStore()
    stream.emit(live(shop))
    const before = store.get()
    stream.emit(live(shop, { revision: 7 }))
    expect(store.get().state.revision).toBe(7)
    expect(store.get().topology).toBe(before.topology)
    expect(store.get().graphs).toBe(before.graphs)
  })

  it('changes one Service for one pod, and leaves the other namespaces the same objects', () => {
    const { store, stream } = openStore()
    stream.emit(live(shop))
    const before = store.get()
    const pod = [...(shop.Pod?.values() ?? [])].find(({ namespace }) => namespace === 'shop')!
    const changed: Pod = { ...pod, labels: { ...pod.labels, canary: 'yes' } }
    stream.emit(live(applyChanges(shop, [{ type: 'put', record: changed }])))
    const after = store.get()
    expect(after.topology.services.get('shop/web')).not.toBe(before.topology.services.get('shop/web'))
    expect(after.topology.services.get('shop/cart')).toBe(before.topology.services.get('shop/cart'))
    expect(after.graphs.get('default')).toBe(before.graphs.get('default'))
  })

  it('runs on the clock of the server', () => {
    const { store, stream, clock } = openStore()
    stream.emit(live(shop, { skew: 3_600_000 }))
    clock.advance(5_000)
    expect(store.now()).toBe(clock.now() + 3_600_000)
  })

  it('stops its clock while the picture is stale, at either hop, and goes on when it is not', () => {
    const { store, stream, clock } = openStore()
    stream.emit(live(shop))
    clock.advance(1_000)
    stream.emit(live(shop, { connection: { status: 'lost', since: 0, reason: 'silent', retryAt: 0 } }))
    const stopped = store.now()
    clock.advance(60_000)
    expect(store.now()).toBe(stopped)
    stream.emit(live(shop, { upstream: upstreamOf('stale') }))
    expect(store.now()).toBe(stopped)
    stream.emit(live(shop, { upstream: upstreamOf('live') }))
    expect(store.now()).toBe(clock.now())
  })

  it('ticks only while somebody listens', () => {
    const { store, clock } = openStore()
    let ticks = 0
    const stop = store.onTick(() => {
      ticks += 1
    })
    clock.advance(3_000)
    stop()
    clock.advance(3_000)
    expect(ticks).toBe(3)
    expect(clock.pending()).toBe(0)
  })

  it('forgets its picture when it is closed', () => {
    const { store, stream } = openStore()
    stream.emit(live(shop))
    store.close()
    expect(stream.closed()).toBe(1)
    expect(store.get().graphs.size).toBe(0)
  })
})
