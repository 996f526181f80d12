import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aPod, aService, endpointOf, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { addressOfAnotherPod } from './address-of-another-pod'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const a = aReadyPod('a', 1)
const slice = aManagedSlice(service, published(a))
const stranger = aPod('stranger', { namespace: 'other', ips: ['10.244.0.1'] })
const find = (...records: readonly KubernetesRecord[]) => findingsOf(addressOfAnotherPod, records, lasting)

describe('an endpoint with the address of another pod', () => {
  it('is an error, whether its own pod lives or not', () => {
    const expected = [
      { severity: 'error', facts: { endpoints: 1, address: '10.244.0.1', named: 'a', owner: 'stranger' } },
    ]
    expect(find(service, slice, stranger)).toMatchObject(expected)
    expect(find(service, slice, a, stranger)).toMatchObject(expected)
  })

  it('is not told in the first ten seconds', () => {
    expect(inquire(addressOfAnotherPod, [service, slice, stranger]).findings).toEqual([])
  })
})

describe('no stranger', () => {
  it('is a pod on the host’s network, which shares its node’s address', () => {
    const agents = ['x', 'y'].map((name) => aReadyPod(name, 1, { hostNetwork: true }))
    expect(find(service, aManagedSlice(service, published(agents[0]!)), ...agents)).toEqual([])
  })

  it('is the heir of a pod that is ending', () => {
    const ending = { ...a, deleted: '2026-01-01T00:01:30Z' }
    const draining = aManagedSlice(service, [endpointOf(ending, { ready: false, terminating: true })])
    expect(find(service, draining, ending, stranger)).toEqual([])
  })

  it('is a pod that has ended, or is ending', () => {
    expect(find(service, slice, a, { ...stranger, phase: 'Succeeded' })).toEqual([])
    expect(find(service, slice, a, { ...stranger, deleted: '2026-01-01T00:01:30Z' })).toEqual([])
  })

  it('is a pod whose address somebody publishes by hand', () => {
    const byHand = aManagedSlice(service, [{ addresses: ['10.244.0.1'] }], { managedBy: 'staff' })
    expect(find(withoutSelector(service), byHand, stranger)).toEqual([])
  })
})
