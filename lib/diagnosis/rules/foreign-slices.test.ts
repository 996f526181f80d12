import { expect, it } from 'vitest'
import { aService, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { foreignSlices } from './foreign-slices'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const endpoints = published(aReadyPod('a', 1))
const foreign = aManagedSlice(service, endpoints, { managedBy: 'mesh.example.com' })

it('warns of slices that others publish beside the selected pods', () => {
  expect(findingsOf(foreignSlices, [service, foreign], lasting)).toMatchObject([
    { severity: 'warning', facts: { slices: 1, endpoints: 1, managed: 'yes', managers: 'mesh.example.com' } },
  ])
  const { managedBy: _, ...byHand } = foreign
  expect(findingsOf(foreignSlices, [service, byHand], lasting)).toMatchObject([{ facts: { managed: 'no' } }])
})

it('lets the mirroring controller clean up after a selector was given', () => {
  expect(inquire(foreignSlices, [service, foreign]).findings).toEqual([])
})

it('is silent where nobody else is to publish, and about slices without endpoints', () => {
  expect(findingsOf(foreignSlices, [withoutSelector(service), foreign], lasting)).toEqual([])
  expect(findingsOf(foreignSlices, [service, aManagedSlice(service, endpoints)], lasting)).toEqual([])
  expect(findingsOf(foreignSlices, [service, { ...foreign, endpoints: [] }], lasting)).toEqual([])
})
