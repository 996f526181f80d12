import { describe, expect, it } from 'vitest'
import { readPod } from '@/lib/kubernetes/read-pod'
import { readService } from '@/lib/kubernetes/read-service'
import { readWorkload } from '@/lib/kubernetes/read-workload'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { createFeed } from '@/lib/stream/feed'
import { noFindings, noSummaries } from '@/lib/stream/sources.fixture'
import { createCallers } from './callers'
import { createSimulatedClock } from './simulated-clock.fixture'
import { createStore } from './store'

interface Given {
  readonly replicaSet?: string
  readonly hash?: string
  readonly phase?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A pod of namespace shop as the API gives it. */
function pod(name: string, { replicaSet, hash, phase = 'Running', env = {} }: Given = {}) {
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels: hash === undefined ? {} : { 'pod-template-hash': hash },
      ...(replicaSet && {
        ownerReferences: [{ kind: 'ReplicaSet', name: replicaSet, uid: `uid-${replicaSet}`, controller: true }],
      }),
    },
    spec: { containers: [{ name: 'app', env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }] },
    status: { phase },
  }
}

function service(name: string, clusterIP = '10.96.0.10', namespace = 'shop') {
  return readService({ metadata: { name, namespace }, spec: { clusterIP, clusterIPs: [clusterIP] } })!
}

function replicaSet(name: string, deployment: string) {
  const ownerReferences = [{ kind: 'Deployment', name: deployment, uid: `uid-${deployment}`, controller: true }]
  return readWorkload('ReplicaSet')({ metadata: { name, namespace: 'shop', uid: `uid-${name}`, ownerReferences } })!
}

function setUp() {
  const store = createStore()
  const clock = createSimulatedClock()
  const callers = createCallers({ store, clock })
  return {
    store,
    callers,
    /** As a reflector does: looked at first, then put. */
    async run(...pods: object[]) {
      const records = pods.map((json) => {
        const record = readPod(json)!
        callers.inspect(record, json)
        return record
      })
      await this.put(...records)
    },
    async put(...records: KubernetesRecord[]) {
      store.apply(records.map((record) => ({ type: 'put', record })))
      await clock.advance(1000)
    },
    async remove(kind: string, name: string) {
      store.apply([{ type: 'remove', kind, key: `shop/${name}` }])
      await clock.advance(1000)
    },
    found: () =>
      Object.fromEntries(
        ['data', 'shop']
          .flatMap((namespace) => [...(store.records(namespace).Caller?.values() ?? [])])
          .map(({ namespace, workload: { kind, name }, services }) => [`${namespace} ${kind}/${name}`, services]),
      ),
  }
}

