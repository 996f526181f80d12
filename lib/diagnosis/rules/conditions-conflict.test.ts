import { expect, it } from 'vitest'
import { aService, endpointOf } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { conditionsConflict } from './conditions-conflict'
import { aManagedSlice, aReadyPod, lasting } from './slices.fixture'

const service = aService('web')
const a = aReadyPod('a', 1)
const one = aManagedSlice(service, [endpointOf(a)], { name: 'web-1' })
const other = (over: Parameters<typeof endpointOf>[1], slice: Parameters<typeof aManagedSlice>[2] = {}) =>
  aManagedSlice(service, [endpointOf(a, over)], { name: 'web-2', ...slice })

it('warns of an address that two slices contradict each other about', () => {
  expect(findingsOf(conditionsConflict, [service, a, one, other({ ready: false })], lasting)).toMatchObject([
    {
      severity: 'warning',
      facts: { endpoints: 1, address: '10.244.0.1', one: 'web-1', other: 'web-2' },
      objects: [{ name: 'web-1' }, { name: 'web-2' }],
    },
  ])
})

it('lets an endpoint move from one slice to another', () => {
  expect(inquire(conditionsConflict, [service, a, one, other({ ready: false })]).findings).toEqual([])
})

it('is silent where they agree, name different ports, or one of them is ending', () => {
  const silent = [
    other({}),
    other({ ready: false }, { ports: [{ protocol: 'TCP', port: 9090 }] }),
    other({ ready: false, terminating: true }),
  ]
  for (const slice of silent) expect(findingsOf(conditionsConflict, [service, a, one, slice], lasting)).toEqual([])
})
