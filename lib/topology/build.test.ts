import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Pod, SliceEndpoint } from '@/lib/kubernetes/record'
import { applyChanges, toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from './build'
import type { ServiceGraph } from './graph'
import {
  aCaller,
  aDeployment,
  aNode,
  anApiCaller,
  anIngress,
  aPod,
  aReplicaSet,
  aRoute,
  aService,
  aSlice,
  endpointOf,
  ownedBy,
  withoutSelector,
} from './records.fixture'

function graphOf(records: readonly KubernetesRecord[], key = 'default/web'): ServiceGraph {
  return buildTopology(toRecords(records)).services.get(key)!
}

const frontend = (name: string, over: Partial<Pod> = {}) => aPod(name, { labels: { app: 'web' }, ...over })

describe('the endpoints of a Service', () => {
  it('joins slices by their service-name label alone, never by name or owner', () => {
    const pod = frontend('a')
    const graph = graphOf([
      aService('web'),
      pod,
      aSlice('web', [endpointOf(pod)], { name: 'entirely-different' }),
      aSlice('other', [endpointOf(pod, { address: '10.244.9.9' })], {
        name: 'web-abc',
        ...ownedBy('Service', 'web'),
      }),
    ])
    expect(graph.slices.map((slice) => slice.name)).toEqual(['entirely-different'])
    expect(graph.members.flatMap((member) => member.endpoints.map((endpoint) => endpoint.address))).toEqual([
      '10.244.1.1',
    ])
  })

  it('does not join a slice of another namespace', () => {
    const pod = frontend('a', { namespace: 'shop' })
    expect(graphOf([aService('web'), pod, aSlice('web', [endpointOf(pod)], { namespace: 'shop' })]).members).toEqual([])
  })

  it.each<[Partial<SliceEndpoint>, string]>([
    [{}, 'ready'],
    [{ ready: true }, 'ready'],
    [{ ready: false }, 'notReady'],
    [{ ready: false, serving: true, terminating: true }, 'draining'],
    [{ ready: false, serving: false, terminating: true }, 'terminating'],
    [{ ready: false, terminating: true }, 'terminating'],
    [{ terminating: true }, 'draining'],
    [{ ready: true, serving: true, terminating: true }, 'draining'],
    [{ ready: false, serving: true, terminating: false }, 'notReady'],
  ])('reads the conditions %j as %s', (conditions, state) => {
    const graph = graphOf([aService('web'), aSlice('web', [{ addresses: ['10.0.0.1'], ...conditions }])])
    expect(graph.members.map((member) => member.state)).toEqual([state])
  })

  it('makes one member of a dual-stack pod, as bad as its worse family', () => {
    const pod = frontend('a', { ips: ['10.244.1.1', 'fd00::1'] })
    const graph = graphOf([
      aService('web', { ipFamilies: ['IPv4', 'IPv6'] }),
      pod,
      aSlice('web', [endpointOf(pod, { address: 'fd00::1', ready: false })], { name: 'six', addressType: 'IPv6' }),
      aSlice('web', [endpointOf(pod)], { name: 'two' }),
    ])
    expect(graph.members).toHaveLength(1)
    expect(graph.members[0]!.endpoints.map((endpoint) => endpoint.family)).toEqual(['IPv4', 'IPv6'])
    expect(graph.members[0]!.state).toBe('notReady')
    expect(graph.counts).toMatchObject({ ready: 0, notReady: 1 })
  })

  it('keeps an endpoint whose pod is gone, or whose name another pod has taken, apart from the live pod', () => {
    const pod = frontend('a', { uid: 'new' })
    const graph = graphOf([
      aService('web'),
      pod,
      aSlice('web', [endpointOf({ ...pod, uid: 'old' }), endpointOf(pod, { address: '10.244.1.2' })]),
    ])
    expect(graph.members.map((member) => [member.id, member.pod?.uid])).toEqual([
      ['Pod/default/a/old', undefined],
      ['Pod/default/a/new', 'new'],
    ])
  })

  it('trusts a targetRef without a uid', () => {
    const pod = frontend('a')
    const target = { kind: 'Pod', namespace: 'default', name: 'a' }
    const graph = graphOf([aService('web'), pod, aSlice('web', [{ addresses: ['10.244.1.1'], target }])])
    expect(graph.members.map((member) => member.pod)).toEqual([pod])
  })

  it('gives addresses of a selectorless Service each a member of its own', () => {
    const graph = graphOf([
      withoutSelector(aService('web')),
      aSlice('web', [{ addresses: ['192.0.2.2'] }, { addresses: ['192.0.2.10'] }]),
    ])
    expect(graph.members.map((member) => member.id)).toEqual(['192.0.2.2|:8080/TCP', '192.0.2.10|:8080/TCP'])
    expect(graph.counts.ready).toBe(2)
  })

  it('keeps the id of an endpoint that moves to another slice, and tells copies apart', () => {
    const entry = { addresses: ['192.0.2.1'] }
    const ids = (slices: readonly string[]) =>
      graphOf([
        withoutSelector(aService('web')),
        ...slices.map((name) => aSlice('web', [entry], { name })),
      ]).members.map((member) => member.id)
    expect(ids(['one'])).toEqual(ids(['two']))
    expect(new Set(ids(['one', 'two'])).size).toBe(2)
    expect(ids(['one', 'two'])).toContain(ids(['one'])[0])
  })

  it('says that nothing can be called where a slice carries no port of the Service', () => {
    const pod = frontend('a')
    const ports = [{ name: 'http', protocol: 'TCP' as const, port: 80, targetPort: 'web' }]
    const graph = graphOf([aService('web', { ports }), pod, aSlice('web', [endpointOf(pod)], { ports: [] })])
    expect(graph.members[0]).toMatchObject({ state: 'missing', reasons: ['noPort'] })
    expect(graph.members[0]!.endpoints).toHaveLength(1)
  })

  it('lets DNS answer with a headless pod that publishes no port', () => {
    const pod = frontend('a')
    const graph = graphOf([
      aService('web', { clusterIPs: ['None'], ports: [] }),
      pod,
      aSlice('web', [endpointOf(pod)], { ports: [] }),
    ])
    expect(graph.members[0]).toMatchObject({ state: 'ready', reasons: [] })
  })

  it('orders by zone, node, pod and address as people count, and never by state', () => {
    const order = (ready: boolean) => {
      const pods = ['db-10', 'db-2', 'db-1'].map((name, at) =>
        frontend(name, { node: at === 2 ? 'worker-10' : 'worker-2', ips: [`10.0.0.${at}`] }),
      )
      const entries = pods.map((pod, at) => endpointOf(pod, { zone: at === 2 ? 'a' : 'b', ready: at === 1 || ready }))
      return graphOf([aService('web'), ...pods, aSlice('web', entries)]).members.map((member) => member.pod?.name)
    }
    expect(order(true)).toEqual(['db-1', 'db-2', 'db-10'])
    expect(order(false)).toEqual(order(true))
  })
})

describe('pods that match and are not published', () => {
  const reasonsOf = (pod: Partial<Pod>, others: readonly KubernetesRecord[] = [], service = {}) =>
    graphOf([aService('web', service), frontend('a', pod), ...others]).members.map(({ state, reasons }) => [
      state,
      ...reasons,
    ])

  it('is pending while it has no address', () => {
    expect(reasonsOf({ phase: 'Pending', ips: [] })).toEqual([['pending', 'noAddress']])
  })

  it('keeps a finished pod and counts it nowhere', () => {
    expect(reasonsOf({ phase: 'Succeeded' })).toEqual([['missing', 'finished']])
    expect(graphOf([aService('web'), frontend('a', { phase: 'Failed', ips: [] })]).counts.missing).toBe(0)
  })

  it('passes over a pod that is on its way out', () => {
    expect(reasonsOf({ deleted: '2026-01-01T00:00:30Z' })).toEqual([])
  })

  it('names a family that the pod has no address of', () => {
    expect(reasonsOf({}, [], { ipFamilies: ['IPv6'] })).toEqual([['missing', 'noFamily']])
  })

  it('names a port that does not resolve by name and protocol, a sidecar’s included', () => {
    const ports = [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'web' }]
    const container = { name: 'x', image: 'x', ports: [{ name: 'web', protocol: 'UDP' as const, port: 1 }] }
    const sidecar = {
      ...container,
      init: true as const,
      restartable: true as const,
      ports: [{ name: 'web', protocol: 'TCP' as const, port: 2 }],
    }
    expect(reasonsOf({ containers: [container] }, [], { ports })).toEqual([['missing', 'noPort']])
    expect(reasonsOf({ containers: [container, sidecar] }, [], { ports })).toEqual([['missing', 'notPublished']])
  })

  it('says that the node is gone only where nodes are known, and not under publishNotReadyAddresses', () => {
    const pod = { node: 'gone' }
    expect(reasonsOf(pod, [aNode('here')])).toEqual([['missing', 'noNode']])
    expect(reasonsOf(pod)).toEqual([['missing', 'notPublished']])
    expect(reasonsOf(pod, [aNode('here')], { publishNotReadyAddresses: true })).toEqual([['missing', 'notPublished']])
  })

  it('matches nothing without a selector, with an empty one, or on an ExternalName', () => {
    expect(reasonsOf({}, [], { selector: {} })).toEqual([])
    expect(reasonsOf({}, [], { type: 'ExternalName', clusterIPs: [], externalName: 'example.com' })).toEqual([])
    expect(graphOf([withoutSelector(aService('web')), frontend('a')]).members).toEqual([])
  })

  it('wants every pair of the selector', () => {
    const selector = { app: 'web', tier: 'front' }
    expect(reasonsOf({}, [], { selector })).toEqual([])
    expect(reasonsOf({ labels: { tier: 'front', app: 'web', x: 'y' } }, [], { selector })).toHaveLength(1)
  })

  it('is safe against labels named like an object’s own members', () => {
    const labels = JSON.parse('{"constructor":"x","__proto__":"y"}')
    expect(graphOf([aService('web', { selector: labels }), frontend('a', { labels })]).members).toHaveLength(1)
    expect(graphOf([aService('web', { selector: labels }), frontend('a', { labels: {} })]).members).toHaveLength(0)
  })
})

