import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { type Api, createApi } from './api'
import { json, serve } from './api-server.fixture'
import { systemClock } from './clock'
import { anonymous } from './credentials'
import { FaultySource } from './faulty-source.fixture'
import { createMirror } from './mirror'
import { failure } from './result'
import { createSimulatedClock } from './simulated-clock.fixture'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A mirror of a server that holds what `answer` says, or one object named after each resource and an open watch. */
async function setUp(
  plurals: readonly string[],
  answer: (url: URL, response: ServerResponse, request: IncomingMessage) => boolean = () => false,
) {
  const server = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://test')
    if (answer(url, response, request)) return
    if (url.searchParams.has('watch')) {
      response.writeHead(200).flushHeaders()
      return
    }
    const plural = url.pathname.split('/').at(-1) ?? ''
    const items = [{ metadata: { name: plural, namespace: 'shop', uid: plural } }]
    json(response, 200, { kind: 'AnyList', metadata: { resourceVersion: '1' }, items })
  })
  const api = createApi({ credentials: anonymous('test', server.url) })
  const mirror = createMirror({
    api,
    context: 'test',
    clock: systemClock,
    random: () => 0,
    resources: resources.filter((resource) => plurals.includes(resource.plural)),
  })
  ends.push(mirror.stop, api.close, server.stop)
  return { server, mirror }
}

const forbidden = { kind: 'Status', status: 'Failure', code: 403, message: 'pods is forbidden' }
const inBrief = (states: readonly ResourceState[]) => states.map((state) => `${state.resource} ${state.status}`)

/** Waits for something that the mirror will tell. */
function until(mirror: { subscribeState: (listener: () => void) => () => void }, done: () => boolean): Promise<void> {
  if (done()) return Promise.resolve()
  return new Promise((resolve) => {
    const end = mirror.subscribeState(() => {
      if (!done()) return
      end()
      resolve()
    })
  })
}

