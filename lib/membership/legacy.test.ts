import { describe, expect, it } from 'vitest'
import type { ServicePort } from '@/lib/kubernetes/record'
import { isMirrored, legacyLabels, mirror, predictLegacy, repack } from './legacy'
import type { MemberPod } from './pod'
import type { MemberService } from './service'

const http: ServicePort = { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }

function service(over: Partial<MemberService> = {}): MemberService {
  return {
    namespace: 'shop',
    name: 'web',
    uid: 'u',
    labels: { app: 'web' },
    type: 'ClusterIP',
    selector: { app: 'web' },
    clusterIPs: ['10.96.0.10'],
    ipFamilies: ['IPv4', 'IPv6'],
    ports: [http],
    ...over,
  }
}

function pod(number: number, over: Partial<MemberPod> = {}): MemberPod {
  return {
    namespace: 'shop',
    name: `pod-${number}`,
    uid: `uid-${number}`,
    labels: { app: 'web' },
    phase: 'Running',
    ips: [`fd00::${number}`, `10.244.${number >> 8}.${number & 255}`],
    node: 'gone',
    conditions: [{ type: 'Ready', status: 'True' }],
    containers: [{ ports: [{ name: 'http', protocol: 'TCP', port: 8080 }] }],
    ...over,
  }
}

const ips = (svc: MemberService, ...pods: MemberPod[]) =>
  predictLegacy(svc, pods)?.subsets.map(({ addresses, notReadyAddresses, ports }) => [
    addresses.map(({ ip }) => ip),
    notReadyAddresses.map(({ ip }) => ip),
    ports.map(({ port }) => port),
  ])

describe('the legacy Endpoints object', () => {
  it('has the first family alone, and does not ask whether the node exists', () => {
    expect(ips(service(), pod(1))).toEqual([[['10.244.0.1'], [], [8080]]])
    expect(ips(service({ ipFamilies: ['IPv6'] }), pod(1))).toEqual([[['fd00::1'], [], [8080]]])
  })

  it('leaves terminating pods out, unless unready addresses are published', () => {
    const leaving = pod(1, { deleted: '2026-01-01T00:00:00Z' })
    expect(ips(service(), leaving)).toEqual([])
    expect(ips(service({ publishNotReadyAddresses: true }), leaving)).toEqual([[['10.244.0.1'], [], [8080]]])
  })

  it('tells ready from not ready within one subset', () => {
    const down = pod(2, { conditions: [] })
    expect(ips(service(), pod(1), down)).toEqual([[['10.244.0.1'], ['10.244.0.2'], [8080]]])
  })

  it('leaves out a pod none of whose ports can be resolved', () => {
    expect(ips(service(), pod(1, { containers: [] }))).toEqual([])
  })

  it('puts pods with other ports into a subset of their own', () => {
    const other = pod(2, { containers: [{ ports: [{ name: 'http', protocol: 'TCP', port: 9090 }] }] })
    expect(ips(service(), pod(1), other)).toEqual([
      [['10.244.0.1'], [], [8080]],
      [['10.244.0.2'], [], [9090]],
    ])
  })

  it('keeps at most 1000 addresses, ready ones before others', () => {
    const many = Array.from({ length: 1200 }, (_, index) => pod(index + 1, index < 900 ? {} : { conditions: [] }))
    const wanted = predictLegacy(service(), many)
    expect(wanted?.truncated).toBe(true)
    expect(wanted?.subsets.map((subset) => [subset.addresses.length, subset.notReadyAddresses.length])).toEqual([
      [900, 100],
    ])
    const allReady = predictLegacy(
      service(),
      Array.from({ length: 1001 }, (_, index) => pod(index + 1)),
    )
    expect([allReady?.truncated, allReady?.subsets[0]?.addresses.length]).toEqual([true, 1000])
  })

  it('marks a headless Service and its manager in the labels', () => {
    expect(legacyLabels(service({ clusterIPs: ['None'] }))).toEqual({
      app: 'web',
      'service.kubernetes.io/headless': '',
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    })
  })
})

describe('mirroring', () => {
  const address = (ip: string) => ({ ip })
  const port = { protocol: 'TCP', port: 80 } as const

  it('leaves alone what has a selector, no Service, a mark, or is a lock', () => {
    const selectorless = {}
    expect(isMirrored({ labels: {} }, selectorless)).toBe(true)
    expect(isMirrored({ labels: {} }, service())).toBe(false)
    expect(isMirrored({ labels: {} }, undefined)).toBe(false)
    expect(isMirrored({ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }, selectorless)).toBe(false)
    expect(
      isMirrored({ labels: {}, annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }, selectorless),
    ).toBe(false)
  })

  it('sets ready alone, and parts the families', () => {
    const subset = {
      addresses: [address('192.0.2.1'), address('2001:db8::1')],
      notReadyAddresses: [address('192.0.2.2')],
      ports: [port],
    }
    expect(mirror({ subsets: [subset] })).toEqual([
      {
        family: 'IPv4',
        ports: [port],
        endpoints: [
          { addresses: ['192.0.2.1'], ready: true },
          { addresses: ['192.0.2.2'], ready: false },
        ],
      },
      { family: 'IPv6', ports: [port], endpoints: [{ addresses: ['2001:db8::1'], ready: true }] },
    ])
  })

  it('keeps apart ports for which the same address is ready and not', () => {
    const metrics = { protocol: 'TCP', port: 9102 } as const
    const subsets = [
      { addresses: [address('192.0.2.1')], notReadyAddresses: [], ports: [port] },
      { addresses: [], notReadyAddresses: [address('192.0.2.1')], ports: [metrics] },
    ]
    expect(repack(subsets).map(({ addresses, ports }) => [addresses.length, ports])).toEqual(
      expect.arrayContaining([
        [1, [port]],
        [0, [metrics]],
      ]),
    )
  })

  it('lets not ready beat ready, and joins subsets with the same addresses', () => {
    const metrics = { protocol: 'TCP', port: 9102 } as const
    const subsets = [
      { addresses: [], notReadyAddresses: [address('192.0.2.1')], ports: [port] },
      { addresses: [address('192.0.2.1')], notReadyAddresses: [], ports: [port] },
      { addresses: [], notReadyAddresses: [address('192.0.2.1')], ports: [metrics] },
    ]
    expect(repack(subsets)).toEqual([
      { addresses: [], notReadyAddresses: [address('192.0.2.1')], ports: [port, metrics] },
    ])
  })
})
