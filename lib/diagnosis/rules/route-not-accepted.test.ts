import { describe, expect, it } from 'vitest'
import type { Condition } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aRouteTo } from './exposure.fixture'
import { routeNotAccepted } from './route-not-accepted'

const parent = { kind: 'Gateway', namespace: 'infra', name: 'door', sectionName: 'https' }
const find = (...conditions: Condition[]) =>
  findingsOf(routeNotAccepted, [
    aService('web'),
    aRouteTo([{}], { generation: 3, parentStatus: [{ parent, controller: 'example.com/c', conditions }] }),
  ])

describe('a route that its parent’s controller refuses', () => {
  it('is told with the reason', () => {
    const refused: Condition = {
      type: 'Accepted',
      status: 'False',
      reason: 'NotAllowedByListeners',
      message: 'no listener lets namespace default in',
      observedGeneration: 3,
    }
    expect(find(refused)).toMatchObject([
      {
        id: 'route-not-accepted:HTTPRoute/default/shop:infra/door/https:Accepted',
        severity: 'error',
        facts: { condition: 'Accepted', reason: 'NotAllowedByListeners', parent: 'infra/door', older: 0 },
        evidence: [{ path: 'status.parents[0].conditions[type=Accepted]', condition: refused }],
      },
    ])
  })

  it('is told as of an older version where the controller has not read the present one', () => {
    const old: Condition = { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound', observedGeneration: 2 }
    expect(find(old)).toMatchObject([{ facts: { condition: 'ResolvedRefs', older: 1 } }])
  })

  it('is not seen in conditions that are true, not decided, or of other types', () => {
    expect(
      find(
        { type: 'Accepted', status: 'True' },
        { type: 'ResolvedRefs', status: 'Unknown' },
        { type: 'PartiallyInvalid', status: 'False' },
      ),
    ).toEqual([])
  })
})
