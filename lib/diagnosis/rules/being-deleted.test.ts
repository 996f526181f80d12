import { expect, it } from 'vitest'
import type { Namespace } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { beingDeleted } from './being-deleted'
import { later } from './pods.fixture'

const namespace = (phase: Namespace['phase']): Namespace => ({
  kind: 'Namespace',
  namespace: '',
  name: 'default',
  uid: 'uid-default',
  labels: {},
  created: '2026-01-01T00:00:00Z',
  ...(phase === 'Terminating' && { deleted: later }),
  phase,
})

it('a Service on its way out is told so', () => {
  expect(findingsOf(beingDeleted, [{ ...aService('web'), deleted: later }])).toMatchObject([
    { id: 'being-deleted:service', severity: 'info', facts: { what: 'service', name: 'web' }, since: later },
  ])
})

it('of a namespace on its way out the Services need not be told too', () => {
  const records = [{ ...aService('web'), deleted: later }, namespace('Terminating')]
  expect(findingsOf(beingDeleted, records)).toMatchObject([
    {
      id: 'being-deleted:namespace',
      facts: { what: 'namespace', name: 'default' },
      command: 'kubectl get namespace default -o yaml',
    },
  ])
})

it('nothing is said of a Service that stays', () => {
  expect(findingsOf(beingDeleted, [aService('web'), namespace('Active')])).toEqual([])
})
