import { afterEach, describe, expect, it } from 'vitest'
import { resources } from '@/lib/kubernetes/resources'
import { stateIn } from '@/lib/kubernetes/state'
import { ClusterOfRights } from './cluster-of-rights.fixture'
import { createMirror, type Mirror } from './mirror'
import { createSimulatedClock } from './simulated-clock.fixture'

const minute = 60_000
const plurals = ['namespaces', 'nodes', 'services', 'pods']

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** The mirror of a cluster with three namespaces, a minute after its start. */
async function setUp(
  rights: readonly string[],
  namespaces: readonly string[] = [],
  read = plurals,
  random = () => 0.5,
) {
  const cluster = new ClusterOfRights(...rights)
  for (const namespace of ['shop', 'blog', 'bank']) {
    cluster.put('namespaces', '', namespace)
    cluster.put('services', namespace, 'web')
    cluster.put('pods', namespace, 'web-1')
  }
  const clock = createSimulatedClock()
  const mirror = createMirror({
    api: cluster,
    context: 'test',
    clock,
    random,
    namespaces,
    resources: resources.filter(({ plural }) => read.includes(plural)),
  })
  ends.push(mirror.stop)
  mirror.start()
  await clock.advance(minute)
  return { cluster, clock, mirror }
}

const said = (mirror: Mirror) =>
  mirror.states().map(({ resource, namespace, status }) => `${namespace && `${namespace}/`}${resource} ${status}`)
const held = (mirror: Mirror) => [...mirror.store.all()].map(({ kind, namespace }) => `${kind} ${namespace}`).sort()

describe('rights in some namespaces only', () => {
  it('are used where the user named these namespaces: the rest is told as not read', async () => {
    const { mirror, cluster } = await setUp(['shop/services', 'shop/pods'], ['shop'])
    expect(said(mirror)).toEqual([
      'namespaces denied',
      'nodes denied',
      'services partial',
      'shop/services live',
      'pods partial',
      'shop/pods live',
    ])
    expect(held(mirror)).toEqual(['Pod shop', 'Service shop'])
    expect(mirror.synced).toBe(true)
    expect(cluster.watching()).toEqual(['shop/pods', 'shop/services'])
    expect(stateIn(mirror.states(), 'pods', 'shop')?.status).toBe('live')
    expect(stateIn(mirror.states(), 'pods', 'blog')).toBeUndefined()
    expect(stateIn(mirror.states(), 'nodes', '')?.status).toBe('denied')
  })

  it('go on in one namespace where another refuses', async () => {
    const { mirror } = await setUp(['shop/services', 'shop/pods', 'blog/services'], ['shop', 'blog'])
    expect(said(mirror).slice(2)).toEqual([
      'services partial',
      'shop/services live',
      'blog/services live',
      'pods partial',
      'shop/pods live',
      'blog/pods denied',
    ])
    expect(stateIn(mirror.states(), 'pods', 'blog')).toMatchObject({ status: 'denied', verb: 'list' })
  })

  it('are found among the namespaces that may be listed, without asking each for what it does not give', async () => {
    const { mirror, cluster } = await setUp(['namespaces', 'blog/services', 'blog/pods'])
    expect(said(mirror)).toEqual([
      'namespaces live',
      'nodes denied',
      'services partial',
      'blog/services live',
      'pods partial',
      'blog/pods live',
    ])
    expect(mirror.states()[2]).toMatchObject({ loaded: 1, remaining: 2, reason: expect.stringContaining('forbidden') })
    expect(cluster.count(/^list (shop|bank)/)).toBe(0)
  })

  it('are found where the server cannot enumerate them', async () => {
    const { mirror, cluster, clock } = await setUp(['namespaces'])
    expect(said(mirror).slice(2)).toEqual(['services denied', 'pods denied'])
    cluster.reviews = 'incomplete'
    cluster.rights.add('shop/services')
    await clock.advance(minute)
    expect(said(mirror)).toContain('shop/services live')
  })

  it('are found in a namespace that a viewer asks for', async () => {
    const { mirror, clock } = await setUp(['blog/services'])
    expect(said(mirror)).toContain('services denied')
    mirror.include('blog')
    mirror.include('../../nodes')
    await clock.advance(100)
    expect(said(mirror)).toContain('blog/services live')
    expect(mirror.states().filter(({ namespace }) => !['', 'blog'].includes(namespace))).toEqual([])
  })

  it('are held to a number of namespaces, and what viewers asked for long ago makes room', async () => {
    const { mirror, cluster, clock } = await setUp(['services', 'shop/pods'])
    cluster.reviews = 'absent'
    mirror.include('shop')
    await clock.advance(100)
    expect(mirror.store.count('Pod')).toBe(1)
    for (let index = 1; index <= 40; index += 1) mirror.include(`ns${index}`)
    await clock.advance(minute)
    expect(mirror.store.count('Pod')).toBe(0)
    const parts = mirror.states().filter(({ resource, namespace }) => resource === 'pods' && namespace !== '')
    expect(parts.map(({ namespace }) => namespace)).toContain('ns40')
    expect(parts).toHaveLength(10)
  })

  it('are asked for again and again without a word to anybody', async () => {
    const { mirror, clock } = await setUp(['shop/services', 'blog/services'])
    mirror.include('shop')
    mirror.include('blog')
    await clock.advance(minute)
    let told = 0
    mirror.subscribeState(() => {
      told += 1
    })
    for (let round = 0; round < 100; round += 1) mirror.include(round % 2 === 0 ? 'shop' : 'blog')
    await clock.advance(1_000)
    expect(told).toBe(0)
    expect(said(mirror)).toContain('shop/services live')
  })

  it('that become rights to everything replace many watches by one within a minute, and nothing flickers', async () => {
    const { mirror, cluster, clock } = await setUp(['shop/services', 'shop/pods'], ['shop'])
    const removed: string[] = []
    mirror.store.subscribe((changes) => {
      for (const change of changes) if (change.type === 'remove') removed.push(change.key)
    })
    cluster.rights.add('services')
    await clock.advance(minute)
    expect(said(mirror).slice(2)).toEqual(['services live', 'pods partial', 'shop/pods live'])
    expect(held(mirror)).toEqual(['Pod shop', 'Service bank', 'Service blog', 'Service shop'])
    expect(cluster.watching()).toEqual(['services', 'shop/pods'])
    expect(removed).toEqual([])
  })

  it('are counted together with those of namespaces that are no longer read apart: no count falls', async () => {
    const { mirror, cluster, clock } = await setUp(['shop/services'], ['shop'])
    const before = mirror.counts().get('services')
    cluster.rights.add('services')
    await clock.advance(minute)
    expect(cluster.watching()).toEqual(['services'])
    expect(mirror.counts().get('services')?.watches).toBe((before?.watches ?? 0) + 1)
    expect([...mirror.silence().keys()]).toEqual(['services'])
  })

  it('of a namespace that comes later are found within a minute', async () => {
    const { mirror, cluster, clock } = await setUp(['namespaces', 'blog/services'])
    cluster.rights.add('new/services')
    cluster.put('namespaces', '', 'new')
    cluster.put('services', 'new', 'web')
    await clock.advance(minute)
    expect(said(mirror)).toContain('new/services live')
    cluster.remove('services', 'new', 'web')
    cluster.remove('namespaces', '', 'new')
    await clock.advance(minute)
    expect(said(mirror).join()).not.toContain('new/')
  })
})

