import { describe, expect, it } from 'vitest'
import type { Endpoints } from '@/lib/kubernetes/record'
import { aService, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { mirrorSkipped } from './mirror-skipped'
import { selectorlessUnpublished } from './selectorless-unpublished'
import { aManagedSlice, lasting } from './slices.fixture'

const service = withoutSelector(aService('db'))
const byHand = aManagedSlice(service, [{ addresses: ['192.0.2.1'] }], { managedBy: 'staff' })
const endpoints: Endpoints = {
  kind: 'Endpoints',
  namespace: 'default',
  name: 'db',
  uid: 'uid-endpoints',
  labels: {},
  created: '2026-01-01T00:00:00Z',
  subsets: [{ addresses: [{ ip: '192.0.2.1' }], notReadyAddresses: [], ports: [{ protocol: 'TCP', port: 5432 }] }],
}
const skipped: Endpoints = { ...endpoints, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }

describe('a Service without a selector', () => {
  it('is an error where nobody publishes an endpoint for it', () => {
    expect(findingsOf(selectorlessUnpublished, [service], lasting)).toMatchObject([
      { severity: 'error', facts: { legacy: 'none', emptySelector: 'no' } },
    ])
    expect(findingsOf(selectorlessUnpublished, [{ ...service, selector: {} }], lasting)).toMatchObject([
      { facts: { emptySelector: 'yes' } },
    ])
    const empty = { ...byHand, endpoints: [] }
    expect(findingsOf(selectorlessUnpublished, [service, empty], lasting)).toHaveLength(1)
  })

  it('is an error where its Endpoints object was not mirrored, and ten seconds are over', () => {
    expect(findingsOf(selectorlessUnpublished, [service, endpoints], lasting)).toMatchObject([
      { facts: { legacy: 'filled' } },
    ])
    expect(inquire(selectorlessUnpublished, [service, endpoints]).findings).toEqual([])
  })

  it('is right where it is headless and keeps an Endpoints object that holds no addresses', () => {
    const record = { ...endpoints, subsets: [] }
    const headless = { ...service, clusterIPs: ['None'] }
    expect(findingsOf(selectorlessUnpublished, [headless, record], lasting)).toEqual([])
    expect(findingsOf(selectorlessUnpublished, [service, record], lasting)).toHaveLength(1)
    expect(findingsOf(selectorlessUnpublished, [headless], lasting)).toHaveLength(1)
  })

  it('is right with a slice that people made', () => {
    expect(findingsOf(selectorlessUnpublished, [service, byHand], lasting)).toEqual([])
  })

  it('is right where it is the API server’s own, or a name for another', () => {
    const api = withoutSelector(aService('kubernetes'))
    expect(findingsOf(selectorlessUnpublished, [api], lasting)).toEqual([])
    expect(findingsOf(selectorlessUnpublished, [{ ...service, type: 'ExternalName' }], lasting)).toEqual([])
    expect(findingsOf(selectorlessUnpublished, [aService('db')], lasting)).toEqual([])
  })
})

describe('an Endpoints object that is not to be mirrored', () => {
  it('is an error where no slice stands for its Service', () => {
    expect(findingsOf(mirrorSkipped, [service, skipped], lasting)).toMatchObject([
      { severity: 'error', facts: { addresses: 1 }, objects: [{ kind: 'Endpoints', name: 'db' }] },
    ])
    expect(findingsOf(selectorlessUnpublished, [service, skipped], lasting)).toEqual([])
  })

  it('is right beside slices that people made, and where it has no addresses', () => {
    expect(findingsOf(mirrorSkipped, [service, skipped, byHand], lasting)).toEqual([])
    expect(findingsOf(mirrorSkipped, [service, { ...skipped, subsets: [] }], lasting)).toEqual([])
    expect(findingsOf(mirrorSkipped, [service, endpoints], lasting)).toEqual([])
  })

  it('is unknown where Endpoints cannot be read', () => {
    expect(findingsOf(mirrorSkipped, [service, skipped], { ...lasting, unread: ['endpoints'] })).toEqual([])
  })
})
