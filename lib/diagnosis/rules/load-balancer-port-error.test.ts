import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { loadBalancerPortError } from './load-balancer-port-error'

const balanced = (...ports: readonly { port: number; protocol: string; error?: string }[]) =>
  aService('web', { type: 'LoadBalancer', loadBalancer: [{ ip: '203.0.113.9', ports }] })

it('quotes the error of each port that the load balancer could not open', () => {
  const service = balanced(
    { port: 80, protocol: 'TCP' },
    { port: 53, protocol: 'UDP', error: 'MixedProtocolNotSupported' },
    { port: 54, protocol: 'UDP', error: 'MixedProtocolNotSupported' },
  )
  expect(findingsOf(loadBalancerPortError, [service])).toMatchObject([
    {
      severity: 'error',
      facts: { port: 53, protocol: 'UDP', error: 'MixedProtocolNotSupported', address: '203.0.113.9', more: 1 },
      evidence: [{ path: 'status.loadBalancer.ingress[0].ports[1].error' }, {}],
    },
  ])
})

it('is silent where every port is open', () => {
  expect(findingsOf(loadBalancerPortError, [balanced({ port: 80, protocol: 'TCP' })])).toEqual([])
})
