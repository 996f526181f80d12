import { describe, expect, it } from 'vitest'
import { openHub, type Seen, service } from './hub.fixture'
import type { AskedView } from './scope'

const deltas = (seen: readonly Seen[]) => seen.flatMap(({ message }) => (message.type === 'delta' ? [message] : []))

const shop: AskedView = { view: 'namespace', namespace: 'shop' }

describe('the opening of a stream', () => {
  it('says hello, then reset, then a snapshot of each scope, then ready', async () => {
    const { put, view, pass } = openHub()
    put(service('shop', 'web'), service('other', 'secret'))
    const viewer = view('namespace:shop')
    await pass(0)
    expect(viewer.types()).toEqual(['hello', 'reset', 'snapshot', 'snapshot', 'ready'])
    const [hello, reset, own, cluster] = viewer.seen.map((each) => each.message)
    expect(hello).toMatchObject({ epoch: 'e1', resumed: false, upstream: { context: 'test' } })
    expect(reset).toEqual({ type: 'reset', reason: 'start' })
    expect(own).toMatchObject({ view: 'namespace', namespace: 'shop', records: [{ name: 'web' }] })
    expect(cluster).toMatchObject({ view: 'cluster', namespace: '', records: [] })
    expect(JSON.stringify(viewer.seen)).not.toContain('secret')
  })

  it('gives an unknown namespace an empty snapshot, so that the page can tell', async () => {
    const { view, pass } = openHub()
    const viewer = view('namespace:nowhere')
    await pass(0)
    expect(viewer.seen[2]?.message).toMatchObject({ namespace: 'nowhere', records: [] })
    expect(viewer.types().at(-1)).toBe('ready')
  })

  it('names a revision to come back with only once the picture is whole', async () => {
    const { put, view, pass } = openHub()
    put(service('shop', 'web'))
    const viewer = view('namespace:shop')
    await pass(0)
    expect(viewer.seen.filter((each) => each.id !== undefined).map((each) => each.message.type)).toEqual(['ready'])
  })

  it('tells a large scope in parts, the last of which says that nothing follows', async () => {
    const { put, view, pass } = openHub({ partRecords: 2 })
    put(...['a', 'b', 'c', 'd', 'e'].map((name) => service('shop', name)))
    const viewer = view('namespace:shop')
    await pass(0)
    const parts = viewer.seen.flatMap(({ message }) =>
      message.type === 'snapshot' && message.view === 'namespace' ? [message] : [],
    )
    expect(parts.map((part) => part.records.length)).toEqual([2, 2, 1])
    expect(parts.map((part) => part.more)).toEqual([true, true, undefined])
  })
})

describe('frames', () => {
  it('join the changes of at most 50 ms, each record in its latest state', async () => {
    const { put, view, pass } = openHub()
    const viewer = view('namespace:shop')
    await pass(0)
    put(service('shop', 'web'))
    await pass(20)
    expect(deltas(viewer.seen)).toHaveLength(1)
    for (const port of [1, 2, 3]) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(10)
    }
    await pass(50)
    const [first, second] = deltas(viewer.seen)
    expect(deltas(viewer.seen)).toHaveLength(2)
    expect(first?.changes).toEqual([{ type: 'put', record: service('shop', 'web') }])
    expect(second?.changes).toEqual([
      { type: 'patch', kind: 'Service', key: 'shop/web', diff: { healthCheckNodePort: 3 } },
    ])
    expect(second?.previous).toBe(first?.revision)
  })

  it('name the frame before them of the same scope, while the revision counts for the whole mirror', async () => {
    const { put, view, pass } = openHub()
    const viewer = view('namespace:shop namespace:data')
    await pass(0)
    for (const namespace of ['shop', 'data', 'shop']) {
      put(service(namespace, 'web', { healthCheckNodePort: Math.random() }))
      await pass(60)
    }
    expect(deltas(viewer.seen).map(({ namespace, previous, revision }) => [namespace, previous, revision])).toEqual([
      ['shop', 0, 1],
      ['data', 0, 2],
      ['shop', 1, 3],
    ])
    expect(viewer.seen.at(-1)?.id).toBe('e1.3')
  })

  it('are encoded once for a hundred viewers', async () => {
    const { put, view, pass, hub } = openHub()
    const one = view('namespace:shop')
    await pass(0)
    const before = hub.figures.encodedBytes
    put(service('shop', 'web'))
    await pass(60)
    const alone = hub.figures.encodedBytes - before
    const many = Array.from({ length: 99 }, () => view('namespace:shop'))
    await pass(0)
    const between = hub.figures.encodedBytes
    put(service('shop', 'app'))
    await pass(60)
    expect(hub.figures.encodedBytes - between).toBe(alone)
    for (const viewer of [one, ...many]) expect(deltas(viewer.seen).at(-1)?.changes).toHaveLength(1)
  })

  it('reach nobody who asked for another namespace', async () => {
    const { put, view, pass } = openHub()
    const viewer = view('namespace:data')
    await pass(0)
    put(service('shop', 'web'))
    await pass(60)
    expect(deltas(viewer.seen)).toEqual([])
  })

  it('are not lost between the opening and the first live frame', async () => {
    const { put, pass, hub } = openHub({ queueBytes: 1 })
    const reader = hub.connect({ views: [shop] }).getReader()
    const decoder = new TextDecoder()
    const read = async () => decoder.decode((await reader.read()).value)
    for (const type of ['hello', 'reset', 'snapshot', 'snapshot']) expect(await read()).toContain(`event: ${type}`)
    await pass(0)
    put(service('shop', 'web'))
    await pass(60)
    expect(await read()).toContain('event: ready')
    await pass(0)
    put(service('shop', 'app'))
    await pass(60)
    expect(await read()).toContain('"previous":0,"revision":1')
    expect(await read()).toContain('"previous":1,"revision":2')
  }, 2_000)
})

