import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Workload } from '@/lib/kubernetes/record'
import { aService, endpointOf, ownedBy, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aReadyNode } from './nodes.fixture'
import { singleReadyEndpoint } from './single-ready-endpoint'
import { aManagedSlice, anUnreadyPod, aReadyPod, published } from './slices.fixture'

const service = aService('web')
const a = aReadyPod('a', 1)
const find = (...records: readonly KubernetesRecord[]) => findingsOf(singleReadyEndpoint, records)

function aWorkload(kind: Workload['kind'], replicas: number, templateLabels = service.selector ?? {}): Workload {
  const meta = { namespace: 'default', name: 'web', uid: 'uid-default-web', labels: {}, created: a.created }
  return { ...meta, kind, replicas, templateLabels, conditions: [] }
}

describe('one ready endpoint', () => {
  it('is a warning where another pod is there and not ready', () => {
    const b = anUnreadyPod('b', 2)
    const slice = aManagedSlice(service, [...published(a), endpointOf(b, { ready: false, serving: false })])
    expect(find(service, a, b, slice)).toMatchObject([{ severity: 'warning', facts: { wanted: 2, pod: 'a' } }])
  })

  it('is a warning where the workload wants more', () => {
    const owned = aReadyPod('a', 1, ownedBy('StatefulSet', 'web'))
    const records = [service, owned, aManagedSlice(service, published(owned)), aWorkload('StatefulSet', 3)]
    expect(find(...records)).toMatchObject([
      { severity: 'warning', facts: { wanted: 3 }, objects: [{ kind: 'Pod' }, { kind: 'StatefulSet' }] },
    ])
  })

  it('is information where one is wanted', () => {
    expect(find(service, a, aManagedSlice(service, published(a)))).toMatchObject([{ severity: 'info' }])
  })

  it('is all that is asked for by the name of a pod, or by a label that only a leader bears', () => {
    const selector = { ...service.selector, 'statefulset.kubernetes.io/pod-name': 'a' }
    const own = aService('web-0', { selector })
    const owned = aReadyPod('a', 1, { ...ownedBy('StatefulSet', 'web'), labels: selector })
    expect(find(own, owned, aManagedSlice(own, published(owned)), aWorkload('StatefulSet', 3))).toEqual([])
  })

  it('is as many as a DaemonSet can have on one node', () => {
    const owned = aReadyPod('a', 1, ownedBy('DaemonSet', 'web'))
    const records = [service, owned, aManagedSlice(service, published(owned)), aWorkload('DaemonSet', 1)]
    expect(find(...records, aReadyNode('only'))).toEqual([])
    expect(find(...records, aReadyNode('one'), aReadyNode('two'))).toHaveLength(1)
  })

  it('is no matter where people or the API server publish it, nor are two', () => {
    const byHand = aManagedSlice(service, [{ addresses: ['192.0.2.1'] }], { managedBy: 'staff' })
    expect(find(withoutSelector(service), byHand)).toEqual([])
    const b = aReadyPod('b', 2)
    expect(find(service, a, b, aManagedSlice(service, published(a, b)))).toEqual([])
  })
})
