import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { ownedBy } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { onlyDraining } from './only-draining'
import { aReadyPod, aWebPod, aWorkload, later, web } from './pods.fixture'

const now = { now: later }
const leaving = (name: string) => aReadyPod(name, { deleted: '2026-01-01T00:10:20Z', ips: [`10.0.0.${name.length}`] })

describe('a Service that pods on their way out alone answer for', () => {
  it('is told with how many they are, and how many are to come', () => {
    const coming = aWebPod('new', {}, { ips: [], phase: 'Pending' })
    expect(findingsOf(onlyDraining, web([leaving('a'), leaving('bb'), coming]), now)).toMatchObject([
      {
        severity: 'warning',
        facts: { draining: 2, coming: 1, selects: 'yes' },
        objects: [{ name: 'a' }, { name: 'bb' }],
        evidence: [
          { path: 'endpoints[0].conditions', value: 'ready: false, serving: true, terminating: true' },
          { path: 'endpoints[1].conditions' },
        ],
      },
    ])
  })

  it('is told with how many their workload will make, where it makes them only once the old ones are gone', () => {
    const owned = { ...leaving('web-0'), ...ownedBy('StatefulSet', 'web') }
    const coming = (...records: readonly KubernetesRecord[]) =>
      findingsOf(onlyDraining, [...web([owned]), ...records], now).map(({ facts }) => facts.coming)
    expect(coming(aWorkload('StatefulSet', 'web', { replicas: 1 }))).toEqual([1])
    expect(coming(aWorkload('StatefulSet', 'web', { replicas: 0 }))).toEqual([0])
    expect(coming(), 'the StatefulSet cannot be read').toEqual([-1])
  })

  it('is told with none to come where nobody made the pods', () => {
    const { owner: _, ...bare } = leaving('a')
    expect(findingsOf(onlyDraining, web([bare]), now)).toMatchObject([{ facts: { coming: 0 } }])
  })

  it('is told with the one that a name stands for, whatever its workload has besides', () => {
    const selector = { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' }
    const owned = { ...leaving('web-0'), ...ownedBy('StatefulSet', 'web'), labels: selector }
    const records = [...web([owned], { selector }), aWorkload('StatefulSet', 'web', { replicas: 3 })]
    expect(findingsOf(onlyDraining, records, now)).toMatchObject([{ facts: { coming: 1 } }])
  })
})

it.each([
  ['somebody is ready', [leaving('a'), aReadyPod('b')]],
  ['those on their way out no longer serve', [aWebPod('a', {}, { deleted: later })]],
  ['there is nobody', []],
])('nothing is said where %s', (_, pods) => {
  expect(findingsOf(onlyDraining, web(pods), now)).toEqual([])
})
