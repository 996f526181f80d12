import { describe, expect, it } from 'vitest'
import { asItIs } from '@/lib/kubernetes/intern'
import { keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { ApiError } from './api-error'
import { FaultySource } from './faulty-source.fixture'
import { createReflector } from './reflector'
import { createSimulatedClock } from './simulated-clock.fixture'
import { createStore } from './store'

const services = resources.find((resource) => resource.plural === 'services')!
const refused: ApiError = { type: 'unreachable', message: 'connection refused' }
const gone: ApiError = { type: 'gone', message: 'too old resource version' }
const minute = 60_000

/** A reflector of Services over a faulty source, on simulated time; random is fixed at its most patient. */
function setUp(names: readonly string[] = ['web', 'cart'], random = () => 0.999) {
  const source = new FaultySource()
  for (const name of names) source.put(name)
  const store = createStore()
  const clock = createSimulatedClock()
  const states: ResourceState[] = []
  const batches: (readonly Change[])[] = []
  store.subscribe((changes) => batches.push(changes))
  const reflector = createReflector({
    source,
    resource: services,
    store,
    interner: asItIs,
    clock,
    random,
    onState: (state) => states.push(state),
  })
  const held = () => [...(store.records('shop').Service?.values() ?? [])].map((record) => record.name).sort()
  return { source, store, clock, states, batches, reflector, held, last: () => states.at(-1)! }
}

async function synced(...given: Parameters<typeof setUp>) {
  const all = setUp(...given)
  all.reflector.start()
  await all.clock.advance(minute)
  expect(all.last().status).toBe('live')
  all.batches.length = 0
  return all
}

describe('a reflector that starts', () => {
  it('is live only once the list has ended, and then watches from the version of the list', async () => {
    const { source, reflector, clock, states, held, batches } = setUp()
    reflector.start()
    expect(states.map((state) => state.status)).toEqual(['syncing'])
    await clock.advance(0)
    expect(states.map((state) => state.status)).toEqual(['syncing', 'live'])
    expect(held()).toEqual(['cart', 'web'])
    expect(batches).toHaveLength(1)
    const [first, second] = source.asked
    expect(first).toEqual({ verb: 'list', limit: 500 })
    expect(second).toMatchObject({ verb: 'watch', resourceVersion: '9007199254740995' })
    if (second?.verb === 'watch') expect(second.timeoutSeconds).toBeGreaterThanOrEqual(300)
    if (second?.verb === 'watch') expect(second.timeoutSeconds).toBeLessThanOrEqual(600)
  })

  it('lists in pages, tells how far it is, and publishes each while nothing is promised yet', async () => {
    const names = Array.from({ length: 1201 }, (_, index) => `s${index}`)
    const { source, reflector, clock, states, batches, held } = setUp(names)
    const published: number[] = []
    source.before = (ask) => {
      if (ask.verb === 'list') published.push(batches.length)
    }
    reflector.start()
    await clock.advance(0)
    expect(published).toEqual([0, 1, 2])
    expect(source.asks('list')).toBe(3)
    expect(states.map(({ status, loaded, remaining }) => [status, loaded, remaining])).toEqual([
      ['syncing', undefined, undefined],
      ['syncing', 500, 701],
      ['syncing', 1000, 201],
      ['live', undefined, undefined],
    ])
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 201])
    expect(held()).toHaveLength(1201)
  })

  it('loses nothing that happens between the list and the watch', async () => {
    const { source, reflector, clock, held } = setUp()
    source.before = (ask) => {
      if (ask.verb !== 'watch') return
      source.before = () => {}
      source.put('checkout')
      source.remove('cart')
    }
    reflector.start()
    await clock.advance(0)
    expect(held()).toEqual(['checkout', 'web'])
  })

  it('asks for smaller pages where a page is too large, and where one takes too long to read', async () => {
    const { source, reflector, clock, held } = setUp()
    source.refuse.list.push({ type: 'tooLarge', message: 'the answer is larger than 64 MiB' })
    source.pageBytes = 16 * 1024 * 1024
    reflector.start()
    await clock.advance(minute)
    expect(source.asks('list')).toBe(2)
    source.end(gone)
    source.put('late')
    await clock.advance(minute)
    expect(source.asked.flatMap((ask) => (ask.verb === 'list' ? [ask.limit] : []))).toEqual([500, 125, 31])
    expect(held()).toEqual(['cart', 'late', 'web'])
  })

  it('counts an object that cannot be read and keeps the others', async () => {
    const { source, reflector, clock, held } = setUp()
    source.put('bad/name')
    reflector.start()
    await clock.advance(0)
    expect(held()).toEqual(['cart', 'web'])
    expect(reflector.counts().malformed).toBe(1)
  })
})

