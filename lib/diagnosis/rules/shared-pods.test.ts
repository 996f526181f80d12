import { describe, expect, it } from 'vitest'
import type { Service } from '@/lib/kubernetes/record'
import { aPod, aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aReadyPod, later, web } from './pods.fixture'
import { sharedPods } from './shared-pods'

const pods = [aReadyPod('a'), aReadyPod('b', { ips: ['10.0.0.2'] })]
const judge = (service: Partial<Service>, ...others: readonly Service[]) =>
  findingsOf(sharedPods, [...web(pods, service), ...others], { now: later, service: 'default/web' })

describe('Services that go to the same port of the same pods', () => {
  it('are told of one another', () => {
    const others = ['web-a', 'web-b'].map((name) => aService(name, { selector: { app: 'web' }, type: 'NodePort' }))
    expect(judge({}, ...others)).toMatchObject([
      {
        severity: 'info',
        facts: { count: 2, names: 'web-a, web-b', more: 0 },
        objects: [{ kind: 'Service', name: 'web-a' }, { kind: 'Service', name: 'web-b' }, { kind: 'Pod' }],
      },
    ])
  })

  it('are told of one another although they share a part of the pods alone', () => {
    const canary = aReadyPod('c', {
      ips: ['10.0.0.3'],
      labels: { app: 'web', track: 'canary' },
      owner: { kind: 'ReplicaSet', name: 'web-2', uid: 'u2' },
    })
    const other = aService('canary', { selector: { track: 'canary' } })
    const records = [...web([...pods, canary]), other]
    expect(findingsOf(sharedPods, records, { now: later, service: 'default/web' })).toHaveLength(1)
  })
})

it.each<[string, Partial<Service>, Service]>([
  [
    'a headless Service beside one with an address',
    {},
    aService('peers', { selector: { app: 'web' }, clusterIPs: ['None'] }),
  ],
  [
    'a Service for another port',
    {},
    aService('metrics', { selector: { app: 'web' }, ports: [{ protocol: 'TCP', port: 90, targetPort: 9090 }] }),
  ],
  ['a Service of other pods', {}, aService('api')],
  ['an ExternalName with the same selector', {}, aService('alias', { selector: { app: 'web' }, type: 'ExternalName' })],
  ['a Service of another namespace', {}, aService('web', { namespace: 'shop' })],
])('nothing is said of %s', (_, service, other) => {
  expect(judge(service, other)).toEqual([])
})

it('nothing is said of pods that have ended', () => {
  const records = [
    aService('web'),
    aService('two', { selector: { app: 'web' } }),
    aPod('a', { labels: { app: 'web' }, phase: 'Failed' }),
  ]
  expect(findingsOf(sharedPods, records, { now: later, service: 'default/web' })).toEqual([])
})