describe('workloads that name Services', () => {
  it('are found whether the Service or the pod comes first', async () => {
    const cluster = setUp()
    await cluster.put(service('cart'))
    await cluster.run(pod('web', { env: { CART: 'http://cart:80', DB: 'db.data' } }))
    expect(cluster.found()).toEqual({ 'shop Pod/web': ['shop/cart'] })
    await cluster.put(service('db', '10.96.0.11', 'data'))
    expect(cluster.found()).toEqual({ 'data Pod/web': ['data/db'], 'shop Pod/web': ['shop/cart'] })
    await cluster.remove('Pod', 'web')
    expect(cluster.found()).toEqual({})
  })

  it('are one for all pods of a Deployment, whose ReplicaSets are seen through once they are known', async () => {
    const cluster = setUp()
    await cluster.put(service('cart'), service('db'))
    await cluster.run(
      pod('web-1-a', { replicaSet: 'web-1', hash: '1', env: { CART: 'cart' } }),
      pod('web-2-a', { replicaSet: 'web-2', hash: '2', env: { DB: 'db' } }),
    )
    expect(cluster.found()).toEqual({ 'shop ReplicaSet/web-1': ['shop/cart'], 'shop ReplicaSet/web-2': ['shop/db'] })
    await cluster.put(replicaSet('web-1', 'web'), replicaSet('web-2', 'web'))
    expect(cluster.found()).toEqual({ 'shop Deployment/web': ['shop/cart', 'shop/db'] })
    await cluster.remove('Pod', 'web-1-a')
    expect(cluster.found()).toEqual({ 'shop Deployment/web': ['shop/db'] })
  })

  it('are found by the Service’s address, and by the name of one endpoint of a headless Service alone', async () => {
    const cluster = setUp()
    await cluster.put(service('cart', '10.96.0.20'), service('db', 'None'), service('api', '10.96.0.21'))
    await cluster.run(pod('web', { env: { A: '10.96.0.20', B: 'db-0.db', C: 'x.api' } }))
    expect(cluster.found()).toEqual({ 'shop Pod/web': ['shop/cart', 'shop/db'] })
  })

  it('go with the Service, with the last pod, and when it has ended', async () => {
    const cluster = setUp()
    await cluster.put(service('cart'))
    const env = { CART: 'cart' }
    await cluster.run(pod('web-1', { replicaSet: 'web', hash: '1', env }), pod('job', { env }))
    await cluster.remove('Pod', 'web-1')
    await cluster.run(pod('job', { env, phase: 'Succeeded' }))
    expect(cluster.found()).toEqual({})
    await cluster.run(pod('web-2', { replicaSet: 'web', hash: '1', env }))
    expect(cluster.found()).toEqual({ 'shop ReplicaSet/web': ['shop/cart'] })
    await cluster.remove('Service', 'cart')
    expect(cluster.found()).toEqual({})
  })

  it('survive that their last pod is replaced in one batch', async () => {
    const cluster = setUp()
    await cluster.put(service('cart'))
    const given = { replicaSet: 'web', hash: '1', env: { CART: 'cart' } }
    await cluster.run(pod('web-1', given))
    const json = pod('web-2', given)
    const next = readPod(json)!
    cluster.callers.inspect(next, json)
    cluster.store.apply([
      { type: 'remove', kind: 'Pod', key: 'shop/web-1' },
      { type: 'put', record: next },
    ])
    await cluster.put()
    expect(cluster.found()).toEqual({ 'shop ReplicaSet/web': ['shop/cart'] })
  })

  it('are judged by a Service’s new address', async () => {
    const cluster = setUp()
    await cluster.put(service('cart', '10.96.0.20'))
    await cluster.run(pod('web', { env: { A: '10.96.0.20' } }))
    await cluster.put(service('cart', '10.96.0.30'))
    expect(cluster.found()).toEqual({})
  })
})

describe('the literals themselves', () => {
  const canary = 'canary-8d1f'

  it('are in no record and in nothing that viewers are sent, not even where one names a Service', async () => {
    const cluster = setUp()
    const feed = createFeed({ store: cluster.store, summaries: noSummaries, findings: noFindings })
    await cluster.put(service('cart'))
    await cluster.run(
      pod('web', { env: { PASSWORD: canary, URL: `http://user:${canary}@cart/${canary}`, OTHER: `${canary}.shop` } }),
    )
    expect(cluster.found()).toEqual({ 'shop Pod/web': ['shop/cart'] })
    const told = JSON.stringify([
      ...cluster.store.all(),
      feed.take(),
      feed.snapshot({ view: 'namespace', namespace: 'shop' }),
      feed.snapshot({ view: 'cluster', namespace: '' }),
    ])
    expect(told).toContain('shop/cart')
    expect(told).not.toContain(canary)
  })

  it('are concealed before they are remembered', async () => {
    const store = createStore()
    const heard: string[] = []
    const conceal = (text: string) => {
      heard.push(text)
      return `#${heard.length}`
    }
    const callers = createCallers({ store, clock: createSimulatedClock(), conceal })
    const json = pod('web', { env: { PASSWORD: canary } })
    callers.inspect(readPod(json)!, json)
    expect(heard).toEqual([`service shop/${canary}`])
  })

  it('are looked at once for all pods of one template', async () => {
    const heard: string[] = []
    const conceal = (text: string) => {
      heard.push(text)
      return text
    }
    const callers = createCallers({ store: createStore(), clock: createSimulatedClock(), conceal })
    for (const name of ['web-1', 'web-2', 'web-3']) {
      const json = pod(name, { replicaSet: 'web', hash: '1', env: { CART: 'cart' } })
      callers.inspect(readPod(json)!, json)
    }
    expect(heard).toHaveLength(1)
  })
})
