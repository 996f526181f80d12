import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { inquireNamespace, namespaceFindingsOf } from '../inquiry.fixture'
import { aRouteTo } from './exposure.fixture'
import { routeBackendMissing } from './route-backend-missing'

const find = (...records: Parameters<typeof namespaceFindingsOf>[1]) =>
  namespaceFindingsOf(routeBackendMissing, records)

describe('a route that leads to a Service which does not exist', () => {
  it('is told of that Service', () => {
    expect(find(aService('web'), aRouteTo([{ name: 'web' }, { name: 'wbe' }]))).toMatchObject([
      {
        subject: { kind: 'Service', name: 'wbe' },
        finding: {
          severity: 'error',
          facts: { kind: 'HTTPRoute', route: 'shop', near: 'web' },
          evidence: [{ path: 'spec.rules[0].backendRefs[1].name' }],
        },
      },
    ])
  })

  it('is told in the namespace that it leads into, whichever it comes from', () => {
    const route = aRouteTo([{ namespace: 'data', name: 'gone' }])
    expect(find(route)).toEqual([])
    expect(namespaceFindingsOf(routeBackendMissing, [route], { namespace: 'data' })).toMatchObject([
      { subject: { name: 'gone' }, finding: { facts: { route: 'default/shop' } } },
    ])
  })

  it('is not counted twice where a Service of the same name is missing elsewhere', () => {
    expect(find(aRouteTo([{ name: 'gone' }, { namespace: 'data', name: 'gone' }]))).toMatchObject([
      { finding: { facts: { routes: 1 } } },
    ])
  })

  it('is looked at again where the route came a moment ago: the Service may be about to', () => {
    const verdict = inquireNamespace(routeBackendMissing, [aRouteTo([{ name: 'gone' }])], {
      now: '2026-01-01T00:00:03Z',
    })
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:05Z') })
  })

  it('is no fault where the Service is there, and says nothing of backends of other kinds', () => {
    expect(find(aService('web'), aRouteTo([{}]))).toEqual([])
    expect(find(aRouteTo([{ kind: 'Bucket.storage.example' }]))).toEqual([])
  })
})
