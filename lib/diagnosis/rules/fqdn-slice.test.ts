import { expect, it } from 'vitest'
import { aService, aSlice, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { fqdnSlice } from './fqdn-slice'

const service = withoutSelector(aService('db'))

it('tells that endpoints published by name are ignored', () => {
  const slice = aSlice('db', [{ addresses: ['db.example.com'] }], { addressType: 'FQDN' })
  expect(findingsOf(fqdnSlice, [service, slice])).toMatchObject([
    { severity: 'warning', facts: { endpoints: 1, address: 'db.example.com' } },
  ])
})

it('is silent about addresses, and about an empty slice', () => {
  expect(findingsOf(fqdnSlice, [service, aSlice('db', [{ addresses: ['192.0.2.1'] }])])).toEqual([])
  expect(findingsOf(fqdnSlice, [service, aSlice('db', [], { addressType: 'FQDN' })])).toEqual([])
})
