import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { inquireNamespace, namespaceFindingsOf } from '../inquiry.fixture'
import { orphanSlice } from './orphan-slice'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const slice = aManagedSlice(service, published(aReadyPod('a', 1)))
const { managedBy: _, ...byHand } = slice
const find = (...records: readonly KubernetesRecord[]) => namespaceFindingsOf(orphanSlice, records, lasting)

describe('a slice that no Service stands for', () => {
  it('is told as a subject of its own', () => {
    expect(find(slice)).toMatchObject([
      {
        subject: { kind: 'EndpointSlice', name: 'web-abc' },
        finding: { severity: 'warning', facts: { labelled: 'yes', service: 'web', endpoints: 1 } },
      },
    ])
    const { service: _, ...unlabelled } = byHand
    expect(find(unlabelled, service)).toMatchObject([{ finding: { facts: { labelled: 'no' } } }])
  })

  it('names the Service that was probably meant', () => {
    expect(find({ ...byHand, service: 'frontned' }, aService('frontend'))).toMatchObject([
      {
        finding: {
          facts: { near: 'yes', nearest: 'frontend' },
          differences: [{ wants: 'kubernetes.io/service-name: frontend' }],
        },
      },
    ])
  })

  it('is given the time in which the garbage collector removes it', () => {
    expect(inquireNamespace(orphanSlice, [slice]).findings).toEqual([])
  })
})

describe('no orphan', () => {
  it('is a slice of a Service that exists', () => {
    expect(find(service, slice)).toEqual([])
  })

  it('is a slice that somebody else manages', () => {
    expect(find({ ...slice, managedBy: 'mesh.example.com' })).toEqual([])
  })
})
