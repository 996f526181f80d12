import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Endpoints } from '@/lib/kubernetes/record'
import { endpointSlicesTable, endpointsTable } from './kubectl-table'

const now = Date.parse('2026-01-02T00:00:00Z')
const meta = { namespace: 'default', uid: 'u', labels: {}, created: '2026-01-01T23:55:30Z' }

function endpoints(...subsets: readonly { ips: readonly string[]; ports: readonly number[] }[]): Endpoints {
  return {
    ...meta,
    kind: 'Endpoints',
    name: 'web-service',
    subsets: subsets.map(({ ips, ports }) => ({
      addresses: ips.map((ip) => ({ ip })),
      notReadyAddresses: [{ ip: '10.9.9.9' }],
      ports: ports.map((port) => ({ port, protocol: 'TCP' as const })),
    })),
  }
}

function slice(part: Partial<EndpointSlice>): EndpointSlice {
  return {
    ...meta,
    kind: 'EndpointSlice',
    name: 'web-service-x7k2p',
    addressType: 'IPv4',
    ports: [],
    endpoints: [],
    ...part,
  }
}

const cells = (text: string, line = 1) => text.split('\n')[line]?.split(/ {2,}/)

describe('kubectl get endpoints', () => {
  it('prints three addresses as kubectl does, to the space', () => {
    expect(endpointsTable(endpoints({ ips: ['10.244.1.7', '10.244.2.4', '10.244.3.5'], ports: [8080] }), now)).toBe(
      [
        'NAME          ENDPOINTS                                         AGE',
        'web-service   10.244.1.7:8080,10.244.2.4:8080,10.244.3.5:8080   4m30s',
      ].join('\n'),
    )
  })

  it('tells how many more there are after the third', () => {
    const text = endpointsTable(
      endpoints({ ips: ['10.1.2.3', '10.1.2.4', '10.1.2.5', '10.1.2.6', '10.1.2.7'], ports: [8080] }),
      now,
    )
    expect(cells(text)?.[1]).toBe('10.1.2.3:8080,10.1.2.4:8080,10.1.2.5:8080 + 2 more...')
  })

  it('counts every address once a port, over all subsets', () => {
    const text = endpointsTable(
      endpoints({ ips: ['10.1.2.3', '10.1.2.4'], ports: [80, 443] }, { ips: ['10.1.2.9'], ports: [80] }),
      now,
    )
    expect(cells(text)?.[1]).toBe('10.1.2.3:80,10.1.2.4:80,10.1.2.3:443 + 2 more...')
  })

  it('prints bare addresses where a headless Service has no ports, and IPv6 in brackets', () => {
    expect(cells(endpointsTable(endpoints({ ips: ['10.1.2.3'], ports: [] }), now))?.[1]).toBe('10.1.2.3')
    expect(cells(endpointsTable(endpoints({ ips: ['fd00::1'], ports: [80] }), now))?.[1]).toBe('[fd00::1]:80')
  })

  it('tells no subset from a subset without a ready address', () => {
    expect(cells(endpointsTable(endpoints(), now))?.[1]).toBe('<none>')
    const unready = endpointsTable(endpoints({ ips: [], ports: [80] }), now)
    expect(unready.split('\n')[1]).toBe('web-service               4m30s')
  })
})

describe('kubectl get endpointslices', () => {
  it('prints ports and addresses of each slice, ready or not', () => {
    const text = endpointSlicesTable(
      [
        slice({
          ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
          endpoints: [{ addresses: ['10.244.1.7'], ready: false }, { addresses: ['10.244.2.4'] }],
        }),
      ],
      'default',
      now,
    )
    expect(text).toBe(
      [
        'NAME                ADDRESSTYPE   PORTS   ENDPOINTS               AGE',
        'web-service-x7k2p   IPv4          8080    10.244.1.7,10.244.2.4   4m30s',
      ].join('\n'),
    )
  })

  it('says unset for the placeholder slice and no resources where there is no slice', () => {
    expect(cells(endpointSlicesTable([slice({})], 'default', now))?.slice(2, 4)).toEqual(['<unset>', '<unset>'])
    expect(endpointSlicesTable([], 'shop', now)).toBe('No resources found in shop namespace.')
  })

  it('cuts each cell after three and counts the rest', () => {
    const text = endpointSlicesTable(
      [
        slice({
          ports: [1, 2, 3, 4].map((port) => ({ port })),
          endpoints: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'].map((ip) => ({ addresses: [ip] })),
        }),
      ],
      'default',
      now,
    )
    expect(cells(text)?.slice(2, 4)).toEqual(['1,2,3 + 1 more...', '10.0.0.1,10.0.0.2,10.0.0.3 + 2 more...'])
  })
})