describe('a reflector that watches', () => {
  it('tells each change once, and is silent about an object that says the same as before', async () => {
    const { source, batches } = await synced()
    source.put('web', { spec: { clusterIP: '10.0.0.1' } })
    source.put('web', { spec: { clusterIP: '10.0.0.1' }, status: { observed: 'noise' } })
    source.remove('cart')
    expect(batches.flat().map((change) => (change.type === 'put' ? keyOf(change.record) : `-${change.key}`))).toEqual([
      'shop/web',
      '-shop/cart',
    ])
  })

  it('goes on from the last version, bookmarks included, when the server ends a watch, without a list or a badge', async () => {
    const { source, clock, states, held } = await synced()
    await clock.advance(5 * minute)
    source.bookmark()
    const version = source.resourceVersion
    source.end()
    source.put('late')
    await clock.advance(0)
    expect(source.asked.at(-1)).toMatchObject({ verb: 'watch', resourceVersion: version })
    expect(source.asks('list')).toBe(1)
    expect(held()).toEqual(['cart', 'late', 'web'])
    expect(states.map((state) => state.status)).toEqual(['syncing', 'live'])
  })

  it('does not storm a server that accepts each watch and ends it at once', async () => {
    const { source, clock } = await synced()
    source.before = (ask) => {
      if (ask.verb === 'watch') queueMicrotask(() => source.end())
    }
    source.end()
    await clock.advance(minute)
    expect(source.asks('watch')).toBeLessThan(10)
  })

  it('sits through ten quiet minutes without a needless request', async () => {
    const { source, clock, last } = await synced()
    await clock.advance(10 * minute)
    expect(source.asked).toHaveLength(2)
    expect(last().status).toBe('live')
  })

  it('stops for good', async () => {
    const { source, clock, reflector, held } = await synced()
    reflector.stop()
    await clock.advance(minute)
    expect(source.watching).toBe(0)
    expect(source.asked).toHaveLength(2)
    expect(held()).toEqual(['cart', 'web'])
  })
})

