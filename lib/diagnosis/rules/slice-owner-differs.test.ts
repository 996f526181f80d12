import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { sliceOwnerDiffers } from './slice-owner-differs'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const endpoints = published(aReadyPod('a', 1))
const old = aManagedSlice(service, endpoints, { owner: { kind: 'Service', name: 'web', uid: 'of-yesterday' } })

it('warns of a slice that belongs to an earlier Service of the name', () => {
  expect(findingsOf(sliceOwnerDiffers, [service, old], lasting)).toMatchObject([
    { severity: 'warning', facts: { slices: 1, owned: 'yes', endpoints: 1 } },
  ])
})

it('gives the garbage collector its time', () => {
  expect(inquire(sliceOwnerDiffers, [service, old]).findings).toEqual([])
})

it('is silent about its own slices, and about those that others make', () => {
  expect(findingsOf(sliceOwnerDiffers, [service, aManagedSlice(service, endpoints)], lasting)).toEqual([])
  expect(findingsOf(sliceOwnerDiffers, [service, { ...old, managedBy: 'staff' }], lasting)).toEqual([])
})
