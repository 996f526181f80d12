import { describe, expect, it } from 'vitest'
import type { Namespace } from '@/lib/kubernetes/record'
import type { ResourceState } from '@/lib/kubernetes/state'
import { aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerContexts } from './contexts'
import { answerNamespaceGraph, answerServiceGraph } from './graph'
import { answerHealth, answerReady } from './health'
import { answerOverview } from './overview'
import { answerStream } from './stream'

const namespace = (name: string): Namespace => ({
  kind: 'Namespace',
  namespace: '',
  name,
  uid: name,
  labels: {},
  created: '',
  phase: 'Active',
})

const one = aPod('web-1', { labels: { app: 'web' }, node: 'worker-1' })
const two = aPod('web-2', { labels: { app: 'web' }, node: 'worker-1', ips: ['10.244.1.2'] })
const records = [
  namespace('default'),
  namespace('shop'),
  aNode('worker-1', 'a'),
  aService('web'),
  one,
  two,
  aSlice('web', [endpointOf(one, { ready: true }), endpointOf(two, { ready: false })]),
  aService('checkout', { namespace: 'shop' }),
]

const ask = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:4400${path}`, { headers })
const open = (given: Given = {}) => aSwitchboard({ records, ...given })

describe('/api/namespaces/NS/services/SVC/graph', () => {
  const get = (service: string, namespaceName = 'default', given?: Given) =>
    answerServiceGraph(ask('/'), open(given), { namespace: namespaceName, service })

  it('tells who answers, and what of it is not the present truth', async () => {
    const response = await get('web', 'default', { states: { pods: { status: 'stale', reason: 'refused' } } })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({
      context: 'test',
      incomplete: [{ resource: 'pods', status: 'stale' }],
      service: { name: 'web' },
      endpoints: [
        { address: '10.244.1.1', pod: 'default/web-1', ready: true },
        { address: '10.244.1.2', pod: 'default/web-2', ready: false },
      ],
      summary: { ready: 1, notReady: 1 },
    })
  })

  it('names what is near an unknown Service, here or in another namespace', async () => {
    const near = await get('wbe')
    expect(near.status).toBe(404)
    expect(near.headers.get('content-type')).toBe('application/problem+json')
    expect(await near.json()).toMatchObject({ status: 404, title: 'Not Found', detail: expect.stringContaining('web') })
    expect((await (await get('checkout')).json()).detail).toContain('shop/checkout')
  })

  it('names what is near an unknown namespace', async () => {
    const response = await get('web', 'defualt')
    expect(response.status).toBe(404)
    expect((await response.json()).detail).toMatch(/no namespace "defualt".*default/)
  })

  it('does not take a namespace for missing where namespaces may not be read', async () => {
    const given: Given = { states: { namespaces: { status: 'denied' } } }
    expect((await answerNamespaceGraph(ask('/'), open(given), { namespace: 'nowhere' })).status).toBe(200)
    expect((await answerNamespaceGraph(ask('/'), open(), { namespace: 'nowhere' })).status).toBe(404)
  })

  it('is not there before every core list is, and says how far it is', async () => {
    const response = await get('web', 'default', {
      states: { pods: { status: 'syncing', loaded: 500, remaining: 1500 } },
    })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect((await response.json()).detail).toContain('pods: 500 of 2000')
  })

  it('says so when the cluster does not answer', async () => {
    const reason = 'connect ECONNREFUSED 127.0.0.1:6443'
    const response = await get('web', 'default', { states: { pods: { status: 'syncing', reason } } })
    expect(response.status).toBe(503)
    expect((await response.json()).detail).toContain(reason)
  })

  it('says null, not none, of what it cannot know', async () => {
    const denied = { status: 'denied', verb: 'watch', reason: 'forbidden' } as const
    const noSlices = await get('web', 'default', { states: { endpointslices: denied } })
    expect(await noSlices.json()).toMatchObject({
      incomplete: [{ resource: 'endpointslices', ...denied }],
      endpoints: null,
      missing: null,
      summary: { ready: null, notReady: null, pending: null, missing: null, zones: null },
    })
    const noPods = await (await get('web', 'default', { states: { pods: denied } })).json()
    expect(noPods.endpoints).toHaveLength(2)
    expect(noPods).toMatchObject({ missing: null, summary: { ready: null } })
  })

  it('is refused, not empty, where Services may not be read', async () => {
    const response = await get('web', 'default', { states: { services: { status: 'denied', verb: 'list' } } })
    expect(response.status).toBe(403)
  })
})

describe('a cluster that may be read in some namespaces only', () => {
  const since = '2026-01-01T00:00:00Z'
  const forbidden = 'services is forbidden: User "ann" cannot list resource "services"'
  const inParts = (plural: string): readonly ResourceState[] => [
    { resource: plural, namespace: '', status: 'partial', since, reason: forbidden, verb: 'list' },
    { resource: plural, namespace: 'default', status: 'live', since },
    { resource: plural, namespace: 'shop', status: 'syncing', since, loaded: 3 },
    { resource: plural, namespace: 'bank', status: 'denied', since, reason: forbidden, verb: 'watch' },
  ]
  const parts = ['services', 'endpointslices', 'pods'].flatMap(inParts)
  const get = (namespaceName: string) =>
    answerNamespaceGraph(ask('/'), open({ parts, states: { namespaces: { status: 'denied' } } }), {
      namespace: namespaceName,
    })

  it('answers for one that may be read, and does not call that answer incomplete for the sake of others', async () => {
    const response = await get('default')
    expect(response.status).toBe(200)
    const { services, incomplete } = await response.json()
    expect(services).toHaveLength(1)
    expect(incomplete).toMatchObject([{ resource: 'namespaces', status: 'denied' }])
  })

  it('waits for one that is being listed, and refuses one that is refused or not read', async () => {
    expect((await get('shop')).status).toBe(503)
    const refused = await get('bank')
    expect(refused.status).toBe(403)
    expect((await refused.json()).detail).toMatch(/watch services in bank: services is forbidden/)
    expect((await get('elsewhere')).status).toBe(403)
  })

  it('answers for all that it reads, and says that there is more', async () => {
    const live = parts.filter(({ namespace: name }) => name !== 'shop')
    const response = await answerOverview(ask('/api/overview'), open({ parts: live }))
    expect(response.status).toBe(200)
    const { incomplete } = await response.json()
    expect(incomplete).toContainEqual(live[0])
  })
})

describe('/api/namespaces/NS/graph', () => {
  it('holds every Service of the namespace', async () => {
    const response = await answerNamespaceGraph(ask('/'), open(), { namespace: 'default' })
    expect(await response.json()).toMatchObject({ namespace: 'default', services: [{ service: { name: 'web' } }] })
  })
})

describe('/api/overview', () => {
  it('holds a summary of every Service, and nothing that only the wall draws with', async () => {
    const { services } = await (await answerOverview(ask('/api/overview'), open())).json()
    expect(services).toMatchObject([
      { namespace: 'default', name: 'web', ready: 1, notReady: 1 },
      { namespace: 'shop', name: 'checkout', ready: 0 },
    ])
    expect(services[0]).not.toHaveProperty('marks')
  })

  it('gives no count where none can be known, namespace by namespace', async () => {
    const state = { resource: 'pods', since: '' } as const
    const parts = [
      { ...state, namespace: '', status: 'partial' },
      { ...state, namespace: 'default', status: 'live' },
    ] as const
    const { services, incomplete } = await (await answerOverview(ask('/api/overview'), open({ parts }))).json()
    expect(services).toMatchObject([
      { name: 'web', ready: 1 },
      { name: 'checkout', ready: null, missing: null, zones: null },
    ])
    expect(services[1]).not.toHaveProperty('unknown')
    expect(incomplete).toMatchObject([{ resource: 'pods', status: 'partial' }])
  })

  it('of an unknown context names those that there are', async () => {
    const response = await answerOverview(ask('/api/overview?context=prod'), open())
    expect(response.status).toBe(404)
    expect((await response.json()).detail).toContain('test, other')
  })
})

describe('/api/contexts', () => {
  it('tells which are read, and how far', async () => {
    const answer = await answerContexts(open()).json()
    expect(answer).toMatchObject({
      source: 'demo',
      current: 'test',
      contexts: [
        { name: 'test', opened: true, synced: true, warnings: [] },
        { name: 'other', opened: false, resources: [], warnings: ['insecure'] },
      ],
    })
    expect(answer.contexts[0].resources.length).toBeGreaterThan(10)
  })
})

describe('/healthz and /readyz', () => {
  it('are alive whatever the cluster does, and ready once everything was listed', async () => {
    expect(answerHealth().status).toBe(200)
    expect(answerReady(open()).status).toBe(200)
    expect(answerReady(open({ states: { pods: { status: 'stale' }, events: { status: 'denied' } } })).status).toBe(200)
    const waiting = answerReady(open({ states: { pods: { status: 'syncing', reason: 'refused' } } }))
    expect(waiting.status).toBe(503)
    expect(await waiting.text()).toContain('pods: refused')
    const since = '2026-01-01T00:00:00Z'
    const parts: readonly ResourceState[] = [
      { resource: 'pods', namespace: '', status: 'partial', since },
      { resource: 'pods', namespace: 'shop', status: 'syncing', since },
    ]
    expect(await answerReady(open({ parts })).text()).toContain('pods in shop')
    expect(answerReady(open({ parts: parts.slice(0, 1) })).status).toBe(200)
  })
})

describe('/api/stream', () => {
  it('is an event stream that no proxy keeps or changes', async () => {
    const switchboard = open()
    const response = answerStream(ask('/api/stream?view=overview'), switchboard)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    await response.body?.cancel()
    expect(switchboard.context.hub.figures.viewers).toBe(0)
  })

  it.each(['', '?view=cluster', '?view=namespace:Shop'])('refuses %j with the next step', async (query) => {
    const response = answerStream(ask(`/api/stream${query}`), open())
    expect(response.status).toBe(400)
    expect((await response.json()).detail).toContain('?view=overview')
  })

  it('opens nothing for HEAD', () => {
    const switchboard = open()
    answerStream(new Request('http://localhost/api/stream?view=overview', { method: 'HEAD' }), switchboard)
    expect(switchboard.context.hub.figures.viewers).toBe(0)
  })
})

describe('a namespace that somebody asks for', () => {
  it('is read by itself where the cluster as a whole is refused: the mirror is told', async () => {
    const switchboard = open()
    await answerServiceGraph(ask('/'), switchboard, { namespace: 'default', service: 'web' })
    await answerStream(ask('/api/stream?view=overview&view=namespace:shop'), switchboard).body?.cancel()
    expect(switchboard.included).toEqual(['default', 'shop'])
  })
})
