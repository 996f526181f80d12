import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, NetworkPolicy, Node, Pod, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { createPolicyJudge } from '@/lib/policy/judge'
import { buildTopology } from '@/lib/topology/build'
import { policyReasons } from './policy-reasons'
import { trafficOf } from './shares'
import type { PortTraffic } from './traffic'
import { parseVantage } from './vantage'
import type { World } from './world'

const meta = (name: string, namespace = 'shop') => ({
  namespace,
  name,
  uid: name,
  labels: {},
  created: '2026-01-01T00:00:00Z',
})

const node = (name: string, zone?: string): Node => ({
  ...meta(name, ''),
  kind: 'Node',
  ...(zone !== undefined && { zone }),
  addresses: [{ type: 'InternalIP', address: `172.30.0.${name.slice(1)}` }],
  podCIDRs: [],
  taints: [],
  conditions: [{ type: 'Ready', status: 'True' }],
})

const nodes = [node('n1', 'a'), node('n2', 'a'), node('n3', 'b')]

const client: Pod = {
  ...meta('client'),
  kind: 'Pod',
  phase: 'Running',
  ips: ['10.244.9.9'],
  node: 'n1',
  containers: [],
  conditions: [],
  readinessGates: [],
  schedulingGates: [],
}

const web = (more: Partial<Service> = {}): Service => ({
  ...meta('web'),
  kind: 'Service',
  type: 'ClusterIP',
  selector: { app: 'web' },
  clusterIPs: ['10.96.0.1'],
  ipFamilies: ['IPv4'],
  ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
  externalIPs: [],
  loadBalancer: [],
  ...more,
})

type Given = Partial<EndpointSlice['endpoints'][number]> & { readonly on: string }

const slice = (...endpoints: readonly Given[]): EndpointSlice => ({
  ...meta('web-1'),
  kind: 'EndpointSlice',
  service: 'web',
  addressType: 'IPv4',
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  endpoints: endpoints.map(({ on, ...more }, index) => ({ addresses: [`10.244.0.${index + 1}`], node: on, ...more })),
})

const world: World = {
  node: (name) => nodes.find((each) => each.name === name),
  nodes,
  pod: (key) => (key === keyOf(client) ? client : undefined),
  dataplane: { name: 'kube-proxy', mode: 'nftables' },
}

function from(vantage: string, service: Service, ...slices: readonly EndpointSlice[]) {
  return seen(vantage, world, service, ...slices).ports
}

function seen(vantage: string, where: World, service: Service, ...slices: readonly EndpointSlice[]) {
  const graph = buildTopology(toRecords([service, ...slices])).services.get('shop/web')
  const at = parseVantage(vantage)
  if (graph === undefined || at === undefined) throw new Error('no graph, or no vantage')
  return trafficOf(graph, at, where)
}

/** Shares by the last part of the address, as percents. */
const sharesOf = (port: ReturnType<typeof from>[number] | undefined) =>
  port?.endpoints.map(({ share }) => Math.round(share * 100))
const codesOf = (port: ReturnType<typeof from>[number] | undefined) => port?.reasons.map(({ code }) => code)