describe('a snapshot', () => {
  it('is encoded once, and reused with the frames that followed it', async () => {
    const { put, view, pass, hub } = openHub()
    put(...Array.from({ length: 200 }, (_, index) => service('shop', `s${index}`)))
    await pass(100)
    view('namespace:shop')
    await pass(0)
    put(service('shop', 's7', { healthCheckNodePort: 30007 }))
    await pass(60)
    const before = hub.figures.encodedBytes
    const late = view('namespace:shop')
    await pass(0)
    expect(hub.figures.encodedBytes - before).toBeLessThan(2000)
    expect(late.types()).toEqual(['hello', 'reset', 'snapshot', 'snapshot', 'delta', 'ready'])
    expect(deltas(late.seen)[0]?.changes).toMatchObject([{ key: 'shop/s7', diff: { healthCheckNodePort: 30007 } }])
  })

  it('is made anew when the frames since weigh more than it does', async () => {
    const { put, view, pass } = openHub()
    put(service('shop', 'web'))
    view('namespace:shop')
    await pass(0)
    for (let port = 1; port < 5; port += 1) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(60)
    }
    const late = view('namespace:shop')
    await pass(0)
    expect(late.types()).toEqual(['hello', 'reset', 'snapshot', 'snapshot', 'ready'])
    expect(late.seen[2]?.message).toMatchObject({ records: [{ healthCheckNodePort: 4 }] })
  })
})

describe('coming back', () => {
  it('replays what was missed, and nothing else', async () => {
    const { put, view, pass } = openHub()
    view('namespace:shop')
    put(service('shop', 'a'))
    await pass(60)
    put(service('shop', 'b'))
    await pass(60)
    put(service('data', 'c'))
    await pass(60)
    const back = view('namespace:shop', 'e1.1')
    await pass(0)
    expect(back.types()).toEqual(['hello', 'delta', 'ready'])
    expect(back.seen[0]?.message).toMatchObject({ resumed: true })
    expect(deltas(back.seen)[0]?.changes).toMatchObject([{ record: { name: 'b' } }])
    expect(back.seen.at(-1)?.id).toBe('e1.3')
  })

  it('starts anew when the replay no longer reaches back', async () => {
    const { put, view, pass } = openHub({ replayBytes: 600 })
    for (let port = 1; port < 6; port += 1) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(60)
    }
    const back = view('namespace:shop', 'e1.1')
    await pass(0)
    expect(back.types()).toEqual(['hello', 'reset', 'snapshot', 'snapshot', 'ready'])
    expect(back.seen[1]?.message).toEqual({ type: 'reset', reason: 'expired' })
  })

  it.each(['e0.1', 'e1.99', 'nonsense', '', 'e1.-1'])('starts anew for an id of another life: %j', async (id) => {
    const { view, pass } = openHub()
    const back = view('namespace:shop', id)
    await pass(0)
    expect(back.seen[0]?.message).toMatchObject({ resumed: false })
    expect(back.seen[1]?.message).toEqual({ type: 'reset', reason: 'epoch' })
  })

  it('keeps the replay within its bytes', async () => {
    const { put, pass, hub } = openHub({ replayBytes: 2000 })
    for (let port = 1; port < 50; port += 1) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(60)
    }
    expect(hub.figures.replayBytes).toBeLessThanOrEqual(2000)
    expect(hub.figures.replayBytes).toBeGreaterThan(1000)
  })
})

