import { describe, expect, it } from 'vitest'
import type { Route } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aGateway, aRouteTo, later } from './exposure.fixture'
import { routeWithoutParent } from './route-without-parent'

const web = aService('web')
const ignored = aRouteTo([{}], { parentStatus: [] })

describe('a route that no controller has answered', () => {
  it('is a warning once a controller had the time to', () => {
    expect(findingsOf(routeWithoutParent, [web, ignored, aGateway('door')], { now: later })).toMatchObject([
      { severity: 'warning', facts: { parents: 'door', count: 1 }, evidence: [{ path: 'spec.parentRefs[0].name' }] },
    ])
    const young = inquire(routeWithoutParent, [web, ignored, aGateway('door')], { now: '2026-01-01T00:00:10Z' })
    expect(young).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:30Z') })
  })

  it('is one for a mesh where its parents are Services', () => {
    const parents = [{ kind: 'Service', namespace: 'default', name: 'web' }]
    const told = (route: Route) =>
      findingsOf(routeWithoutParent, [web, route], { now: later }).map(({ facts }) => facts.mesh)
    expect(told(aRouteTo([{}], { parents, parentStatus: [] }))).toEqual(['yes'])
    expect(told(aRouteTo([{}], { parents: [], parentStatus: [] }))).toEqual(['no'])
  })

  it('is no fault where one has', () => {
    expect(findingsOf(routeWithoutParent, [web, aRouteTo([{}]), aGateway('door')], { now: later })).toEqual([])
  })

  it('is not told where its only Gateway does not exist, which is', () => {
    expect(findingsOf(routeWithoutParent, [web, ignored], { now: later })).toEqual([])
  })

  it('is told where it names no parent at all', () => {
    const lost = aRouteTo([{}], { parents: [], parentStatus: [] })
    expect(findingsOf(routeWithoutParent, [web, lost], { now: later })).toMatchObject([{ facts: { count: 0 } }])
  })
})