describe('a version that the server no longer knows', () => {
  it('is followed by one list that replaces everything in one step: missed deletions vanish', async () => {
    const { source, clock, held, batches, last } = await synced(['web', 'cart', 'search'])
    source.refuse.always = { watch: refused, list: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(10_000)
    source.remove('cart')
    source.put('checkout')
    source.compact()
    source.refuse.always = {}
    await clock.advance(minute)
    expect(held()).toEqual(['checkout', 'search', 'web'])
    expect(source.asks('list')).toBe(2)
    expect(batches).toHaveLength(1)
    expect(last().status).toBe('live')
  })

  it('may be told inside an open watch', async () => {
    const { source, clock, held } = await synced()
    source.end(gone)
    source.remove('cart')
    source.compact()
    await clock.advance(minute)
    expect(held()).toEqual(['web'])
    expect(source.asks('list')).toBe(2)
  })

  it('may be that of a page: the list begins again, and no half of it is seen', async () => {
    const { source, clock, held, batches } = await synced(Array.from({ length: 600 }, (_, index) => `s${index}`))
    for (let index = 0; index < 600; index += 1) source.remove(`s${index}`)
    expect(held()).toEqual([])
    batches.length = 0
    source.end(gone)
    for (let index = 0; index < 600; index += 1) source.put(`t${index}`)
    let pages = 0
    source.before = (ask) => {
      if (ask.verb === 'list') pages += 1
      if (pages === 2) source.refuse.list.push(gone)
    }
    await clock.advance(minute)
    expect(held()).toHaveLength(600)
    expect(batches).toHaveLength(1)
    const tokens = source.asked.flatMap((ask) => (ask.verb === 'list' ? [ask.continue] : []))
    expect(tokens.slice(-4)).toEqual([undefined, '500', undefined, '500'])
  })

  it('may be that of a page of the first list: what was published of it and is gone by then vanishes', async () => {
    const { source, reflector, clock, held, states } = setUp(Array.from({ length: 600 }, (_, index) => `s${index}`))
    let pages = 0
    source.before = (ask) => {
      if (ask.verb === 'list') pages += 1
      if (pages !== 2) return
      source.refuse.list.push(gone)
      source.remove('s0')
    }
    reflector.start()
    await clock.advance(minute)
    expect(held()).toHaveLength(599)
    expect(held()).not.toContain('s0')
    expect(new Set(states.map(({ status }) => status))).toEqual(new Set(['syncing', 'live']))
  })
})

describe('a server in trouble', () => {
  it('is never asked again before the time that it names', async () => {
    const { source, clock } = await synced()
    source.refuse.watch.push({ type: 'throttled', message: 'too many requests', retryAfter: 7_000 })
    source.end()
    await clock.advance(0)
    expect(source.asks('watch')).toBe(2)
    await clock.advance(6_999)
    expect(source.asks('watch')).toBe(2)
    await clock.advance(1_100)
    expect(source.asks('watch')).toBe(3)
  })

  it('shows within 5 s, keeps its last records, and is live within 60 s of its return without a single list', async () => {
    const { source, clock, held, last } = await synced()
    source.refuse.always = { watch: refused, list: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(5_000)
    expect(last()).toMatchObject({ status: 'stale', since: '2026-01-01T00:01:00.000Z', reason: 'connection refused' })
    await clock.advance(85_000)
    expect(held()).toEqual(['cart', 'web'])
    expect(last().status).toBe('stale')
    source.refuse.always = {}
    await clock.advance(minute)
    expect(last().status).toBe('live')
    expect(source.asks('list')).toBe(1)
  })

  it.each([
    ['keeps its history', 0],
    ['comes back without it', 1],
  ])('costs at most one list while it is restarted piece by piece, and %s', async (_, lists) => {
    const { source, clock, held, last } = await synced()
    for (let piece = 0; piece < 5; piece += 1) {
      source.end()
      source.refuse.always = { watch: refused, list: refused }
      await clock.advance(8_000)
      source.put(`s${piece}`)
      if (lists > 0 && piece === 4) source.compact()
      source.refuse.always = {}
      await clock.advance(12_000)
    }
    await clock.advance(minute)
    expect(source.asks('list')).toBe(1 + lists)
    expect(held()).toHaveLength(7)
    expect(last().status).toBe('live')
  })

  it('is asked less and less often, up to every 30 s, and patience starts anew after two good minutes', async () => {
    const { source, clock } = await synced()
    const times: number[] = []
    source.before = () => times.push(clock.now())
    source.refuse.always = { watch: { type: 'server', status: 503, message: 'service unavailable' } }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(3 * minute)
    const gaps = times.slice(1).map((time, index) => Math.round((time - times[index]!) / 100) / 10)
    expect(gaps.slice(0, 7)).toEqual([1.6, 3.2, 6.4, 12.8, 25.6, 30, 30])
    source.refuse.always = {}
    await clock.advance(3 * minute)
    times.length = 0
    const again = clock.now()
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(10_000)
    expect(times[0]! - again).toBeLessThanOrEqual(800)
  })

  it('spreads its watchers over the whole wait', async () => {
    const { source, clock } = await synced(['web'], () => 0)
    source.refuse.watch.push(refused)
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(0)
    expect(source.asks('watch')).toBe(3)
  })

  it('is not believed to be back before it has told that a version is too old', async () => {
    const { source, clock, states } = await synced()
    source.refuse.always = { watch: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(10_000)
    source.refuse.always = {}
    source.before = (ask) => {
      if (ask.verb === 'watch' && source.asks('list') === 1) queueMicrotask(() => source.end(gone))
    }
    await clock.advance(minute)
    expect(states.map((state) => `${state.status} ${state.reason ?? ''}`)).toEqual([
      'syncing ',
      'live ',
      'stale connection refused',
      'stale too old resource version',
      'live ',
    ])
  })

  it('is listed soon when it comes back without its history, however long it was gone', async () => {
    const { source, clock, last } = await synced()
    source.refuse.always = { watch: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(5 * minute)
    source.compact()
    source.put('late')
    source.compact()
    source.refuse.always = {}
    while (source.asked.at(-1)?.verb === 'watch' && last().reason !== gone.message) await clock.advance(100)
    await clock.advance(1_000)
    expect(last().status).toBe('live')
  })

  it('is asked at once after a nudge, but not before a time that it named itself', async () => {
    const { source, clock, reflector, last } = await synced()
    source.refuse.always = { watch: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(2 * minute)
    source.refuse.always = {}
    reflector.nudge()
    await clock.advance(300)
    expect(last().status).toBe('live')
    source.refuse.watch.push({ type: 'throttled', message: 'too many requests', retryAfter: 7_000 })
    await clock.advance(minute)
    source.end()
    await clock.advance(0)
    const watches = source.asks('watch')
    reflector.nudge()
    await clock.advance(6_900)
    expect(source.asks('watch')).toBe(watches)
  })

  it('is not worth a badge when a broken watch is mended at once', async () => {
    const { source, clock, states } = await synced()
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    expect(states.map((state) => state.status)).toEqual(['syncing', 'live'])
  })

  it('says why nothing has come yet, and is never taken for an empty cluster', async () => {
    const { source, reflector, clock, last, batches } = setUp()
    source.refuse.always.list = refused
    reflector.start()
    await clock.advance(0)
    expect(last()).toMatchObject({ status: 'syncing', reason: 'connection refused' })
    expect(batches).toHaveLength(0)
    source.refuse.always = {}
    await clock.advance(minute)
    expect(last()).toEqual({ resource: 'services', namespace: '', status: 'live', since: expect.any(String) })
  })

  it('measures on a monotonic clock: a wall clock that jumps by an hour changes no wait', async () => {
    const { source, clock } = await synced()
    source.refuse.watch.push({ type: 'throttled', message: 'too many requests', retryAfter: 7_000 })
    source.end()
    clock.shiftWall(-60 * minute)
    await clock.advance(8_100)
    expect(source.asks('watch')).toBe(3)
  })
})

describe('a server whose etcd was restored from a backup', () => {
  it('is listed anew after an outage, although it accepts a watch from a version that it has not reached', async () => {
    const { source, clock, held, last } = await synced()
    source.refuse.always = { watch: refused, list: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(10_000)
    source.restore(['web', 'old'])
    source.refuse.always = {}
    await clock.advance(minute)
    expect(held()).toEqual(['old', 'web'])
    expect(last().status).toBe('live')
    source.put('new')
    expect(held()).toEqual(['new', 'old', 'web'])
  })

  it('is seen through when it takes over without a break: a watch ended before its time', async () => {
    const { source, clock, held } = await synced()
    source.restore(['web'])
    source.end()
    await clock.advance(minute)
    expect(held()).toEqual(['web'])
  })

  it.each<[string, ApiError]>([
    ['broke', refused],
    ['failed', { type: 'server', status: 500, message: 'internal error' }],
    ['was put off', { type: 'throttled', message: 'too many requests', retryAfter: 1_000 }],
  ])('is asked again where the question %s', async (_how, error) => {
    const { source, clock, held, last } = await synced()
    const verify = source.verify.bind(source)
    let asked = 0
    source.verify = async (version) => {
      asked += 1
      return asked === 1 ? error : verify(version)
    }
    source.restore(['web'])
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    expect(held()).toEqual(['web'])
    expect(last().status).toBe('live')
  })

  it('is watched on where it does not understand the question', async () => {
    const { source, clock, last } = await synced()
    source.verify = async () => ({ type: 'server', status: 400, message: 'resourceVersionMatch is forbidden' })
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    expect(last().status).toBe('live')
    expect(source.asks('watch')).toBe(2)
  })

  it('is asked about once after a break, never after a watch that ended in time, and never listed for nothing', async () => {
    const { source, clock } = await synced()
    await clock.advance(10 * minute)
    source.end()
    await clock.advance(minute)
    expect(source.verified).toEqual([])
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    expect(source.verified).toEqual([source.resourceVersion])
    expect(source.asks('list')).toBe(1)
  })
})

describe('a watch that is open and dead', () => {
  it('is opened anew two bookmarks after the last sign of life, without a list or a badge', async () => {
    const { source, clock, states } = await synced()
    for (let passed = 0; passed < 10; passed += 1) {
      source.bookmark()
      await clock.advance(minute)
    }
    expect(source.asks('watch')).toBe(1)
    await clock.advance(89_000)
    expect(source.asks('watch')).toBe(1)
    await clock.advance(3_000)
    expect(source.asks('watch')).toBe(2)
    expect(source.asks('list')).toBe(1)
    expect(states.map((state) => state.status)).toEqual(['syncing', 'live'])
  })

  it('is stale at once when it is broken off, since it was last heard', async () => {
    const { source, clock, reflector, last } = await synced()
    source.refuse.always = { watch: refused }
    reflector.breakOff({ type: 'unreachable', message: 'no answer in time' }, '2026-01-01T00:00:30.000Z')
    await clock.advance(0)
    expect(last()).toMatchObject({ status: 'stale', since: '2026-01-01T00:00:30.000Z', reason: 'no answer in time' })
    await clock.advance(minute)
    expect(last()).toMatchObject({ since: '2026-01-01T00:00:30.000Z', reason: 'connection refused' })
  })
})

describe('answers that cannot be read', () => {
  it('are counted, and resynced after an event that may be lost; what is held stays meanwhile', async () => {
    const { source, clock, reflector, held } = await synced()
    source.end({ type: 'malformed', message: 'an event of the watch cannot be read' })
    source.put('late')
    expect(held()).toEqual(['cart', 'web'])
    await clock.advance(minute)
    expect(held()).toEqual(['cart', 'late', 'web'])
    expect(source.asks('list')).toBe(2)
    expect(reflector.counts().malformed).toBe(1)
  })

  it('never empty the store: a sign-in page instead of a list is a failure', async () => {
    const { source, clock, held, last } = await synced()
    const page: ApiError = { type: 'malformed', message: 'the answer is text/html that cannot be read as JSON' }
    source.refuse.always = { list: page, watch: page }
    source.end()
    await clock.advance(5_000)
    expect(held()).toEqual(['cart', 'web'])
    expect(last()).toMatchObject({ status: 'stale', reason: page.message })
  })
})

describe('a right that is refused', () => {
  const forbidden: ApiError = { type: 'denied', message: 'services is forbidden: User "ann" cannot list services' }

  it('takes the records away at once, and brings them back within a minute of being granted', async () => {
    const { source, clock, held, last } = await synced()
    source.refuse.always = { list: forbidden, watch: forbidden }
    source.end()
    await clock.advance(0)
    expect(held()).toEqual([])
    expect(last()).toMatchObject({ status: 'denied', verb: 'watch', reason: forbidden.message })
    await clock.advance(5 * minute)
    source.refuse.always = {}
    await clock.advance(minute)
    expect(held()).toEqual(['cart', 'web'])
    expect(last().status).toBe('live')
  })

  it('is asked for again at once when it may have been granted', async () => {
    const { source, clock, reflector, last } = await synced()
    source.refuse.always = { list: forbidden, watch: forbidden }
    source.end()
    await clock.advance(1_000)
    source.refuse.always = {}
    reflector.nudge()
    await clock.advance(1_000)
    expect(last().status).toBe('denied')
    reflector.retry()
    await clock.advance(1_000)
    expect(last().status).toBe('live')
  })

  it('takes away what was read here, once, and not what others read of it meanwhile', async () => {
    const { source, store, clock, held } = await synced()
    source.refuse.always = { list: forbidden, watch: forbidden }
    source.end()
    await clock.advance(0)
    const meta = { namespace: 'shop', name: 'apart', uid: 'apart', labels: {}, created: '' }
    const lists = { clusterIPs: [], ipFamilies: [], ports: [], externalIPs: [], loadBalancer: [] }
    store.apply([{ type: 'put', record: { kind: 'Service', type: 'ClusterIP', ...meta, ...lists } }])
    await clock.advance(5 * minute)
    expect(held()).toEqual(['apart'])
  })

  it('takes nothing away while a server that has just come back refuses everybody', async () => {
    const { source, clock, reflector, held, last } = await synced()
    source.refuse.always = { list: refused, watch: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    source.refuse.always = { list: forbidden, watch: forbidden }
    reflector.nudge()
    await clock.advance(5_000)
    expect(last()).toMatchObject({ status: 'stale', reason: forbidden.message })
    expect(held()).toEqual(['cart', 'web'])
    source.refuse.always = {}
    await clock.advance(3_000)
    expect(last().status).toBe('live')
    expect(source.asks('list')).toBe(1)
  })

  it('is believed after an outage once it has lasted ten seconds', async () => {
    const { source, clock, reflector, held, last } = await synced()
    source.refuse.always = { list: refused, watch: refused }
    source.end({ type: 'unreachable', message: 'connection reset' })
    await clock.advance(minute)
    source.refuse.always = { list: forbidden, watch: forbidden }
    reflector.nudge()
    await clock.advance(12_000)
    expect(last()).toMatchObject({ status: 'denied', reason: forbidden.message })
    expect(held()).toEqual([])
    source.refuse.always = {}
    await clock.advance(minute)
    expect(held()).toEqual(['cart', 'web'])
  })

  it('shows nothing while a list is allowed and the watch is not', async () => {
    const { source, clock, held, batches, states } = await synced()
    source.refuse.always = { watch: forbidden }
    source.end()
    await clock.advance(5 * minute)
    expect(held()).toEqual([])
    expect(batches).toHaveLength(1)
    expect(states.at(-1)?.status).toBe('denied')
    expect(states.filter((state) => state.status === 'live')).toHaveLength(1)
  })

  it('is told apart from a resource that is not installed, which appears within a minute of being so', async () => {
    const { source, reflector, clock, last, held } = setUp()
    source.refuse.always.list = { type: 'absent', message: 'the server could not find the requested resource' }
    reflector.start()
    await clock.advance(10 * minute)
    expect(last()).toMatchObject({ status: 'absent' })
    source.refuse.always = {}
    await clock.advance(minute)
    expect(last().status).toBe('live')
    expect(held()).toEqual(['cart', 'web'])
  })
})

describe('what is told of the reading itself', () => {
  const forbidden: ApiError = { type: 'denied', message: 'services is forbidden' }

  it('sets lists of what was listed before apart from first ones, after a denial too', async () => {
    const { source, clock, reflector } = await synced()
    expect(reflector.counts()).toMatchObject({ lists: 1, relists: 0 })
    source.end(gone)
    await clock.advance(minute)
    expect(reflector.counts()).toMatchObject({ lists: 2, relists: 1 })
    source.refuse.always = { list: forbidden, watch: forbidden }
    source.end()
    await clock.advance(2 * minute)
    source.refuse.always = {}
    await clock.advance(minute)
    expect(reflector.counts().lists).toBeGreaterThan(4)
    expect(reflector.counts().relists).toBe(1)
  })

  it('knows for how long nothing has come: events and bookmarks count, what is not read has no silence', async () => {
    const { source, clock, reflector } = await synced()
    await clock.advance(minute)
    expect(reflector.silence()).toBe(2 * minute)
    source.bookmark()
    await clock.advance(5_000)
    expect(reflector.silence()).toBe(5_000)
    source.put('late')
    await clock.advance(1_000)
    expect(reflector.silence()).toBe(1_000)
    source.refuse.always = { list: forbidden, watch: forbidden }
    source.end()
    await clock.advance(1_000)
    expect(reflector.silence()).toBeUndefined()
  })
})
