import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aGateway, aRouteTo } from './exposure.fixture'
import { gatewayMissing } from './gateway-missing'

const web = aService('web')
const route = aRouteTo([{}])

describe('a route on a Gateway that does not exist', () => {
  it('is an error, told once however many listeners it names', () => {
    const [parent] = route.parents
    const parents = [
      { ...parent!, sectionName: 'a' },
      { ...parent!, sectionName: 'b' },
    ]
    expect(findingsOf(gatewayMissing, [web, { ...route, parents }])).toMatchObject([
      { severity: 'error', facts: { gateway: 'door', namespace: 'default' } },
    ])
  })

  it('is looked at again where the route came a moment ago: the Gateway may be about to', () => {
    const verdict = inquire(gatewayMissing, [web, route], { now: '2026-01-01T00:00:03Z' })
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:05Z') })
  })

  it('is no fault where the Gateway is there', () => {
    expect(findingsOf(gatewayMissing, [web, route, aGateway('door')])).toEqual([])
  })

  it('is not known where Gateways cannot be read', () => {
    expect(findingsOf(gatewayMissing, [web, route], { unread: ['gateways'] })).toEqual([])
  })

  it('is not said of parents of other kinds, such as a Service in a mesh or the Gateway of another API', () => {
    const parents = ['Service', 'Gateway.networking.istio.io'].map((kind) => ({
      kind,
      namespace: 'default',
      name: 'x',
    }))
    expect(findingsOf(gatewayMissing, [web, { ...route, parents }])).toEqual([])
  })
})
