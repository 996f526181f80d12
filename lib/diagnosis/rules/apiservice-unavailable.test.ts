import { expect, it } from 'vitest'
import type { Condition } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { apiserviceUnavailable } from './apiservice-unavailable'
import { anApiCaller } from './exposure.fixture'

const calls = [{ namespace: 'default', service: 'metrics', port: 443 }]
const find = (condition: Condition) =>
  findingsOf(apiserviceUnavailable, [
    aService('metrics'),
    anApiCaller('APIService', 'v1beta1.metrics.k8s.io', { calls, conditions: [condition] }),
  ])

it('quotes why the API that the Service should serve is unavailable', () => {
  const condition: Condition = {
    type: 'Available',
    status: 'False',
    reason: 'MissingEndpoints',
    message: 'no endpoints',
  }
  expect(find(condition)).toMatchObject([
    {
      severity: 'error',
      facts: { apiService: 'v1beta1.metrics.k8s.io', reason: 'MissingEndpoints' },
      evidence: [{ type: 'condition', condition }],
    },
  ])
})

it('is silent where it is available, or not yet judged', () => {
  expect(find({ type: 'Available', status: 'True' })).toEqual([])
  expect(find({ type: 'Available', status: 'Unknown' })).toEqual([])
})
