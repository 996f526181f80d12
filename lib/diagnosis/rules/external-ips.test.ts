import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { externalIps } from './external-ips'

it('warns of addresses that every node takes for its own', () => {
  const service = aService('web', { externalIPs: ['203.0.113.7', '203.0.113.8'] })
  expect(findingsOf(externalIps, [service])).toMatchObject([
    { severity: 'warning', facts: { addresses: '203.0.113.7, 203.0.113.8', more: 0, count: 2 } },
  ])
})

it('is silent without any, and of an alias, which kube-proxy passes over', () => {
  expect(findingsOf(externalIps, [aService('web')])).toEqual([])
  const alias = aService('web', { type: 'ExternalName', externalName: 'x.example.com', externalIPs: ['203.0.113.7'] })
  expect(findingsOf(externalIps, [alias])).toEqual([])
})