describe('the mirror of a context', () => {
  it('lists what the picture cannot do without first, and is synced once every resource has answered', async () => {
    const { server, mirror } = await setUp(['nodes', 'services', 'endpointslices', 'pods', 'replicasets'])
    expect(inBrief(mirror.states())).toEqual([
      'nodes syncing',
      'services syncing',
      'endpointslices syncing',
      'pods syncing',
      'replicasets syncing',
    ])
    expect(mirror.synced).toBe(false)
    mirror.start()
    await mirror.ready
    expect(mirror.synced).toBe(true)
    const lists = server.requests.filter(({ url }) => !url.includes('watch')).map(({ url }) => url.split(/[/?]/).at(-2))
    expect(lists.slice(0, 3).sort()).toEqual(['endpointslices', 'pods', 'services'])
    expect(lists.slice(3).sort()).toEqual(['nodes', 'replicasets'])
    const askedFor = (plural: string) => server.requests.find(({ url }) => url.includes(`/${plural}?`))?.url
    expect(askedFor('pods')).toContain('limit=500')
    expect(askedFor('endpointslices')).toContain('limit=50')
    expect(new Set(inBrief(mirror.states()).map((state) => state.split(' ')[1]))).toEqual(new Set(['live']))
    expect(mirror.store.get('Pod', 'shop/pods')?.uid).toBe('pods')
    expect(mirror.store.get('ReplicaSet', 'shop/replicasets')?.kind).toBe('ReplicaSet')
  })

  it('asks with GET alone, for what the table names and nothing else', async () => {
    const { server, mirror } = await setUp(resources.map((resource) => resource.plural))
    mirror.start()
    await mirror.ready
    const plurals = new Set(resources.map((resource) => resource.plural))
    for (const { method, url } of server.requests) {
      expect(method).toBe('GET')
      const last = new URL(url, 'http://test').pathname.split('/').at(-1) ?? ''
      expect(plurals.has(last) || url.startsWith('/apis/gateway.networking.k8s.io')).toBe(true)
    }
  })

  it('goes on where a part is denied, and says which', async () => {
    const { mirror } = await setUp(['services', 'pods', 'nodes'], (url, response) => {
      if (!/pods|nodes/.test(url.pathname)) return false
      json(response, 403, forbidden)
      return true
    })
    mirror.start()
    await mirror.ready
    expect(inBrief(mirror.states())).toEqual(['nodes denied', 'services live', 'pods denied'])
    expect(mirror.states()[2]).toMatchObject({ verb: 'list', reason: 'pods is forbidden', namespace: '' })
  })

  it('finds the version in which a custom resource is served, with one question a group', async () => {
    const { server, mirror } = await setUp(['services', 'gateways', 'grpcroutes', 'tlsroutes'], (url, response) => {
      const group = '/apis/gateway.networking.k8s.io'
      if (url.pathname === group) json(response, 200, { versions: [{ version: 'v1' }, { version: 'v1alpha2' }] })
      else if (url.pathname === `${group}/v1`) json(response, 200, { resources: [{ name: 'gateways' }] })
      else if (url.pathname === `${group}/v1alpha2`) json(response, 200, { resources: [{ name: 'grpcroutes' }, null] })
      else return false
      return true
    })
    mirror.start()
    await mirror.ready
    expect(inBrief(mirror.states())).toEqual(['services live', 'gateways live', 'grpcroutes live', 'tlsroutes absent'])
    const asked = server.requests.map(({ url }) => url.split('?')[0])
    expect(asked.filter((path) => path === '/apis/gateway.networking.k8s.io')).toHaveLength(1)
    expect(asked).toContain('/apis/gateway.networking.k8s.io/v1/gateways')
    expect(asked).toContain('/apis/gateway.networking.k8s.io/v1alpha2/grpcroutes')
  })

  it('takes a cluster without the group for one that has not installed it', async () => {
    const { mirror } = await setUp(['services', 'httproutes'], (url, response) => {
      if (!url.pathname.startsWith('/apis/gateway')) return false
      json(response, 404, { kind: 'Status', code: 404 })
      return true
    })
    mirror.start()
    await mirror.ready
    expect(inBrief(mirror.states())).toEqual(['services live', 'httproutes absent'])
  })

  it('is not synced while nothing has answered, says why, and comes to life when the server does', async () => {
    let up = false
    const { mirror } = await setUp(['services', 'nodes'], (_, response) => {
      if (!up) response.destroy()
      return !up
    })
    mirror.start()
    await until(mirror, () => mirror.states().every((state) => state.reason !== undefined))
    expect(inBrief(mirror.states())).toEqual(['nodes syncing', 'services syncing'])
    expect(mirror.states()[1]?.reason).toBe('connection reset')
    expect(mirror.synced).toBe(false)
    up = true
    await mirror.ready
    expect(inBrief(mirror.states())).toEqual(['nodes live', 'services live'])
  })

  it('stays synced through an outage', async () => {
    const { server, mirror } = await setUp(['services'])
    mirror.start()
    await mirror.ready
    await server.stop()
    await until(mirror, () => mirror.states()[0]?.status === 'stale')
    expect(mirror.synced).toBe(true)
    expect(mirror.store.count('Service')).toBe(1)
  })

  it('is live again a moment after one resource has reached the server, however long the others would have waited', async () => {
    const plurals = ['services', 'endpointslices', 'pods']
    const sources = new Map(plurals.map((plural) => [plural, new FaultySource()]))
    const sourceOf = (plural: string) => sources.get(plural)!
    const clock = createSimulatedClock()
    const api: Api = {
      credentials: anonymous('test', 'http://test'),
      list: ({ resource }, page, signal) => sourceOf(resource.plural).list(page, signal),
      watch: ({ resource }, from, handlers, signal) => sourceOf(resource.plural).watch(from, handlers, signal),
      verify: ({ resource }, version) => sourceOf(resource.plural).verify(version),
      get: async () => failure({ type: 'absent', message: '' }),
      review: async () => failure({ type: 'absent', message: '' }),
      ping: async () => undefined,
      skew: () => 0,
      close: () => {},
    }
    const mirror = createMirror({
      api,
      context: 'test',
      clock,
      random: () => 0.999,
      resources: resources.filter((resource) => plurals.includes(resource.plural)),
    })
    ends.push(mirror.stop)
    mirror.start()
    await clock.advance(60_000)
    for (const source of sources.values()) {
      source.refuse.always = { watch: { type: 'unreachable', message: 'connection refused' } }
      source.end({ type: 'unreachable', message: 'connection reset' })
      await clock.advance(9_000)
    }
    await clock.advance(180_000)
    expect(inBrief(mirror.states())).toEqual(['services stale', 'endpointslices stale', 'pods stale'])
    for (const source of sources.values()) source.refuse.always = {}
    while (mirror.states().every((state) => state.status === 'stale')) await clock.advance(100)
    expect(mirror.states().filter((state) => state.status === 'live')).toHaveLength(1)
    await clock.advance(1_500)
    expect(inBrief(mirror.states())).toEqual(['services live', 'endpointslices live', 'pods live'])
  })

  it('tells a change on the wire to the listeners of its store', async () => {
    let watch: ServerResponse | undefined
    const { mirror } = await setUp(['services'], (url, response) => {
      if (!url.searchParams.has('watch')) return false
      watch = response.writeHead(200)
      response.flushHeaders()
      return true
    })
    mirror.start()
    await mirror.ready
    const change = new Promise((resolve) => mirror.store.subscribe(resolve))
    while (watch === undefined) await new Promise((resolve) => setImmediate(resolve))
    const object = { metadata: { name: 'services', namespace: 'shop', resourceVersion: '2' } }
    watch.write(`${JSON.stringify({ type: 'DELETED', object })}\n`)
    expect(await change).toEqual([{ type: 'remove', kind: 'Service', key: 'shop/services' }])
  })

  it('counts time by the clock of the server', async () => {
    const { mirror } = await setUp(['services'], (_, response) => {
      response.setHeader('date', 'Thu, 01 Jan 2026 00:00:00 GMT')
      return false
    })
    mirror.start()
    await mirror.ready
    expect(mirror.now()).toMatch(/^2026-01-01T00:00:/)
    expect(mirror.states()[0]?.since).toMatch(/^2026-01-01T00:00:/)
  })
})
