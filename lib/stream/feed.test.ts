import { describe, expect, it } from 'vitest'
import { createStore } from '@/lib/cluster/store'
import type { Findings } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { ApiCaller, KubernetesRecord, Node, Route, Service } from '@/lib/kubernetes/record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { createFeed, type FindingsSource, type Summaries } from './feed'
import { noFindings, noSummaries } from './sources.fixture'

const meta = (namespace: string, name: string) => ({
  namespace,
  name,
  uid: `uid-${name}`,
  labels: {},
  created: '2026-01-01T00:00:00Z',
})

const node: Node = { kind: 'Node', ...meta('', 'worker-1'), addresses: [], podCIDRs: [], taints: [], conditions: [] }

function service(name: string, port = 80): Service {
  return {
    kind: 'Service',
    ...meta('shop', name),
    type: 'ClusterIP',
    clusterIPs: [],
    ipFamilies: ['IPv4'],
    ports: [{ protocol: 'TCP', port, targetPort: port }],
    externalIPs: [],
    loadBalancer: [],
  }
}

function route(toNamespace: string): Route {
  const backend = { kind: 'Service', namespace: toNamespace, name: 'web', weight: 1 }
  return {
    kind: 'HTTPRoute',
    ...meta('edge', 'front'),
    hostnames: [],
    parents: [],
    rules: [{ matches: [], backends: [backend] }],
    parentStatus: [],
  }
}

function summary(name: string): ServiceSummary {
  return {
    kind: 'ServiceSummary',
    namespace: 'shop',
    name,
    uid: `uid-${name}`,
    type: 'ClusterIP',
    labels: {},
    ready: 0,
    notReady: 0,
    draining: 0,
    terminating: 0,
    pending: 0,
    missing: 0,
    zones: [],
    marks: '',
  }
}

function open(summaries: Partial<Summaries> = {}, findings: Partial<FindingsSource> = {}) {
  const store = createStore()
  const feed = createFeed({
    store,
    summaries: { ...noSummaries, ...summaries },
    findings: { ...noFindings, ...findings },
  })
  return {
    feed,
    store,
    put: (record: KubernetesRecord) => store.apply([{ type: 'put', record }]),
    remove: (record: KubernetesRecord) => store.apply([{ type: 'remove', kind: record.kind, key: keyOf(record) }]),
    take: () =>
      Object.fromEntries(
        feed
          .take()
          .map(({ scope, changes }) => [
            `${scope.view}/${scope.namespace}`,
            changes.map((change) =>
              change.type === 'put' ? `put ${keyOf(change.record)}` : `remove ${change.kind} ${change.key}`,
            ),
          ]),
      ),
  }
}

describe('the scopes of a change', () => {
  it('are the namespace for what is namespaced, and the cluster for what is not', () => {
    const { put, take } = open()
    put(service('web'))
    put(node)
    expect(take()).toEqual({ 'namespace/shop': ['put shop/web'], 'cluster/': ['put /worker-1'] })
    expect(take()).toEqual({})
  })

  it('hold a record once, as it is at last', () => {
    const { put, remove, take } = open()
    put(service('web'))
    put(service('web', 81))
    remove(service('web'))
    expect(take()).toEqual({ 'namespace/shop': ['remove Service shop/web'] })
  })

  it('tell a route to another namespace everywhere, until it names none', () => {
    const { put, remove, take, feed } = open()
    put(route('shop'))
    expect(take()).toEqual({ 'namespace/edge': ['put edge/front'], 'cluster/': ['put edge/front'] })
    expect(feed.snapshot({ view: 'cluster', namespace: '' })).toHaveLength(1)
    put(route('edge'))
    expect(take()).toEqual({ 'namespace/edge': ['put edge/front'], 'cluster/': ['remove HTTPRoute edge/front'] })
    expect(feed.snapshot({ view: 'cluster', namespace: '' })).toHaveLength(0)
    put(route('shop'))
    take()
    remove(route('shop'))
    expect(take()).toEqual({
      'namespace/edge': ['remove HTTPRoute edge/front'],
      'cluster/': ['remove HTTPRoute edge/front'],
    })
  })

  it('leave out what makes the API server call nothing, also once it calls nothing any more', () => {
    const crd = (...services: string[]): ApiCaller => ({
      kind: 'CustomResourceDefinition',
      ...meta('', 'carts.example.com'),
      calls: services.map((service) => ({ namespace: 'shop', service, port: 443 })),
      conditions: [],
    })
    const { feed, put, take } = open()
    put(crd('web'))
    expect(take()).toEqual({ 'cluster/': ['put /carts.example.com'] })
    put(crd())
    expect(take()).toEqual({ 'cluster/': ['remove CustomResourceDefinition /carts.example.com'] })
    expect(feed.snapshot({ view: 'cluster', namespace: '' })).toEqual([])
  })

  it('know what stood in the store before the feed did', () => {
    const store = createStore()
    store.apply([{ type: 'put', record: route('shop') }])
    const feed = createFeed({ store, summaries: noSummaries, findings: noFindings })
    expect(feed.snapshot({ view: 'cluster', namespace: '' })).toMatchObject([{ kind: 'HTTPRoute' }])
  })
})