describe('what stands behind a Service', () => {
  it('sees through a ReplicaSet to its Deployment, and names the ReplicaSet where it knows no more', () => {
    const records = aDeployment('web', 2)
    expect(graphOf(records).workload).toBe('Deployment/web')
    expect(graphOf(records.filter((record) => record.kind !== 'ReplicaSet')).workload).toBe('ReplicaSet/web-6d8f')
    const foreign = { ...aReplicaSet('web-6d8f', 'web'), uid: 'another' }
    expect(graphOf([...records.filter((record) => record.kind !== 'ReplicaSet'), foreign]).workload).toBe(
      'ReplicaSet/web-6d8f',
    )
  })

  it('names no workload where there are two, and none for a static pod', () => {
    const pods = [
      frontend('a', ownedBy('StatefulSet', 'a')),
      frontend('b', ownedBy('Node', 'worker-1')),
      frontend('c', ownedBy('DaemonSet', 'c')),
    ]
    expect(graphOf([aService('web'), ...pods]).workload).toBeUndefined()
    expect(graphOf([aService('web'), ...pods.slice(0, 2)]).workload).toBe('StatefulSet/a')
  })

  it('takes the zone from the endpoint, and from the node where nothing is published', () => {
    const [published, waiting] = [frontend('a', { node: 'n1' }), frontend('b', { node: 'n1' })]
    const graph = graphOf([
      aService('web'),
      published,
      waiting,
      aNode('n1', 'zone-of-node'),
      aSlice('web', [endpointOf(published, { zone: 'zone-as-published' })]),
    ])
    expect(graph.zones).toEqual(['zone-as-published', 'zone-of-node'])
  })
})

