import { expect, it } from 'vitest'
import { aNode, aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { nodeMissing } from './node-missing'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const lost = aReadyPod('a', 1, { node: 'gone' })
const fine = aReadyPod('b', 2, { node: 'here' })
const records = [service, lost, fine, aNode('here'), aManagedSlice(service, published(fine))]

it('tells of pods whose node does not exist', () => {
  expect(findingsOf(nodeMissing, records, lasting)).toMatchObject([
    { severity: 'warning', facts: { pods: 1, total: 2, published: 0, nodes: 'gone' }, objects: [{ name: 'a' }] },
  ])
  const stillThere = [...records.slice(0, 4), aManagedSlice(service, published(lost, fine))]
  expect(findingsOf(nodeMissing, stillThere, lasting)).toMatchObject([{ facts: { published: 1 } }])
})

it('gives the node the time to appear, and the pods the time to go with it', () => {
  expect(inquire(nodeMissing, records).findings).toEqual([])
})

it('says nothing where nodes cannot be read, or the pod has no node yet', () => {
  expect(findingsOf(nodeMissing, records, { ...lasting, unread: ['nodes'] })).toEqual([])
  const { node: _, ...unplaced } = lost
  expect(findingsOf(nodeMissing, [service, unplaced, aNode('here')], lasting)).toEqual([])
})