describe('summaries', () => {
  it('are computed when taken, however many changes came, and told only when they differ', () => {
    let computed = 0
    const { put, take } = open({
      apply: () => ['shop/web'],
      summary() {
        computed += 1
        return summary('web')
      },
    })
    for (let port = 1; port <= 10; port += 1) put(service('web', port))
    expect(computed).toBe(0)
    expect(take()['overview/shop']).toEqual(['put shop/web'])
    expect(computed).toBe(1)
    put(service('web', 99))
    expect(take()['overview/shop']).toBeUndefined()
  })

  it('are told anew where only what is known of their records has changed', () => {
    let unknown = true
    const { feed, put, take } = open({
      apply: () => ['shop/web'],
      summary: () => ({ ...summary('web'), ...(unknown && { unknown }) }),
    })
    put(service('web'))
    take()
    unknown = false
    let told = 0
    feed.subscribe(() => {
      told += 1
    })
    feed.refresh(['shop/web'])
    expect(told).toBe(1)
    expect(take()).toEqual({ 'overview/shop': ['put shop/web'] })
    feed.refresh(['shop/web'])
    expect(take()).toEqual({})
  })

  it('go with their Service', () => {
    let there = true
    const { put, remove, take } = open({
      apply: () => ['shop/web'],
      summary: () => (there ? summary('web') : undefined),
    })
    put(service('web'))
    take()
    there = false
    remove(service('web'))
    expect(take()['overview/shop']).toEqual(['remove ServiceSummary shop/web'])
  })
})

describe('findings', () => {
  const found: Findings = {
    kind: 'Findings',
    namespace: 'shop',
    name: 'Service/web',
    subject: { kind: 'Service', namespace: 'shop', name: 'web' },
    findings: [],
    unread: ['events'],
  }

  it('stand in the scope of their namespace, and have the summary of their Service told with them', () => {
    let worst = {}
    const changes = [{ type: 'put' as const, record: found }]
    const { take, feed } = open(
      { summary: () => ({ ...summary('web'), ...worst }) },
      { take: () => changes.splice(0), all: () => [found] },
    )
    worst = { worst: { code: 'crash-loop', severity: 'error', facts: {} } }
    expect(take()).toEqual({ 'namespace/shop': ['put shop/Service/web'], 'overview/shop': ['put shop/web'] })
    expect(take()).toEqual({})
    expect(feed.snapshot({ view: 'namespace', namespace: 'shop' })).toEqual([found])
  })

  it('give a namespace that holds nothing else a place in the overview', () => {
    const { feed } = open(
      { absent: () => ['shop/ghost'], summary: () => summary('ghost') },
      { namespaces: () => ['shop'] },
    )
    expect(feed.namespaces('overview')).toEqual(['shop'])
    expect(feed.snapshot({ view: 'overview', namespace: 'shop' })).toMatchObject([{ name: 'ghost' }])
  })

  it('wake whoever waits for changes when they come by themselves', () => {
    let wake = () => {}
    const { feed } = open(
      {},
      {
        subscribe(listener) {
          wake = listener
          return () => {}
        },
      },
    )
    let told = 0
    feed.subscribe(() => {
      told += 1
    })
    wake()
    expect(told).toBe(1)
  })
})
