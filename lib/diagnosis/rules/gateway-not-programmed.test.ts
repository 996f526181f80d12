import { describe, expect, it } from 'vitest'
import type { Gateway } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aGateway, aGatewayClass, aRouteTo, later } from './exposure.fixture'
import { gatewayNotProgrammed } from './gateway-not-programmed'

const records = (conditions: Gateway['conditions']) => [
  aService('web'),
  aRouteTo([{}]),
  aGateway('door', { conditions }),
]
const waiting: Gateway['conditions'] = [{ type: 'Programmed', status: 'Unknown', reason: 'Pending' }]

describe('a Gateway that passes nothing on', () => {
  it('is an error at once where its controller says so', () => {
    const refused: Gateway['conditions'] = [{ type: 'Programmed', status: 'False', reason: 'AddressNotAssigned' }]
    expect(findingsOf(gatewayNotProgrammed, [...records(refused), aGatewayClass('door')])).toMatchObject([
      {
        severity: 'error',
        facts: { gateway: 'door', reason: 'AddressNotAssigned', classMissing: 0 },
        evidence: [{ type: 'condition', path: 'status.conditions[type=Programmed]' }],
      },
    ])
  })

  it('is given two minutes where its controller has not spoken', () => {
    expect(inquire(gatewayNotProgrammed, [...records(waiting), aGatewayClass('door')])).toMatchObject({
      findings: [],
      askAgainAt: Date.parse('2026-01-01T00:02:00Z'),
    })
    expect(findingsOf(gatewayNotProgrammed, records([]), { now: later })).toHaveLength(1)
  })

  it('says that its class does not exist, as far as that is known', () => {
    expect(findingsOf(gatewayNotProgrammed, records(waiting), { now: later })).toMatchObject([
      { facts: { classMissing: 1, class: 'door' } },
    ])
    const unread = ['gatewayclasses']
    expect(findingsOf(gatewayNotProgrammed, records(waiting), { now: later, unread })).toMatchObject([
      { facts: { classMissing: 0 } },
    ])
  })

  it('is no fault once it is programmed', () => {
    expect(findingsOf(gatewayNotProgrammed, records([{ type: 'Programmed', status: 'True' }]), { now: later })).toEqual(
      [],
    )
  })
})
