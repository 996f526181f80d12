import { expect, it } from 'vitest'
import { aService, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { selectorIgnored } from './selector-ignored'

const alias = aService('pay', { type: 'ExternalName', externalName: 'pay.example.com', clusterIPs: [], ports: [] })

it('an ExternalName with a selector is told that nobody looks at it', () => {
  expect(findingsOf(selectorIgnored, [alias])).toMatchObject([
    { severity: 'warning', facts: { selector: 'app: pay', externalName: 'pay.example.com' } },
  ])
})

it.each([
  ['an ExternalName without one', withoutSelector(alias)],
  ['an ExternalName with an empty one', { ...alias, selector: {} }],
  ['any other Service', aService('web')],
])('nothing is said of %s', (_, service) => {
  expect(findingsOf(selectorIgnored, [service])).toEqual([])
})