describe('the state of the cluster', () => {
  it('comes with a heartbeat every 15 s', async () => {
    const { view, pass } = openHub()
    const viewer = view('overview')
    await pass(46_000)
    const beats = viewer.seen.filter(({ message }) => message.type === 'heartbeat')
    expect(beats).toHaveLength(3)
    expect(beats[0]?.message).toMatchObject({ upstream: { context: 'test' }, revision: 0 })
    expect(beats[0]?.id).toBeUndefined()
  })

  it('is told at once when it changes', async () => {
    const { view, pass, tellUpstream } = openHub()
    const viewer = view('overview')
    await pass(0)
    const resource = { resource: 'pods', namespace: '', status: 'stale', since: '2026-01-01T00:00:00Z' } as const
    tellUpstream({ context: 'test', source: 'demo', resources: [resource] })
    await pass(60)
    expect(viewer.seen.at(-1)?.message).toMatchObject({ type: 'state', upstream: { resources: [resource] } })
  })
})

describe('a right that is lost', () => {
  const secret = service('shop', 'secret')

  it('tells an open page why before it takes the records away', async () => {
    const { put, view, pass, lose } = openHub()
    put(secret)
    const viewer = view('namespace:shop')
    await pass(60)
    const before = viewer.seen.length
    lose('shop')
    await pass(60)
    const [state, delta, ...rest] = viewer.seen.slice(before).map(({ message }) => message)
    expect(state).toMatchObject({ type: 'state', upstream: { resources: [{}, { status: 'denied' }, {}] } })
    expect(delta).toMatchObject({ type: 'delta', changes: [{ type: 'remove', key: 'shop/secret' }] })
    expect(rest.map(({ type }) => type)).not.toContain('reset')
  })

  it.each(['denied', 'partial'] as const)('takes the past with it: who comes back starts anew (%s)', async (status) => {
    const { put, view, pass, lose, hub } = openHub()
    put(service('data', 'db'))
    await pass(60)
    put(secret)
    await pass(60)
    lose('', status)
    await pass(60)
    expect(hub.figures.replayBytes).toBe(0)
    const back = view('namespace:shop overview', 'e1.1')
    await pass(0)
    expect(back.types().slice(0, 2)).toEqual(['hello', 'reset'])
    expect(back.seen[0]?.message).toMatchObject({ resumed: false })
    expect(back.seen[1]?.message).toEqual({ type: 'reset', reason: 'denied' })
    expect(JSON.stringify(back.seen)).not.toContain('secret')
    const again = view('namespace:shop overview', back.seen.at(-1)?.id)
    await pass(0)
    expect(again.types()).toEqual(['hello', 'ready'])
  })

  it('takes the kept snapshot with it', async () => {
    const { put, view, pass, lose } = openHub()
    put(secret, ...Array.from({ length: 50 }, (_, index) => service('shop', `s${index}`)))
    view('namespace:shop')
    await pass(60)
    lose('shop')
    await pass(60)
    const late = view('namespace:shop')
    await pass(0)
    expect(JSON.stringify(late.seen)).not.toContain('secret')
  })

  it('in one namespace leaves the past of the others', async () => {
    const { put, view, pass, lose } = openHub()
    put(service('data', 'web'), secret)
    await pass(60)
    put(service('data', 'app'))
    await pass(60)
    lose('shop')
    await pass(60)
    const back = view('namespace:data', 'e1.2')
    await pass(0)
    expect(back.types()).toEqual(['hello', 'delta', 'ready'])
    const denied = view('namespace:shop', 'e1.2')
    await pass(0)
    expect(denied.seen[1]?.message).toEqual({ type: 'reset', reason: 'denied' })
  })

  it('takes with it what findings of another namespace told of it', async () => {
    const { put, find, view, pass, lose } = openHub()
    put(service('data', 'web'), secret)
    find('data', 'shop')
    await pass(60)
    put(service('data', 'app'))
    await pass(60)
    lose('shop')
    await pass(60)
    const back = view('namespace:data', 'e1.2')
    await pass(0)
    expect(back.seen[1]?.message).toEqual({ type: 'reset', reason: 'denied' })
  })

  it('cuts off whoever still has some of it queued, and sends nothing more of it', async () => {
    const { put, stall, pass, lose, hub } = openHub()
    const reader = stall([shop])
    put(secret)
    await pass(60)
    lose('shop')
    await pass(60)
    expect(hub.figures).toMatchObject({ viewers: 0, drops: { denied: 1 } })
    await expect(reader.read()).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('lets whoever is behind start anew', async () => {
    const { put, pass, lose, hub } = openHub({ queueBytes: 1 })
    const reader = hub.connect({ views: [shop] }).getReader()
    const read = async () => new TextDecoder().decode((await reader.read()).value)
    for (const type of ['hello', 'reset', 'snapshot', 'snapshot', 'ready']) expect(await read()).toContain(type)
    put(service('shop', 'web'))
    await pass(60)
    put(secret)
    await pass(60)
    lose('shop')
    expect(await read()).toContain('web')
    const rest = [await read(), await read(), await read(), await read()]
    expect(rest[0]).toContain('"reason":"denied"')
    expect(rest.join('')).not.toContain('secret')
    expect(rest[3]).toContain('event: ready')
  }, 2_000)
})

describe('a viewer who does not keep up', () => {
  it('is dropped when it stands still for 10 s', async () => {
    const { put, stall, pass, hub } = openHub({ queueBytes: 100 })
    put(service('shop', 'web'))
    const reader = stall([shop])
    await pass(9_000)
    expect(hub.figures.viewers).toBe(1)
    await pass(3_000)
    expect(hub.figures).toMatchObject({ viewers: 0, dropped: 1 })
    await expect(
      (async () => {
        for (;;) if ((await reader.read()).done) return
      })(),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is dropped when it is 256 KiB behind, and the others notice nothing', async () => {
    const { put, stall, view, pass, hub } = openHub()
    stall([shop])
    const other = view('namespace:shop')
    await pass(0)
    for (let turn = 0; turn < 20; turn += 1) {
      put(...Array.from({ length: 100 }, (_, index) => service('shop', `s${turn}-${index}`)))
      await pass(60)
    }
    expect(hub.figures).toMatchObject({ viewers: 1, dropped: 1 })
    expect(deltas(other.seen)).toHaveLength(20)
  })

  it('costs no more than its own queue while it is behind, and catches up from the replay', async () => {
    const { put, pass, hub } = openHub({ queueBytes: 3000 })
    const reader = hub.connect({ views: [shop] }).getReader()
    const decoder = new TextDecoder()
    let text = ''
    const readAll = async (until: string) => {
      while (!text.includes(until)) text += decoder.decode((await reader.read()).value)
    }
    await readAll('event: ready')
    for (let port = 1; port <= 50; port += 1) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(60)
    }
    await readAll('"healthCheckNodePort":50')
    expect([...text.matchAll(/event: delta/g)]).toHaveLength(50)
    expect(hub.figures.dropped).toBe(0)
    put(service('shop', 'web', { healthCheckNodePort: 51 }))
    await pass(60)
    await readAll('"healthCheckNodePort":51')
  })

  it('is told everything anew where even the replay has moved on', async () => {
    const { put, pass, hub } = openHub({ queueBytes: 1500, replayBytes: 1000 })
    const reader = hub.connect({ views: [shop] }).getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let port = 1; port <= 20; port += 1) {
      put(service('shop', 'web', { healthCheckNodePort: port }))
      await pass(60)
    }
    while (!text.includes('"healthCheckNodePort":20')) text += decoder.decode((await reader.read()).value)
    expect(text).toContain('"reason":"lagging"')
  })
})

describe('the end of a stream', () => {
  it('is told busy to the viewer above capacity, while the others run on', async () => {
    const { view, pass, put } = openHub({ viewers: 3 })
    const served = [view('overview'), view('overview'), view('namespace:shop')]
    const turnedAway = view('overview')
    await pass(0)
    expect(turnedAway.seen.map((each) => each.message)).toEqual([{ type: 'busy', retry: 30_000 }])
    expect(turnedAway.ended).toBe('closed')
    put(service('shop', 'web'))
    await pass(60)
    expect(deltas(served[2]?.seen ?? [])).toHaveLength(1)
  })

  it('frees its place when the viewer goes, once and for all', async () => {
    const { hub, pass } = openHub({ viewers: 1 })
    const end = new AbortController()
    const stream = hub.connect({ views: [shop], signal: end.signal })
    await stream.cancel()
    end.abort()
    expect(hub.figures.viewers).toBe(0)
    hub.connect({ views: [shop], signal: end.signal })
    expect(hub.figures.viewers).toBe(0)
    const unread = new AbortController()
    hub.connect({ views: [shop], signal: unread.signal })
    expect(hub.figures.viewers).toBe(1)
    unread.abort()
    await pass(60_000)
    expect(hub.figures).toMatchObject({ viewers: 0, dropped: 0 })
  })

  it('is a bye with a retry of 1 to 10 s, also for whoever comes after', async () => {
    const { view, pass, hub } = openHub()
    const viewer = view('overview')
    await pass(0)
    hub.close()
    hub.close()
    await pass(0)
    expect(viewer.seen.at(-1)?.message).toEqual({ type: 'bye', retry: 5500 })
    expect(viewer.ended).toBe('closed')
    const late = view('overview')
    await pass(0)
    expect(late.types()).toEqual(['bye'])
  })
})
