import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { inquireNamespace, namespaceFindingsOf } from '../inquiry.fixture'
import { aStatefulSet } from './exposure.fixture'
import { governingServiceMissing } from './governing-service-missing'

describe('a StatefulSet whose Service does not exist', () => {
  it('is told of that Service', () => {
    expect(namespaceFindingsOf(governingServiceMissing, [aStatefulSet('db', 'db-peers')])).toMatchObject([
      {
        subject: { kind: 'Service', name: 'db-peers' },
        finding: {
          severity: 'warning',
          facts: { statefulSet: 'db', statefulSets: 1, slips: 0 },
          evidence: [{ path: 'spec.serviceName', value: 'db-peers' }],
        },
      },
    ])
  })

  it('is looked at again where the StatefulSet came a moment ago: the Service may be about to', () => {
    const verdict = inquireNamespace(governingServiceMissing, [aStatefulSet('db', 'db')], {
      now: '2026-01-01T00:00:03Z',
    })
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:05Z') })
  })

  it('is no fault where the Service is there, or where none is named', () => {
    expect(namespaceFindingsOf(governingServiceMissing, [aStatefulSet('db', 'db'), aService('db')])).toEqual([])
    expect(namespaceFindingsOf(governingServiceMissing, [aStatefulSet('db')])).toEqual([])
  })
})
