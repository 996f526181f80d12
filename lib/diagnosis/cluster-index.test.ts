import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { Event, KubernetesRecord } from '@/lib/kubernetes/record'
import { aNode, anIngress, aPod, aReplicaSet, aRoute, aService, aSlice, ownedBy } from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createClusterIndex } from './cluster-index'
import { aWorkload } from './rules/pods.fixture'

function aCluster(...records: readonly KubernetesRecord[]) {
  const topology = createTopologyIndex()
  const index = createClusterIndex({ topology, isKnown: () => true })
  const put = (record: KubernetesRecord) => {
    topology.apply([{ type: 'put', record }])
    return index.take({ type: 'put', record })
  }
  const remove = ({ kind, ...rest }: KubernetesRecord) => {
    topology.apply([{ type: 'remove', kind, key: keyOf(rest) }])
    return index.take({ type: 'remove', kind, key: keyOf(rest) })
  }
  for (const record of records) put(record)
  return { index, put, remove }
}

const names = (records: Iterable<{ readonly name: string }>) => [...records].map(({ name }) => name)

function anEvent(name: string, over: Partial<Event> = {}): Event {
  return {
    kind: 'Event',
    namespace: 'default',
    name,
    uid: name,
    labels: {},
    created: '2026-01-01T00:00:00Z',
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'probe failed',
    about: { kind: 'Pod', namespace: 'default', name: 'web-1' },
    count: 1,
    ...over,
  }
}

describe('addresses', () => {
  it('finds every live pod that carries an address, whatever its namespace', () => {
    const { index } = aCluster(
      aPod('a', { ips: ['10.0.0.1', 'fd00::1'] }),
      aPod('b', { namespace: 'other', ips: ['10.0.0.1'] }),
      aPod('c', { ips: ['10.0.0.1'], phase: 'Succeeded' }),
    )
    expect(names(index.podsWithAddress('10.0.0.1'))).toEqual(['a', 'b'])
    expect(names(index.podsWithAddress('fd00::1'))).toEqual(['a'])
  })

  it('forgets an address with the pod that gave it up', () => {
    const { index, put, remove } = aCluster(aPod('a', { ips: ['10.0.0.1'] }))
    put(aPod('a', { ips: ['10.0.0.2'] }))
    expect(index.podsWithAddress('10.0.0.1')).toEqual([])
    remove(aPod('a'))
    expect(index.podsWithAddress('10.0.0.2')).toEqual([])
  })
})

describe('selectors in other namespaces', () => {
  it('needs every pair, leaves its own namespace out and stops at the limit', () => {
    const labels = { app: 'web', tier: 'front' }
    const { index } = aCluster(
      aPod('here', { labels }),
      aPod('half', { namespace: 'other', labels: { app: 'web' } }),
      aPod('there', { namespace: 'other', labels }),
      aPod('beyond', { namespace: 'third', labels }),
    )
    expect(names(index.podsMatchingElsewhere(labels, 'default', 9))).toEqual(['there', 'beyond'])
    expect(names(index.podsMatchingElsewhere(labels, 'default', 1))).toEqual(['there'])
    expect(index.podsMatchingElsewhere({}, 'default', 9)).toEqual([])
  })

  it('follows a pod whose labels change', () => {
    const { index, put } = aCluster(aPod('there', { namespace: 'other', labels: { app: 'web' } }))
    put(aPod('there', { namespace: 'other', labels: { app: 'api' } }))
    expect(index.podsMatchingElsewhere({ app: 'web' }, 'default', 9)).toEqual([])
    expect(names(index.podsMatchingElsewhere({ app: 'api' }, 'default', 9))).toEqual(['there'])
  })
})