describe('the ways into a Service', () => {
  const ports = [
    { name: 'http', protocol: 'TCP' as const, port: 80, targetPort: 8080, nodePort: 30080 },
    { name: 'admin', protocol: 'TCP' as const, port: 81, targetPort: 8081, nodePort: 30081 },
  ]
  const rule = (service: string, port: number | string, host?: string) => ({
    path: '/',
    pathType: 'Prefix',
    backend: { service, port },
    ...(host !== undefined && { host }),
  })

  it('begins with the name that the cluster’s DNS knows', () => {
    expect(graphOf([aService('web')]).clients).toEqual([
      { kind: 'dns', id: 'dns/default/web', name: 'web.default.svc', ports: [] },
    ])
  })

  it('finds an Ingress by its rules and its default backend, and resolves ports by number and by name', () => {
    const [, client] = graphOf([
      aService('web', { ports }),
      anIngress('shop', {
        className: 'nginx',
        rules: [rule('web', 'admin', 'b.example.com'), rule('web', 8080, 'a.example.com'), rule('other', 80, 'x')],
        defaultBackend: { service: 'web', port: 80 },
        loadBalancer: [{ ip: '203.0.113.1' }],
      }),
    ]).clients
    expect(client).toMatchObject({
      kind: 'ingress',
      className: 'nginx',
      hosts: ['*', 'a.example.com', 'b.example.com'],
      addresses: ['203.0.113.1'],
      ports: [80, 81],
      unresolved: [8080],
    })
  })

  it('finds a route of another namespace, and passes over one that names another Service', () => {
    const backend = { kind: 'Service', namespace: 'default', name: 'web', port: 80, weight: 1 }
    const clients = graphOf([
      aService('web'),
      aRoute('in', {
        namespace: 'edge',
        hostnames: ['shop.example.com'],
        parents: [{ kind: 'Gateway', namespace: 'edge', name: 'public' }],
        rules: [{ matches: [], backends: [backend] }],
      }),
      aRoute('out', { rules: [{ matches: [], backends: [{ ...backend, namespace: 'edge' }] }] }),
    ]).clients
    expect(clients.slice(1)).toEqual([
      {
        kind: 'route',
        id: 'HTTPRoute/edge/in/default/web',
        routeKind: 'HTTPRoute',
        namespace: 'edge',
        name: 'in',
        hosts: ['shop.example.com'],
        gateways: ['edge/public'],
        ports: [80],
      },
    ])
  })

  it('knows load balancers, external addresses and node ports', () => {
    const { clients } = graphOf([
      aService('web', {
        type: 'LoadBalancer',
        ports,
        externalIPs: ['198.51.100.7'],
        loadBalancer: [{ ip: '203.0.113.1' }, { hostname: 'lb.example.com' }],
      }),
    ])
    expect(clients.slice(1)).toEqual([
      { kind: 'loadBalancer', id: 'loadBalancer/default/web', addresses: ['203.0.113.1', 'lb.example.com'], ports: [] },
      { kind: 'externalIP', id: 'externalIP/default/web', addresses: ['198.51.100.7'], ports: [] },
      { kind: 'nodePort', id: 'nodePort/default/web', nodePorts: [30080, 30081], ports: [80, 81] },
    ])
  })

  it('knows the names by which the pods of a headless Service find one another', () => {
    const pod = aPod('web-0', { labels: { app: 'web' }, hostname: 'web-0', subdomain: 'web' })
    const slice = aSlice('web', [endpointOf(pod, { hostname: 'web-0' })])
    const headless = aService('web', { clusterIPs: ['None'] })
    expect(graphOf([headless, pod, slice]).clients.slice(1)).toEqual([
      { kind: 'headlessPeer', id: 'headlessPeer/default/web', names: ['web-0.web.default.svc'], ports: [] },
    ])
    expect(graphOf([aService('web'), pod, slice]).clients).toHaveLength(1)
    expect(graphOf([headless, pod, aSlice('web', [endpointOf(pod)])]).clients).toHaveLength(1)
  })

  it('gathers all for which the API server calls the Service', () => {
    const call = { namespace: 'default', service: 'web', port: 80 }
    const { clients } = graphOf([
      aService('web', { ports }),
      anApiCaller('ValidatingWebhookConfiguration', 'policy', [call, { ...call, port: 443 }]),
      anApiCaller('APIService', 'v1.example.com', [call]),
      anApiCaller('CustomResourceDefinition', 'other', [{ ...call, service: 'other' }]),
    ])
    expect(clients.slice(1)).toEqual([
      {
        kind: 'apiServer',
        id: 'apiServer/default/web',
        callers: [
          { kind: 'APIService', name: 'v1.example.com' },
          { kind: 'ValidatingWebhookConfiguration', name: 'policy' },
        ],
        ports: [80],
        unresolved: [443],
      },
    ])
  })

  it('draws a workload that names the Service as inferred, from any namespace, and not one that stands behind it', () => {
    const pod = aPod('web-0', { labels: { app: 'web' }, ...ownedBy('StatefulSet', 'web') })
    const { clients } = graphOf([
      aService('web'),
      pod,
      aSlice('web', [endpointOf(pod)]),
      aCaller('StatefulSet/web', ['default/web']),
      aCaller('cart', ['default/web'], 'shop'),
    ])
    expect(clients.slice(1)).toEqual([
      {
        kind: 'inferred',
        id: 'inferred/shop/Deployment/cart/default/web',
        workloadKind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        ports: [],
      },
    ])
  })

  it('loses an inferred client when its workload no longer names the Service', () => {
    const records = toRecords([aService('web'), aCaller('cart', ['default/web'])])
    const topology = buildTopology(records)
    const next = applyChanges(records, [{ type: 'put', record: aCaller('cart', ['default/api']) }])
    expect(buildTopology(next, topology).services.get('default/web')?.clients).toHaveLength(1)
  })
})

