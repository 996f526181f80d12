import { expect, it } from 'vitest'
import type { Endpoints } from '@/lib/kubernetes/record'
import { aDeployment } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { overCapacity } from './over-capacity'

const truncated: Endpoints = {
  kind: 'Endpoints',
  namespace: 'default',
  name: 'web',
  uid: 'uid-endpoints',
  labels: {},
  created: '2026-01-01T00:00:00Z',
  annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' },
  subsets: [],
}

it('warns of an Endpoints object that was cut off', () => {
  expect(findingsOf(overCapacity, [...aDeployment('web', 3), truncated])).toMatchObject([
    { severity: 'warning', facts: { endpoints: 3, limit: 1000, state: 'truncated' }, objects: [{ kind: 'Endpoints' }] },
  ])
})

it('warns of more endpoints than one holds, also where it cannot be read', () => {
  expect(findingsOf(overCapacity, aDeployment('web', 1001), { unread: ['endpoints'] })).toMatchObject([
    { facts: { endpoints: 1001, state: 'unknown' } },
  ])
})

it('is silent up to there', () => {
  expect(findingsOf(overCapacity, aDeployment('web', 1000))).toEqual([])
})
