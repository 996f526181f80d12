import { describe, expect, it } from 'vitest'
import type { Event } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { later } from './exposure.fixture'
import { loadBalancerPending } from './load-balancer-pending'

const pending = aService('web', { type: 'LoadBalancer' })
const failure: Event = {
  kind: 'Event',
  namespace: 'default',
  name: 'web.1',
  uid: 'e',
  labels: {},
  created: later,
  type: 'Warning',
  reason: 'SyncLoadBalancerFailed',
  message: 'Error syncing load balancer: quota exceeded',
  about: { kind: 'Service', namespace: 'default', name: 'web', uid: pending.uid },
  count: 7,
}

describe('a load balancer without an address', () => {
  it('is given two minutes, and asked for again when they are over', () => {
    expect(inquire(loadBalancerPending, [pending], { now: '2026-01-01T00:01:59Z' })).toMatchObject({
      findings: [],
      askAgainAt: Date.parse('2026-01-01T00:02:00Z'),
    })
    expect(findingsOf(loadBalancerPending, [pending], { now: '2026-01-01T00:02:00Z' })).toMatchObject([
      { severity: 'error', facts: { failures: 0 }, since: pending.created },
    ])
  })

  it('comes with what its controller reported', () => {
    expect(findingsOf(loadBalancerPending, [pending, failure], { now: later })).toMatchObject([
      {
        facts: { failures: 7 },
        evidence: [{ path: 'spec.type' }, { type: 'event', message: 'Error syncing load balancer: quota exceeded' }],
      },
    ])
  })

  it('names the class that no controller takes', () => {
    const classy = aService('web', { type: 'LoadBalancer', loadBalancerClass: 'example.com/internal' })
    expect(findingsOf(loadBalancerPending, [classy], { now: later })).toMatchObject([
      { facts: { classes: 1, class: 'example.com/internal' } },
    ])
  })

  it('is no fault where there is a host name, or an address that kube-proxy leaves to the balancer', () => {
    for (const entry of [{ hostname: 'lb.example.com' }, { ip: '203.0.113.9', ipMode: 'Proxy' }])
      expect(findingsOf(loadBalancerPending, [{ ...pending, loadBalancer: [entry] }], { now: later })).toEqual([])
  })

  it('is asked of no other type, and of nothing that is being deleted', () => {
    expect(findingsOf(loadBalancerPending, [aService('web')], { now: later })).toEqual([])
    expect(findingsOf(loadBalancerPending, [{ ...pending, deleted: later }], { now: later })).toEqual([])
  })
})