describe('a right that is taken away from an open watch', () => {
  it('takes its records away within a minute, and says the verb and the words of the server', async () => {
    const { mirror, cluster, clock } = await setUp(plurals)
    expect(said(mirror)).toEqual(['namespaces live', 'nodes live', 'services live', 'pods live'])
    cluster.rights.delete('pods')
    await clock.advance(minute)
    expect(said(mirror)).toEqual(['namespaces live', 'nodes live', 'services live', 'pods denied'])
    expect(mirror.states()[3]).toMatchObject({ verb: expect.any(String), reason: expect.stringContaining('"ann"') })
    expect(mirror.store.count('Pod')).toBe(0)
    expect(mirror.store.count('Service')).toBe(3)
  })

  it('takes them away in the one namespace that it was for', async () => {
    const { mirror, cluster, clock } = await setUp(['shop/services', 'blog/services'], ['blog'])
    mirror.include('shop')
    await clock.advance(minute)
    expect(held(mirror)).toEqual(['Service blog', 'Service shop'])
    cluster.rights.delete('shop/services')
    await clock.advance(minute)
    expect(said(mirror)).toContain('shop/services denied')
    expect(held(mirror)).toEqual(['Service blog'])
    cluster.rights.add('shop/services')
    await clock.advance(minute)
    expect(held(mirror)).toEqual(['Service blog', 'Service shop'])
  })

  it('leaves what is allowed in a namespace when the whole is taken away', async () => {
    const { mirror, cluster, clock } = await setUp(plurals, ['shop'])
    cluster.rights.add('shop/pods').delete('pods')
    await clock.advance(minute)
    expect(said(mirror).slice(3)).toEqual(['pods partial', 'shop/pods live'])
    expect(mirror.store.count('Pod')).toBe(1)
  })

  it('is asked about twice: a server that has just started refuses everybody for a moment', async () => {
    const { mirror, cluster, clock } = await setUp(plurals)
    const review = cluster.review.bind(cluster)
    const asked = new Map<string, number>()
    cluster.review = async (kind, spec) => {
      const times = (asked.get(JSON.stringify(spec)) ?? 0) + 1
      asked.set(JSON.stringify(spec), times)
      return times % 2 === 1 ? { ok: true, value: { status: { allowed: false } } } : review(kind, spec)
    }
    cluster.asked.length = 0
    await clock.advance(5 * minute)
    expect(Math.min(...asked.values())).toBeGreaterThan(4)
    expect(cluster.count(/^watch/)).toBe(0)
    expect(said(mirror).join()).not.toContain('denied')
  })

  it('does not set off round after round where namespaces come by the dozen', async () => {
    const { cluster, clock } = await setUp(['namespaces', 'services', 'nodes'])
    cluster.asked.length = 0
    for (let index = 0; index < 100; index += 1) {
      cluster.put('namespaces', '', `ns${index}`)
      await clock.advance(100)
    }
    expect(cluster.count('review services')).toBeLessThanOrEqual(6)
    for (let passed = 0; passed < 300; passed += 1) await clock.advance(100)
    expect(cluster.count('rules ns99')).toBeGreaterThan(0)
  })

  it('is decided by the watch itself: a review that is wrong, or not answered, changes nothing', async () => {
    const { mirror, cluster, clock } = await setUp(plurals)
    const before = held(mirror)
    const removed: string[] = []
    mirror.store.subscribe((changes) => removed.push(...changes.map(({ type }) => type)))
    cluster.reviews = 'absent'
    await clock.advance(minute)
    cluster.reviews = 'answered'
    const review = cluster.review.bind(cluster)
    cluster.review = async (...asked) => {
      await review(...asked)
      return { ok: true, value: { status: { allowed: false } } }
    }
    await clock.advance(minute)
    expect(held(mirror)).toEqual(before)
    expect(removed).toEqual([])
    expect(said(mirror).join()).not.toContain('denied')
  })

  it('is asked about for each watch about every 25 s, four questions at one time', async () => {
    const { cluster, clock, mirror } = await setUp(['namespaces', 'nodes', 'services'])
    for (let index = 0; index < 8; index += 1) mirror.include(`ns${index}`)
    cluster.asked.length = 0
    for (let second = 0; second < 600; second += 1) await clock.advance(1_000)
    expect(cluster.count('review services')).toBeGreaterThanOrEqual(22)
    expect(cluster.count('rules ns0')).toBeGreaterThanOrEqual(22)
    expect(cluster.count(/^review/)).toBeLessThanOrEqual(3 * 30)
    expect(cluster.count(/^watch/)).toBe(0)
    expect(cluster.busiest).toBeLessThanOrEqual(4)
    expect(cluster.busiest).toBeGreaterThan(1)
  })
})

