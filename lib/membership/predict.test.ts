import { describe, expect, it } from 'vitest'
import type { ServicePort } from '@/lib/kubernetes/record'
import { type LeftOut, membershipOf } from './membership'
import type { MemberNode, MemberPod } from './pod'
import { predict } from './predict'
import type { MemberService } from './service'

const nodes = new Map<string, MemberNode>([
  ['worker-1', { name: 'worker-1', zone: 'a' }],
  ['worker-2', { name: 'worker-2', zone: 'b' }],
  ['bare', { name: 'bare' }],
])
const nodeOf = (name: string) => nodes.get(name)

function service(over: Partial<MemberService> = {}): MemberService {
  return {
    namespace: 'shop',
    name: 'web',
    uid: 'service-uid',
    labels: {},
    type: 'ClusterIP',
    selector: { app: 'web' },
    clusterIPs: ['10.96.0.10'],
    ipFamilies: ['IPv4'],
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    ...over,
  }
}

function pod(name: string, over: Partial<MemberPod> = {}): MemberPod {
  return {
    namespace: 'shop',
    name,
    uid: `${name}-uid`,
    labels: { app: 'web' },
    phase: 'Running',
    ips: ['10.244.0.5', 'fd00:244::5'],
    node: 'worker-1',
    conditions: [{ type: 'Ready', status: 'True' }],
    containers: [{ ports: [{ name: 'http', protocol: 'TCP', port: 8080 }] }],
    ...over,
  }
}

const notReady = { conditions: [{ type: 'Ready', status: 'False' }] }

function only(svc: MemberService, ...pods: MemberPod[]) {
  const groups = predict(svc, pods, nodeOf)
  expect(groups).toHaveLength(1)
  return groups![0]!
}

function reasonFor(p: MemberPod, over: Partial<MemberService> = {}): LeftOut | undefined {
  const membership = membershipOf(service(over), p, p.node === undefined ? undefined : nodeOf(p.node), 'IPv4')
  return membership.type === 'leftOut' ? membership.reason : undefined
}

describe('who is published', () => {
  it('leaves Services alone that have no selector, an empty one, or an external name', () => {
    const { selector: _, ...selectorless } = service()
    expect(predict(selectorless, [pod('a')], nodeOf)).toBeUndefined()
    expect(predict(service({ selector: {} }), [pod('a')], nodeOf)).toBeUndefined()
    expect(predict(service({ type: 'ExternalName' }), [pod('a')], nodeOf)).toBeUndefined()
  })

  it('takes pods of its own namespace that carry every pair', () => {
    const picky = service({ selector: { app: 'web', tier: 'front' } })
    const group = only(
      picky,
      pod('a', { labels: { app: 'web', tier: 'front', extra: 'x' } }),
      pod('b'),
      pod('c', { namespace: 'other', labels: { app: 'web', tier: 'front' } }),
    )
    expect(group.endpoints.map(({ target }) => target?.name)).toEqual(['a'])
  })

  it('is not misled by labels that look like properties of an object', () => {
    expect(only(service({ selector: { constructor: 'x' } }), pod('a')).endpoints).toEqual([])
  })

  it('leaves out pods that ended, have no address, or none of the family', () => {
    expect(reasonFor(pod('a', { phase: 'Succeeded' }))).toBe('finished')
    expect(reasonFor(pod('a', { phase: 'Failed' }))).toBe('finished')
    expect(reasonFor(pod('a', { ips: [] }))).toBe('noAddress')
    expect(reasonFor(pod('a', { ips: ['fd00:244::5'] }))).toBe('noAddressOfFamily')
  })

  it('skips a pod whose node is gone, unless unready addresses are published', () => {
    expect(reasonFor(pod('a', { node: 'gone' }))).toBe('noNode')
    expect(reasonFor(pod('a', { node: 'gone' }), { publishNotReadyAddresses: true })).toBeUndefined()
  })

  it('gives a family in which nothing is published one empty group without ports', () => {
    const dual = service({ ipFamilies: ['IPv4', 'IPv6'] })
    const groups = predict(dual, [pod('a', { ips: ['10.244.0.5'] })], nodeOf)
    expect(groups?.map(({ family, ports, endpoints }) => [family, ports.length, endpoints.length])).toEqual([
      ['IPv4', 1, 1],
      ['IPv6', 0, 0],
    ])
  })

  it('publishes both families of a dual-stack pod, each address once', () => {
    const groups = predict(service({ ipFamilies: ['IPv6', 'IPv4'] }), [pod('a')], nodeOf)
    expect(groups?.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses))).toEqual([
      'fd00:244::5',
      '10.244.0.5',
    ])
  })

  it('guesses the families of a Service that does not name them', () => {
    const families = (clusterIPs: string[]) =>
      predict(service({ ipFamilies: [], clusterIPs }), [], nodeOf)?.map(({ family }) => family)
    expect(families(['fd00:10:96::a'])).toEqual(['IPv6'])
    expect(families(['None'])).toEqual(['IPv4', 'IPv6'])
  })
})

describe('conditions', () => {
  const conditionsOf = (p: MemberPod, over: Partial<MemberService> = {}) => {
    const [endpoint] = only(service(over), p).endpoints
    return [endpoint?.ready, endpoint?.serving, endpoint?.terminating]
  }
  const deleted = '2026-01-01T00:00:00Z'

  it('is ready when serving and not terminating', () => {
    expect(conditionsOf(pod('a'))).toEqual([true, true, false])
    expect(conditionsOf(pod('a', notReady))).toEqual([false, false, false])
  })

  it('keeps a terminating endpoint while it still serves, but never ready', () => {
    expect(conditionsOf(pod('a', { deleted }))).toEqual([false, true, true])
    expect(conditionsOf(pod('a', { deleted, ...notReady }))).toEqual([false, false, true])
  })

  it('calls everything ready where unready addresses are published, and still tells what serves', () => {
    const all = { publishNotReadyAddresses: true } as const
    expect(conditionsOf(pod('a', notReady), all)).toEqual([true, false, false])
    expect(conditionsOf(pod('a', { deleted, ...notReady }), all)).toEqual([true, false, true])
  })
})