describe('a client inside the cluster', () => {
  it('is given every ready endpoint with the same chance, and keeps its address', () => {
    const [port] = from('pod/shop/client', web(), slice({ on: 'n1' }, { on: 'n2', ready: false }, { on: 'n3' }))
    expect(port).toMatchObject({ via: 'clusterIP', port: 80, verdict: 'forwarded', mode: 'all', source: 'kept' })
    expect(sharesOf(port)).toEqual([50, 0, 50])
  })

  it('loses its address on the way to itself, and there alone', () => {
    const [own] = client.ips
    const endpoints = [
      { addresses: [own ?? ''], node: 'n1' },
      { addresses: ['10.244.3.1'], node: 'n3' },
    ]
    const [port] = from('pod/shop/client', web(), { ...slice(), endpoints })
    expect(port?.source).toBe('kept')
    expect(port?.endpoints.map(({ source }) => source)).toEqual(['rewritten', undefined])
  })

  it('is refused where nobody serves anywhere, and told so', () => {
    const [port] = from('node/n1', web(), slice({ on: 'n1', ready: false, serving: false }))
    expect(port?.verdict).toBe('refused')
    expect(codesOf(port)).toEqual(['no-endpoint'])
  })

  it('times out under the local policy on a node without an endpoint', () => {
    const service = web({ internalTrafficPolicy: 'Local' })
    const [here] = from('node/n1', service, slice({ on: 'n1' }, { on: 'n3' }))
    expect(sharesOf(here)).toEqual([100, 0])
    expect(here?.mode).toBe('local')
    const [elsewhere] = from('node/n2', service, slice({ on: 'n1' }, { on: 'n3' }))
    expect(elsewhere?.verdict).toBe('dropped')
    expect(codesOf(elsewhere)).toEqual(['local-policy', 'none-on-node'])
  })

  it('somewhere in a zone loses the part that its nodes drop', () => {
    const [port] = from('zone/a', web({ internalTrafficPolicy: 'Local' }), slice({ on: 'n1' }, { on: 'n3' }))
    expect(sharesOf(port)).toEqual([50, 0])
    expect(port).toMatchObject({ verdict: 'forwarded', lost: 0.5 })
  })

  it('stays in its zone where every ready endpoint has a hint', () => {
    const hinted = slice({ on: 'n1', zoneHints: ['a'] }, { on: 'n2', zoneHints: ['a'] }, { on: 'n3', zoneHints: ['b'] })
    const [port] = from('node/n2', web(), hinted)
    expect(sharesOf(port)).toEqual([50, 50, 0])
    expect(port?.mode).toBe('zone')
    expect(port?.reasons).toContainEqual({ code: 'zone-hints', facts: { zone: 'a' } })
  })

  it('leaves its zone where one ready endpoint has no hint, and is told why', () => {
    const [port] = from('node/n2', web(), slice({ on: 'n1', zoneHints: ['a'] }, { on: 'n3' }))
    expect(sharesOf(port)).toEqual([50, 50])
    expect(port?.reasons).toContainEqual({ code: 'hints-partial', facts: { count: 1, total: 2 } })
  })

  it('is served by those that drain where nothing is ready', () => {
    const [port] = from('node/n1', web(), slice({ on: 'n1', ready: false, serving: true, terminating: true }))
    expect(port).toMatchObject({ verdict: 'forwarded', mode: 'terminating' })
  })

  it('reaches every endpoint by a balancer’s address though outside is held to the local ones', () => {
    const service = web({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancer: [{ ip: '203.0.113.5' }],
    })
    const ports = from('pod/shop/client', service, slice({ on: 'n2' }, { on: 'n3' }))
    const balancer = ports.find(({ via }) => via === 'loadBalancer')
    expect(sharesOf(balancer)).toEqual([50, 50])
    expect(codesOf(balancer)).toContain('short-circuit')
  })

  it('is kept from a balancer’s address by its source ranges, and from no other way in', () => {
    const service = web({
      type: 'LoadBalancer',
      loadBalancer: [{ ip: '203.0.113.5' }],
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    })
    const ports = from('pod/shop/client', service, slice({ on: 'n2' }))
    expect(ports.map(({ via, verdict }) => [via, verdict])).toEqual([
      ['clusterIP', 'forwarded'],
      ['loadBalancer', 'dropped'],
      ['nodePort', 'forwarded'],
    ])
  })
})

describe('a client outside', () => {
  const balanced = (more: Partial<Service> = {}) =>
    web({
      type: 'LoadBalancer',
      loadBalancer: [{ ip: '203.0.113.5' }],
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
      ...more,
    })

  it('reaches through a node the endpoints of that node alone under the local policy, and keeps its address', () => {
    const service = balanced({ externalTrafficPolicy: 'Local' })
    const [port] = from('outside/n1', service, slice({ on: 'n1' }, { on: 'n1' }, { on: 'n3' }))
    expect(port).toMatchObject({ via: 'nodePort', port: 30080, addresses: ['172.30.0.1'], source: 'kept' })
    expect(sharesOf(port)).toEqual([50, 50, 0])
    const [empty] = from('outside/n2', service, slice({ on: 'n1' }))
    expect(empty?.verdict).toBe('dropped')
  })

  it('loses its address under the cluster policy', () => {
    const [port] = from('outside/n2', balanced(), slice({ on: 'n1' }, { on: 'n3' }))
    expect(port).toMatchObject({ verdict: 'forwarded', source: 'rewritten' })
  })

  it('is spread unevenly by a balancer over nodes with unequal numbers of endpoints', () => {
    const service = balanced({ externalTrafficPolicy: 'Local' })
    const [port] = from('outside', service, slice({ on: 'n1' }, { on: 'n1' }, { on: 'n3' }))
    expect(sharesOf(port)).toEqual([25, 25, 50])
    expect(port?.reasons).toContainEqual({ code: 'balancer-local', facts: { count: 2, total: 3 } })
  })

  it('waits for a balancer that has no address yet', () => {
    const [port] = from('outside', balanced({ loadBalancer: [] }), slice({ on: 'n1' }))
    expect(port?.verdict).toBe('unknown')
    expect(codesOf(port)).toEqual(['no-balancer'])
  })

  it('has no way to a Service that is not published', () => {
    expect(from('outside', web(), slice({ on: 'n1' }))).toEqual([])
    expect(from('outside/n1', web(), slice({ on: 'n1' }))).toEqual([])
  })
})