describe('a topology built from the one before', () => {
  const nodes = [aNode('n1', 'a'), aNode('n2', 'b')]
  const start = toRecords([
    ...nodes,
    ...aDeployment('web', 3, { nodes }),
    ...aDeployment('api', 3, { nodes, subnet: 2 }),
  ])

  it('is the same object while nothing that it shows has changed', () => {
    const topology = buildTopology(start)
    expect(buildTopology(start, topology)).toBe(topology)
    const { cpuMillis: _, ...node } = { ...nodes[0]!, cpuMillis: 1 }
    const moved = applyChanges(start, [{ type: 'put', record: { ...node, podCIDRs: ['10.0.0.0/24'] } }])
    expect(buildTopology(moved, topology)).toBe(topology)
  })

  it('changes the one member of the one Service whose pod changed', () => {
    const before = buildTopology(start)
    const [key, pod] = [...start.Pod!][0]!
    const changed = { ...pod, phase: 'Unknown' as const }
    const after = buildTopology(applyChanges(start, [{ type: 'put', record: changed }]), before)
    expect(after.services.get('default/api')).toBe(before.services.get('default/api'))
    expect(after.servicesOfPod).toBe(before.servicesOfPod)
    const [old, next] = [before, after].map((topology) => topology.services.get('default/web')!.members)
    const differing = next!.filter((member, at) => member !== old![at])
    expect(differing.map((member) => member.pod)).toEqual([changed])
    expect(differing[0]!.endpoints).toBe(old!.find((member) => member.pod === pod)!.endpoints)
    expect(before.services.get('default/web')!.members.some((member) => member.pod === pod)).toBe(true)
    expect(key).toBe(`default/${pod.name}`)
  })

  it('is right for both of two builds from the same topology', () => {
    const before = buildTopology(start)
    const [key] = [...start.Pod!.keys()]
    const without = applyChanges(start, [{ type: 'remove', kind: 'Pod', key: key! }])
    const first = buildTopology(without, before)
    const second = buildTopology(start, before)
    expect(first.services.get('default/web')!.members.filter((member) => member.pod === undefined)).toHaveLength(1)
    expect(second.services.get('default/web')).toEqual(before.services.get('default/web'))
  })

  it('moves a pod that a slice names and no selector matches when its node changes zone (fuzz seed 1018)', () => {
    const pod = aPod('loose', { node: 'n1' })
    const { node: _, ...entry } = endpointOf(pod)
    const published = toRecords([aService('web'), pod, aSlice('web', [entry]), nodes[0]!])
    const before = buildTopology(published)
    expect(before.services.get('default/web')!.zones).toEqual(['a'])
    const after = buildTopology(applyChanges(published, [{ type: 'put', record: aNode('n1', 'c') }]), before)
    expect(after.services.get('default/web')!.zones).toEqual(['c'])
  })

  it('tells two entries of one address apart when the slice that repeated it goes', () => {
    const twice = aSlice('web', [{ addresses: ['192.0.2.1'], ready: true }, { addresses: ['192.0.2.1'] }], {
      name: 'b',
    })
    const records = toRecords([aService('web'), aSlice('web', [{ addresses: ['192.0.2.1'] }], { name: 'a' }), twice])
    const without = applyChanges(records, [{ type: 'remove', kind: 'EndpointSlice', key: 'default/a' }])
    const after = buildTopology(without, buildTopology(records))
    expect(after.services).toEqual(buildTopology(without).services)
  })

  it('keeps everything when the same records come again, as after a new snapshot', () => {
    const before = buildTopology(start)
    expect(buildTopology(structuredClone(start), before)).toBe(before)
  })

  it('follows a Service that is deleted and one that is made, in order of name', () => {
    const before = buildTopology(start)
    const after = buildTopology(
      applyChanges(start, [
        { type: 'remove', kind: 'Service', key: 'default/api' },
        { type: 'put', record: aService('all', { selector: { 'pod-template-hash': '6d8f' } }) },
      ]),
      before,
    )
    expect([...after.services.keys()]).toEqual(['default/all', 'default/web'])
    const shared = after.services.get('default/web')!.members[0]!.pod!
    expect(after.servicesOfPod.get(`default/${shared.name}`)).toEqual(['default/all', 'default/web'])
    const orphan = before.services.get('default/api')!.members[0]!.pod!
    expect(after.servicesOfPod.get(`default/${orphan.name}`)).toEqual(['default/all'])
  })
})
