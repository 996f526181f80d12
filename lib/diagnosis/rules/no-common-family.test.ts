import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { noCommonFamily } from './no-common-family'
import { aWebPod } from './ports.fixture'

const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(noCommonFamily, records)
const four = (name: string) => aWebPod(name, [], { ips: ['10.244.0.5'] })
const both = (name: string) => aWebPod(name, [], { ips: ['10.244.0.6', 'fd00::6'] })

describe('pods without an address of the Service’s family', () => {
  it('are an error: they are no endpoints', () => {
    expect(find(aService('web', { ipFamilies: ['IPv6'] }), four('a'), both('b'))).toMatchObject([
      {
        id: 'no-common-family',
        severity: 'error',
        facts: { reach: 'all', families: 'IPv6', theirs: 'IPv4', pods: 1, total: 2 },
      },
    ])
  })

  it('leave one family of two without endpoints', () => {
    const dual = aService('web', { ipFamilies: ['IPv4', 'IPv6'] })
    expect(find(dual, four('a'), four('b'))).toMatchObject([
      { id: 'no-common-family:IPv6', severity: 'warning', facts: { reach: 'one', families: 'IPv6' } },
    ])
    expect(find(dual, four('a'), both('b'))).toEqual([])
  })
})

describe('families in common', () => {
  it('are not asked of pods that have no address yet', () => {
    expect(find(aService('web', { ipFamilies: ['IPv6'] }), aWebPod('a', [], { ips: [] }))).toEqual([])
  })

  it('are not missed where the Service is older than families', () => {
    expect(find(aService('web', { ipFamilies: [] }), four('a'))).toEqual([])
    expect(find(aService('web', { ipFamilies: [], clusterIPs: ['None'] }), four('a'))).toEqual([])
  })
})