describe('a Service without a cluster IP', () => {
  it('is picked from by DNS, whatever hints and policies say', () => {
    const service = web({ clusterIPs: ['None'], internalTrafficPolicy: 'Local' })
    const [port] = from(
      'node/n1',
      service,
      slice({ on: 'n3', zoneHints: ['b'] }, { on: 'n2' }, { on: 'n1', ready: false }),
    )
    expect(port).toMatchObject({ via: 'dns', port: 80, verdict: 'forwarded', source: 'kept' })
    expect(sharesOf(port)).toEqual([50, 50, 0])
  })

  it('is not found by name where nobody is ready', () => {
    const [port] = from('node/n1', web({ clusterIPs: ['None'] }), slice({ on: 'n1', ready: false }))
    expect(port?.verdict).toBe('refused')
    expect(codesOf(port)).toEqual(['no-record'])
  })

  it('says nothing of where another name leads', () => {
    const [port] = from('node/n1', web({ type: 'ExternalName', clusterIPs: [], externalName: 'db.example' }))
    expect(port?.verdict).toBe('unknown')
  })
})

describe('a client that NetworkPolicies keep out of some pods', () => {
  const open = { ...client, name: 'open', uid: 'open', ips: ['10.244.0.1'], labels: { tier: 'open' } }
  const shut = { ...client, name: 'shut', uid: 'shut', ips: ['10.244.0.2'], labels: { tier: 'shut' } }
  const deny: NetworkPolicy = {
    ...meta('deny-shut'),
    kind: 'NetworkPolicy',
    podSelector: { matchLabels: { tier: 'shut' }, matchExpressions: [] },
    policyTypes: ['Ingress'],
    ingress: [],
    egress: [],
  }
  const policing = (policies: readonly NetworkPolicy[] | undefined, otherKinds: readonly string[] = []): World => ({
    ...world,
    pod: (key) => [client, open, shut].find((pod) => keyOf(pod) === key),
    policy: createPolicyJudge({ policiesIn: () => policies, namespaceLabels: () => ({}), otherKinds }),
  })
  const target = (name: string) => ({ kind: 'Pod', namespace: 'shop', name })
  const both = slice({ on: 'n1', target: target('open') }, { on: 'n2', target: target('shut') })
  const verdicts = (port: PortTraffic | undefined) => port?.endpoints.map(({ policy }) => policy?.verdict)

  it('is sent to them all the same, and times out there', () => {
    const [port] = seen('pod/shop/client', policing([deny]), web(), both).ports
    expect(sharesOf(port)).toEqual([50, 50])
    expect(verdicts(port)).toEqual(['allowed', 'isolated'])
    expect(port?.stopped).toBe(0.5)
    expect(port?.reasons).toContainEqual({ code: 'policy-stops', facts: { policies: 'deny-shut', share: 0.5 } })
    const told = port?.endpoints.flatMap(({ policy }) => (policy ? policyReasons(policy) : []))
    expect(told?.map(({ code }) => code)).toEqual(['policy-open', 'policy-ingress-isolated'])
  })

  it('is not known to be kept out where its address is rewritten on the way', () => {
    const service = web({ externalIPs: ['203.0.113.7'] })
    const ports = seen('pod/shop/client', policing([deny]), service, both).ports
    const [byName, byExternalIP] = ['clusterIP', 'externalIP'].map((way) => ports.find(({ via }) => via === way))
    expect(verdicts(byName)).toEqual(['allowed', 'isolated'])
    expect(verdicts(byExternalIP)).toEqual(['allowed', 'unknown'])
    expect(byExternalIP?.stopped).toBeUndefined()
  })

  it('is not known to be let in where policies cannot be read, or others may be there', () => {
    expect(verdicts(seen('pod/shop/client', policing(undefined), web(), both).ports[0])).toEqual(['unknown', 'unknown'])
    const [port] = seen('pod/shop/client', policing([], ['ciliumnetworkpolicies.cilium.io']), web(), both).ports
    expect(verdicts(port)).toEqual(['unknown', 'unknown'])
    const [first] = port?.endpoints ?? []
    expect(first?.policy && policyReasons(first.policy)[0]?.code).toBe('policy-beyond')
  })
})