describe('a path on which nothing arrives any more', () => {
  const dead = { type: 'unreachable', message: 'no answer in time' } as const

  it('makes everything stale within 45 s, since it was last heard of, and keeps the picture', async () => {
    const { mirror, cluster, clock } = await setUp(plurals)
    cluster.put('services', 'shop', 'late')
    cluster.pinged = dead
    const watch = cluster.watch.bind(cluster)
    cluster.watch = async () => dead
    await clock.advance(45_000)
    for (const state of mirror.states())
      expect(state).toMatchObject({ status: 'stale', reason: 'no answer in time', since: '2026-01-01T00:01:00.000Z' })
    expect(mirror.store.count('Service')).toBe(4)
    cluster.pinged = undefined
    cluster.watch = watch
    await clock.advance(minute)
    expect(said(mirror)).toEqual(['namespaces live', 'nodes live', 'services live', 'pods live'])
  })

  it('is not suspected while something arrives, nor for one ping that went lost, nor for a refusal', async () => {
    const { cluster, clock } = await setUp(plurals)
    cluster.asked.length = 0
    for (let round = 0; round < 20; round += 1) {
      cluster.put('services', 'shop', `s${round}`)
      await clock.advance(10_000)
    }
    expect(cluster.count('ping')).toBe(0)
    const ping = cluster.ping.bind(cluster)
    let lost = 0
    cluster.ping = async () => {
      await ping()
      lost += 1
      return lost % 2 === 0 ? { type: 'denied', message: 'forbidden' } : dead
    }
    await clock.advance(10 * minute)
    expect(lost).toBeGreaterThan(40)
    expect(cluster.count(/^(list|watch)/)).toBe(0)
  })

  it('costs four pings a minute, and no new watch in ten quiet minutes', async () => {
    const { cluster, clock, mirror } = await setUp(plurals)
    cluster.asked.length = 0
    await clock.advance(10 * minute)
    expect(cluster.count('ping')).toBeGreaterThanOrEqual(38)
    expect(cluster.count('ping')).toBeLessThanOrEqual(41)
    expect(cluster.count(/^(list|watch)/)).toBe(0)
    expect(said(mirror)).toEqual(['namespaces live', 'nodes live', 'services live', 'pods live'])
  })
})

describe('custom resources that are installed later', () => {
  it('appear within a minute, whenever that is, and were never taken for something that went wrong', async () => {
    const group = 'gateway.networking.k8s.io'
    const custom = ['gateways', 'httproutes', 'grpcroutes']
    let seed = 1
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (let minutes = 0; minutes < 40; minutes += 1) {
      const { cluster, clock, mirror } = await setUp(['services', ...custom], [], ['services', ...custom], random)
      await clock.advance(minutes * minute)
      expect(said(mirror)).toEqual(['services live', 'gateways absent', 'httproutes absent', 'grpcroutes absent'])
      cluster.installed.set(group, custom)
      await clock.advance(minute)
      expect(said(mirror)).toEqual(['services live', 'gateways live', 'httproutes live', 'grpcroutes live'])
      mirror.stop()
    }
  })
})
