import { describe, expect, it } from 'vitest'
import { aNode, aService, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire, someTime } from '../inquiry.fixture'
import { missingFromSlices } from './missing-from-slices'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const [a, b] = [aReadyPod('a', 1), aReadyPod('b', 2)]
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(missingFromSlices, records, lasting)

describe('a pod that belongs into the slices', () => {
  it('is missed once it has been out of them for ten seconds', () => {
    expect(find(service, a, b, aManagedSlice(service, published(a)))).toMatchObject([
      { severity: 'error', facts: { pods: 1, total: 2, pod: 'b' }, since: '2026-01-01T00:00:40.000Z' },
    ])
  })

  it('is not missed before, and is looked for again', () => {
    const fresh = inquire(missingFromSlices, [service, a, b, aManagedSlice(service, published(a))])
    expect(fresh.findings).toEqual([])
    expect(fresh.askAgainAt).toBe(Date.parse(someTime) + 10_000)
  })

  it('is missed where nodes cannot be read: none is said to be gone', () => {
    const placed = aReadyPod('a', 1, { node: 'worker' })
    const records = [service, placed, aManagedSlice(service, [])]
    expect(findingsOf(missingFromSlices, records, { ...lasting, unread: ['nodes'] })).toHaveLength(1)
  })

  it('is missed in one family of two', () => {
    const dual = aService('web', { ipFamilies: ['IPv4', 'IPv6'] })
    const both = aReadyPod('a', 1, { ips: ['10.244.0.1', 'fd00::1'] })
    expect(find(dual, both, aManagedSlice(dual, published(both)))).toHaveLength(1)
  })

  it('is missed where somebody else’s slice publishes it', () => {
    expect(find(service, a, aManagedSlice(service, published(a), { managedBy: 'mesh.example.com' }))).toHaveLength(1)
  })
})

describe('nothing is missed', () => {
  it('where all pods are published', () => {
    expect(find(service, a, b, aManagedSlice(service, published(a, b)))).toEqual([])
  })

  it('of pods without an address, that have ended, or that are ending', () => {
    const out = [
      aReadyPod('a', 1, { ips: [] }),
      aReadyPod('b', 2, { phase: 'Succeeded' }),
      aReadyPod('c', 3, { deleted: someTime }),
    ]
    expect(find(service, ...out, aManagedSlice(service, []))).toEqual([])
  })

  it('of a pod whose node is gone, unless it is published whatever its state', () => {
    const lost = aReadyPod('a', 1, { node: 'gone' })
    expect(find(service, lost, aNode('here'), aManagedSlice(service, []))).toEqual([])
    const tolerant = aService('web', { publishNotReadyAddresses: true })
    expect(find(tolerant, lost, aNode('here'), aManagedSlice(tolerant, []))).toHaveLength(1)
  })

  it('where no controller looks for pods', () => {
    const slice = aManagedSlice(service, [{ addresses: ['192.0.2.1'] }], { managedBy: 'staff' })
    expect(find(withoutSelector(service), a, slice)).toEqual([])
    expect(find(aService('web', { selector: {} }), a, slice)).toEqual([])
  })

  it('while the pods cannot be read', () => {
    const records = [service, a, aManagedSlice(service, [])]
    expect(findingsOf(missingFromSlices, records, { ...lasting, unread: ['pods'] })).toEqual([])
  })
})
