import { describe, expect, it } from 'vitest'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { aService, aSlice, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire, someTime } from '../inquiry.fixture'
import { toPort } from './ports.fixture'
import { slicePortUnknown } from './slice-port-unknown'

const service = withoutSelector(aService('db', { ports: [toPort(5432, { name: 'postgres', port: 5432 })] }))
const endpoints = [{ addresses: ['192.0.2.1'] }]
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(slicePortUnknown, records)

describe('a port of a slice that is none of the Service', () => {
  it('is an error where it leaves a port without endpoints', () => {
    const slice = aSlice('db', endpoints, { ports: [{ name: 'postgresql', protocol: 'TCP', port: 5432 }] })
    expect(find(service, slice)).toMatchObject([
      {
        id: 'slice-port-unknown:postgresql/TCP',
        severity: 'error',
        facts: { problem: 'name', ports: 'postgres', unserved: 1, endpoints: 1 },
        differences: [{ path: 'ports[name=postgresql].name', is: 'name: postgresql', wants: 'name: postgres' }],
      },
    ])
  })

  it('tells a name without a name, another protocol, and a missing number apart', () => {
    const problems = [
      { protocol: 'TCP', port: 5432 },
      { name: 'postgres', protocol: 'UDP', port: 5432 },
      { name: 'postgres', protocol: 'TCP' },
    ] as const
    const found = problems.map((port) => find(service, aSlice('db', endpoints, { ports: [port] }))[0]?.facts.problem)
    expect(found).toEqual(['name', 'protocol', 'number'])
  })

  it('is a warning where every port of the Service has endpoints all the same', () => {
    const ports = [
      { name: 'postgres', protocol: 'TCP', port: 5432 },
      { name: 'metrics', protocol: 'TCP', port: 9187 },
    ] as const
    expect(find(service, aSlice('db', endpoints, { ports }))).toMatchObject([
      { id: 'slice-port-unknown:metrics/TCP', severity: 'warning', facts: { unserved: 0 } },
    ])
  })

  it('waits for the controller that owns the slice', () => {
    const ports = [{ name: 'old', protocol: 'TCP', port: 5432 }] as const
    const slice = aSlice('db', endpoints, { ports, managedBy: SLICE_CONTROLLER })
    const fresh = inquire(slicePortUnknown, [service, slice])
    expect(fresh.findings).toEqual([])
    expect(fresh.askAgainAt).toBe(Date.parse(someTime) + 10_000)
    const lasting = { now: '2026-01-01T00:00:20Z', heldSince: '2026-01-01T00:00:10Z' }
    expect(findingsOf(slicePortUnknown, [service, slice], lasting)).toHaveLength(1)
  })
})

describe('no unknown port', () => {
  it('is one without a name where the Service has one port without a name', () => {
    const plain = withoutSelector(aService('db'))
    expect(find(plain, aSlice('db', endpoints, { ports: [{ protocol: 'TCP', port: 8080 }] }))).toEqual([])
  })

  it('is found in an empty slice, nor in one of a headless Service', () => {
    const ports = [{ name: 'other', protocol: 'TCP', port: 1 }] as const
    expect(find(service, aSlice('db', [], { ports }))).toEqual([])
    const headless = withoutSelector(aService('db', { clusterIPs: ['None'], ports: [] }))
    expect(find(headless, aSlice('db', endpoints, { ports }))).toEqual([])
  })
})