describe('what is not read', () => {
  const blind = (...unread: readonly string[]): World => ({ ...world, unread: new Set(unread), pod: () => undefined })
  const verdictOf = (vantage: string, where: World, ...slices: readonly EndpointSlice[]) =>
    seen(vantage, where, web(), ...slices).ports.map(({ verdict, reasons }) => [verdict, ...reasons.map(factsOf)])
  const factsOf = ({ facts }: PortTraffic['reasons'][number]) => facts.resource

  it('is never taken for nobody', () => {
    expect(verdictOf('node/n1', blind('endpointslices'))).toEqual([['unknown', 'endpointslices']])
    expect(verdictOf('node/n1', blind('nodes'), slice({ on: 'n1' }))).toEqual([['unknown', 'nodes']])
    expect(verdictOf('pod/shop/other', blind('pods'), slice({ on: 'n1' }))).toEqual([['unknown', 'pods']])
  })

  it('decides where hints ask for a zone that nobody knows, and not otherwise', () => {
    const where = { ...world, node: () => undefined, nodes: [], unread: new Set(['nodes']) }
    expect(verdictOf('pod/shop/client', where, slice({ on: 'n1', zoneHints: ['a'] }))).toEqual([['unknown', 'nodes']])
    expect(verdictOf('pod/shop/client', where, slice({ on: 'n1' }))).toEqual([['forwarded']])
  })
})

describe('the addresses of a Service', () => {
  it('are told as the mode of kube-proxy treats them', () => {
    const service = web({
      type: 'NodePort',
      ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    })
    const notes = (dataplane: World['dataplane']) =>
      seen('node/n1', { ...world, dataplane }, service, slice({ on: 'n1' })).notes.map(({ code }) => code)
    expect(notes({ name: 'kube-proxy', mode: 'iptables' })).toEqual(['unlisted-ports-iptables', 'node-ports-iptables'])
    expect(notes({ name: 'unknown' })).toEqual(['data-plane-unknown', 'unlisted-ports-unknown', 'node-ports-unknown'])
    expect(notes({ name: 'cilium' })).toEqual(['data-plane-other'])
  })
})

describe('many nodes', () => {
  it('add up to what each of them would do by itself', () => {
    const crowd = [...nodes, ...Array.from({ length: 20 }, (_, at) => node(`n${at + 4}`, at % 2 === 0 ? 'a' : 'b'))]
    const where = { ...world, nodes: crowd, node: (name: string) => crowd.find((each) => each.name === name) }
    const cases = [
      slice({ on: 'n1', zoneHints: ['a'] }, { on: 'n3', zoneHints: ['b'] }, { on: 'n2', zoneHints: ['a'] }),
      slice({ on: 'n1', zoneHints: ['a'], nodeHints: ['n9'] }, { on: 'n3', zoneHints: ['b'], nodeHints: ['n5'] }),
      slice({ on: 'n1' }, { on: 'n3' }),
    ]
    for (const endpoints of cases)
      for (const policy of ['Cluster', 'Local'] as const)
        for (const zone of ['a', 'b']) {
          const service = web({ internalTrafficPolicy: policy })
          const [whole] = seen(`zone/${zone}`, where, service, endpoints).ports
          const parts = crowd
            .filter((each) => each.zone === zone)
            .map(({ name }) => seen(`node/${name}`, where, service, endpoints).ports[0])
          const mean = (of: (port: PortTraffic | undefined) => number) =>
            parts.reduce((sum, part) => sum + of(part), 0) / parts.length
          for (const [at, { share }] of whole?.endpoints.entries() ?? [])
            expect(share).toBeCloseTo(
              mean((part) => part?.endpoints[at]?.share ?? 0),
              12,
            )
          expect(whole?.lost ?? 0).toBeCloseTo(
            mean((part) => (part?.verdict === 'forwarded' ? 0 : 1)),
            12,
          )
        }
  })
})

describe('the shares of a port that forwards', () => {
  it('and what is lost add up to one', () => {
    for (const vantage of ['pod/shop/client', 'node/n3', 'zone/a', 'outside', 'outside/n1'])
      for (const policy of ['Local', 'Cluster'] as const) {
        const service = web({
          type: 'LoadBalancer',
          loadBalancer: [{ ip: '203.0.113.5' }],
          internalTrafficPolicy: policy,
          externalTrafficPolicy: policy,
        })
        for (const port of from(vantage, service, slice({ on: 'n1' }, { on: 'n1' }, { on: 'n3' })))
          if (port.verdict === 'forwarded')
            expect(port.endpoints.reduce((sum, { share }) => sum + share, port.lost ?? 0)).toBeCloseTo(1, 12)
      }
  })
})
