import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService, endpointOf, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aManagedSlice, anUnreadyPod, aReadyPod, lasting, published } from './slices.fixture'
import { staleEndpoint } from './stale-endpoint'

const service = aService('web')
const a = aReadyPod('a', 1)
const slice = aManagedSlice(service, published(a))
const find = (...records: readonly KubernetesRecord[]) => findingsOf(staleEndpoint, records, lasting)
const reasons = (...records: readonly KubernetesRecord[]) => find(...records).map(({ facts }) => facts.staleness)

describe('an endpoint that should not be published as it is', () => {
  it('is told why', () => {
    expect(reasons(service, slice)).toEqual(['gone'])
    expect(reasons(service, slice, { ...a, uid: 'another' })).toEqual(['replaced'])
    expect(reasons(service, slice, { ...a, ips: ['10.244.0.9'] })).toEqual(['address'])
    expect(reasons(service, slice, { ...a, labels: { app: 'quarantined' } })).toEqual(['labels'])
    expect(reasons(service, slice, { ...a, phase: 'Failed' })).toEqual(['finished'])
    const moved = aService('web', { ports: [{ protocol: 'TCP', port: 80, targetPort: 9090 }] })
    expect(reasons(moved, slice, a)).toEqual(['ports'])
    const six = aService('web', { ipFamilies: ['IPv6'] })
    expect(reasons(six, slice, { ...a, ips: ['10.244.0.1', 'fd00::1'] })).toEqual(['family'])
  })

  it('is told once for all endpoints of a kind, with the pods and what contradicts them', () => {
    const b = aReadyPod('b', 2)
    const moved = [a, b].map((pod, at) => ({ ...pod, ips: [`10.244.9.${at}`] }))
    const [finding, ...others] = find(service, aManagedSlice(service, published(a, b)), ...moved)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      id: 'stale-endpoint:address',
      severity: 'error',
      facts: { endpoints: 2, address: '10.244.0.1', pod: 'a' },
      evidence: [
        { path: 'endpoints[0].addresses', value: '10.244.0.1' },
        { path: 'status.podIPs', value: '10.244.9.0' },
      ],
    })
  })

  it('is not told in the first ten seconds', () => {
    expect(inquire(staleEndpoint, [service, slice]).findings).toEqual([])
  })
})

describe('no stale endpoint', () => {
  it('is one of a living pod, also while it terminates', () => {
    const ending = { ...a, deleted: '2026-01-01T00:01:30Z' }
    const draining = aManagedSlice(service, [endpointOf(ending, { ready: false, terminating: true })])
    expect(reasons(service, slice, a)).toEqual([])
    expect(reasons(service, draining, ending)).toEqual([])
  })

  it('is one that people publish by hand, with pods or without', () => {
    const byHand = aManagedSlice(service, published(a), { managedBy: 'staff' })
    expect(reasons(withoutSelector(service), byHand)).toEqual([])
    expect(reasons(service, byHand)).toEqual([])
  })

  it('is one of a pod whose node is gone: nothing makes the controller look again', () => {
    const lost = aReadyPod('a', 1, { node: 'gone' })
    expect(reasons(service, aManagedSlice(service, published(lost)), lost)).toEqual([])
  })

  it('is one of a pod that ended without having been ready, unless it is called all the same', () => {
    const ended = anUnreadyPod('a', 1, { phase: 'Failed' })
    const left = endpointOf(ended, { ready: false, serving: false })
    expect(reasons(service, aManagedSlice(service, [left]), ended)).toEqual([])
    expect(reasons(service, aManagedSlice(service, [{ ...left, ready: true }]), ended)).toEqual(['finished'])
  })

  it('is one whose address another pod has, which its own rule tells', () => {
    const heir = aReadyPod('heir', 1, { namespace: 'other', labels: {} })
    expect(reasons(service, slice, heir)).toEqual([])
  })
})