describe('ports', () => {
  const http: ServicePort = { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }
  const portsOf = (svc: MemberService, p: MemberPod) => only(svc, p).ports

  it('takes a number as it is, declared by a container or not', () => {
    const port = { protocol: 'TCP', port: 80, targetPort: 4711 } as const
    expect(portsOf(service({ ports: [port] }), pod('a'))).toEqual([{ protocol: 'TCP', port: 4711 }])
  })

  it('finds a name only under the same protocol', () => {
    const udp = pod('a', { containers: [{ ports: [{ name: 'http', protocol: 'UDP', port: 8080 }] }] })
    expect(portsOf(service({ ports: [http] }), udp)).toEqual([])
    expect(portsOf(service({ ports: [http] }), pod('a'))).toEqual([{ name: 'http', protocol: 'TCP', port: 8080 }])
  })

  it('looks in containers first, then in init containers that keep running, never in others', () => {
    const named = (port: number) => [{ name: 'http', protocol: 'TCP', port } as const]
    const sidecar = { init: true, restartable: true, ports: named(1) } as const
    const init = { init: true, ports: named(2) } as const
    const main = { ports: named(3) }
    const numberIn = (...containers: MemberPod['containers'][number][]) =>
      portsOf(service({ ports: [http] }), pod('a', { containers }))[0]?.port
    expect(numberIn(sidecar, main)).toBe(3)
    expect(numberIn(init, sidecar)).toBe(1)
    expect(numberIn(init)).toBeUndefined()
  })

  it('publishes a pod without a port that it cannot resolve, and without ports if there is none', () => {
    const grpc: ServicePort = { name: 'grpc', protocol: 'TCP', port: 90, targetPort: 'grpc', appProtocol: 'h2c' }
    const group = only(service({ ports: [http, grpc] }), pod('a'))
    expect(group.ports.map(({ name }) => name)).toEqual(['http'])
    const none = only(service({ ports: [grpc] }), pod('a'))
    expect([none.ports, none.endpoints.length]).toEqual([[], 1])
  })

  it('groups pods by what their ports resolve to', () => {
    const other = pod('b', { containers: [{ ports: [{ name: 'http', protocol: 'TCP', port: 9090 }] }] })
    const groups = predict(service({ ports: [http] }), [pod('a'), other, pod('c')], nodeOf)
    expect(groups?.map(({ ports, endpoints }) => [ports[0]?.port, endpoints.length])).toEqual([
      [8080, 2],
      [9090, 1],
    ])
  })

  it('allows a headless Service to have no ports', () => {
    const group = only(service({ clusterIPs: ['None'], ports: [] }), pod('a'))
    expect([group.ports, group.endpoints.length]).toEqual([[], 1])
  })
})

describe('what an endpoint says of its place', () => {
  it('names node, zone and pod, and no zone where the node has none', () => {
    const [endpoint] = only(service(), pod('a', { node: 'worker-2' })).endpoints
    expect(endpoint).toMatchObject({
      node: 'worker-2',
      zone: 'b',
      target: { kind: 'Pod', namespace: 'shop', name: 'a', uid: 'a-uid' },
    })
    expect(only(service(), pod('a', { node: 'bare' })).endpoints[0]).not.toHaveProperty('zone')
  })

  it('has a hostname only where the subdomain is the Service', () => {
    const hostOf = (over: Partial<MemberPod>) => only(service(), pod('a', over)).endpoints[0]?.hostname
    expect(hostOf({ hostname: 'web-0', subdomain: 'web' })).toBe('web-0')
    expect(hostOf({ hostname: 'web-0', subdomain: 'peers' })).toBeUndefined()
    expect(hostOf({ subdomain: 'web' })).toBeUndefined()
  })

  const hintsOf = (over: Partial<MemberService>, p = pod('a')) => {
    const [endpoint] = only(service(over), p).endpoints
    return [endpoint?.zoneHints, endpoint?.nodeHints]
  }

  it.each(['PreferClose', 'PreferSameZone'])('hints at its own zone with %s', (trafficDistribution) => {
    expect(hintsOf({ trafficDistribution })).toEqual([['a'], undefined])
  })

  it('hints at zone and node with PreferSameNode, and at the node alone where there is no zone', () => {
    const trafficDistribution = 'PreferSameNode'
    expect(hintsOf({ trafficDistribution })).toEqual([['a'], ['worker-1']])
    expect(hintsOf({ trafficDistribution }, pod('a', { node: 'bare' }))).toEqual([undefined, ['bare']])
  })

  it('gives no hint to what is not ready, nor where the topology annotation rules', () => {
    const trafficDistribution = 'PreferSameZone'
    const annotations = { 'service.kubernetes.io/topology-mode': 'Auto' }
    expect(hintsOf({ trafficDistribution }, pod('a', notReady))).toEqual([undefined, undefined])
    expect(hintsOf({ trafficDistribution, annotations })).toEqual([undefined, undefined])
    expect(hintsOf({ trafficDistribution: 'PreferElsewhere' })).toEqual([undefined, undefined])
  })

  it('lets the older hints annotation win over the newer', () => {
    const annotations = {
      'service.kubernetes.io/topology-mode': 'Auto',
      'service.kubernetes.io/topology-aware-hints': 'Disabled',
    }
    expect(hintsOf({ trafficDistribution: 'PreferClose', annotations })).toEqual([['a'], undefined])
  })
})
