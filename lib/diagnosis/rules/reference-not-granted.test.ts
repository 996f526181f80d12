import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aGrant, aRouteTo } from './exposure.fixture'
import { referenceNotGranted } from './reference-not-granted'

const db = aService('db', { namespace: 'data' })
const route = aRouteTo([{ namespace: 'data', name: 'db' }], { namespace: 'web' })
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(referenceNotGranted, [db, route, ...records])

describe('a route of another namespace', () => {
  it('needs a grant of the Service’s namespace', () => {
    expect(find()).toMatchObject([
      {
        severity: 'error',
        facts: { kind: 'HTTPRoute', route: 'shop', from: 'web', namespace: 'data' },
        evidence: [{ path: 'spec.rules[0].backendRefs[0].namespace', value: 'data' }],
      },
    ])
    expect(find(aGrant('web', 'data'))).toEqual([])
  })

  it('is let in by a grant for the very Service, not by one for another', () => {
    const to = (name: string) => aGrant('web', 'data', { to: [{ group: '', kind: 'Service', name }] })
    expect(find(to('db'))).toEqual([])
    expect(find(to('cache'))).toHaveLength(1)
  })

  it('is not let in by a grant to others, to other kinds, or of other namespaces', () => {
    expect(find(aGrant('shop', 'data'))).toHaveLength(1)
    expect(find(aGrant('web', 'data', { to: [{ group: '', kind: 'Secret' }] }))).toHaveLength(1)
    const from = [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', namespace: 'web' }]
    expect(find(aGrant('web', 'data', { from }))).toHaveLength(1)
    expect(find(aGrant('web', 'web'))).toHaveLength(1)
  })

  it('needs none within its namespace', () => {
    expect(findingsOf(referenceNotGranted, [aService('web'), aRouteTo([{}])])).toEqual([])
  })

  it('is not judged where grants cannot be read', () => {
    expect(findingsOf(referenceNotGranted, [db, route], { unread: ['referencegrants'] })).toEqual([])
  })
})
