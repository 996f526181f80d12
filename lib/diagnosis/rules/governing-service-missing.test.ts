import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { namespaceFindingsOf } from '../inquiry.fixture'
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

  it('is no fault where the Service is there, or where none is named', () => {
    expect(namespaceFindingsOf(governingServiceMissing, [aStatefulSet('db', 'db'), aService('db')])).toEqual([])
    expect(namespaceFindingsOf(governingServiceMissing, [aStatefulSet('db')])).toEqual([])
  })
})