describe('events', () => {
  it('tells the latest first', () => {
    const { index } = aCluster(
      anEvent('early', { last: '2026-01-01T00:00:10Z' }),
      anEvent('late', { last: '2026-01-01T00:00:30Z' }),
      anEvent('never-repeated', { first: '2026-01-01T00:00:20Z' }),
    )
    expect(names(index.eventsAbout('Pod', 'default/web-1'))).toEqual(['late', 'never-repeated', 'early'])
  })

  it('leaves out what was said of an earlier pod of the same name', () => {
    const about = { kind: 'Pod', namespace: 'default', name: 'web-1' }
    const { index } = aCluster(
      aPod('web-1', { uid: 'new' }),
      anEvent('of-old', { about: { ...about, uid: 'old' } }),
      anEvent('of-new', { about: { ...about, uid: 'new' } }),
    )
    expect(names(index.eventsAbout('Pod', 'default/web-1'))).toEqual(['of-new'])
  })

  it("finds a node's events, which stand in a namespace and carry its name as uid", () => {
    const about = { kind: 'Node', namespace: 'default', name: 'worker-1', uid: 'worker-1' }
    const { index } = aCluster(aNode('worker-1'), anEvent('pressure', { about }))
    expect(names(index.eventsAbout('Node', '/worker-1'))).toEqual(['pressure'])
  })

  it('forgets those that expire', () => {
    const { index, remove } = aCluster(anEvent('early'))
    remove(anEvent('early'))
    expect(index.eventsAbout('Pod', 'default/web-1')).toEqual([])
  })
})

describe('what sends to a Service', () => {
  const backend = { service: 'web', port: 80 }
  const rule = { path: '/', pathType: 'Prefix', backend }

  it('finds Ingresses and routes, also those of other namespaces, and also where the Service does not exist', () => {
    const to = { kind: 'Service', namespace: 'default', name: 'web', weight: 1 }
    const { index } = aCluster(
      anIngress('in', { rules: [rule] }),
      aRoute('r', { namespace: 'other', rules: [{ matches: [], backends: [to] }] }),
      aRoute('r', { kind: 'GRPCRoute', rules: [{ matches: [], backends: [to] }] }),
    )
    expect(names(index.ingressesOf('default/web'))).toEqual(['in'])
    expect(index.routesOf('default/web').map(({ kind }) => kind)).toEqual(['GRPCRoute', 'HTTPRoute'])
  })

  it('follows an Ingress that turns to another Service', () => {
    const { index, put } = aCluster(anIngress('in', { rules: [rule] }))
    put(anIngress('in', { rules: [{ ...rule, backend: { service: 'api', port: 80 } }] }))
    expect(index.ingressesOf('default/web')).toEqual([])
    expect(names(index.ingressesOf('default/api'))).toEqual(['in'])
  })
})

describe('the pods of a workload', () => {
  it('are those of its present template, and no others that carry its labels', () => {
    const workload = aWorkload('Deployment', 'web', { templateLabels: { app: 'web', track: 'new' } })
    const labels = { app: 'web', track: 'new', 'pod-template-hash': '1' }
    const own = aPod('own', { labels, ...ownedBy('ReplicaSet', 'web-1') })
    const { index } = aCluster(
      workload,
      aReplicaSet('web-1', 'web'),
      aReplicaSet('other-1', 'other'),
      own,
      aPod('before', { labels: { app: 'web', track: 'old' }, ...ownedBy('ReplicaSet', 'web-1') }),
      aPod('stranger', { labels, ...ownedBy('ReplicaSet', 'other-1') }),
      aPod('elsewhere', { namespace: 'other', labels, ...ownedBy('ReplicaSet', 'web-1', 'other') }),
    )
    expect(names(index.podsOfWorkload('Deployment', 'default/web'))).toEqual(['own'])
    expect(names(index.podsOfWorkload('Pod', 'default/own'))).toEqual(['own'])
    expect(index.podsOfWorkload('Rollout', 'default/web')).toEqual([])
  })
})

describe('lists of a namespace', () => {
  it('holds each kind apart, and nothing of what went', () => {
    const { index, remove } = aCluster(aService('web'), aPod('p'), aSlice('web', []), aPod('q', { namespace: 'other' }))
    expect(names(index.servicesIn('default'))).toEqual(['web'])
    expect(names(index.podsIn('default'))).toEqual(['p'])
    expect(names(index.slicesIn('default'))).toEqual(['web-abc'])
    remove(aPod('q', { namespace: 'other' }))
    expect([...index.namespaces()]).toEqual(['default'])
  })

  it('says what a change met', () => {
    const { put, remove } = aCluster()
    const pod = aPod('p')
    expect(put(pod)).toEqual({ kind: 'Pod', key: 'default/p', after: pod })
    expect(remove(pod)).toEqual({ kind: 'Pod', key: 'default/p', before: pod })
  })
})
