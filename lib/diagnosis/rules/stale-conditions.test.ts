import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService, endpointOf } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aManagedSlice, anUnreadyPod, aReadyPod, lasting, published } from './slices.fixture'
import { staleConditions } from './stale-conditions'

const service = aService('web')
const unready = anUnreadyPod('a', 1)
const find = (...records: readonly KubernetesRecord[]) => findingsOf(staleConditions, records, lasting)

describe('published conditions that are not the pod’s', () => {
  it('have a pod called that is not ready', () => {
    expect(find(service, unready, aManagedSlice(service, published(unready)))).toMatchObject([
      {
        id: 'stale-conditions:called',
        severity: 'error',
        facts: { direction: 'called', endpoints: 1, pod: 'a' },
        differences: [
          {
            path: 'endpoints[0].conditions',
            is: 'ready: true, serving: true, terminating: false',
            wants: 'ready: false, serving: false, terminating: false',
          },
        ],
      },
    ])
  })

  it('spare a pod that is ready, or do not say that one is ending', () => {
    const ready = aReadyPod('a', 1)
    const spared = aManagedSlice(service, [endpointOf(ready, { ready: false, serving: false })])
    expect(find(service, ready, spared)).toMatchObject([{ facts: { direction: 'spared' } }])
    const ending = anUnreadyPod('a', 1, { deleted: '2026-01-01T00:01:30Z' })
    const silent = aManagedSlice(service, [endpointOf(ending, { ready: false, serving: false })])
    expect(find(service, ending, silent)).toMatchObject([{ facts: { direction: 'other' } }])
  })

  it('are waited for', () => {
    expect(inquire(staleConditions, [service, unready, aManagedSlice(service, published(unready))]).findings).toEqual(
      [],
    )
  })

  it('are right where the Service publishes whoever is not ready', () => {
    const tolerant = aService('web', { publishNotReadyAddresses: true })
    const slice = aManagedSlice(tolerant, [endpointOf(unready, { ready: true, serving: false })])
    expect(find(tolerant, unready, slice)).toEqual([])
  })
})
