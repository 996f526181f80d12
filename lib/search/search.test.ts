import { describe, expect, it } from 'vitest'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { KubernetesRecord, Node, Pod } from '@/lib/kubernetes/record'
import {
  aDeployment,
  aNode,
  anIngress,
  aPod,
  aService,
  aSlice,
  endpointOf,
  withoutSelector,
} from '@/lib/topology/records.fixture'
import { everything, type Known } from '@/lib/topology/summary'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import type { AddressHit, Hit, ServiceHit } from './hit'
import { search } from './search'
import type { SearchWorld } from './world'

interface Given {
  readonly findings?: readonly Findings[]
  readonly known?: Known
}

function worldOf(records: readonly KubernetesRecord[], { findings = [], known = everything }: Given = {}): SearchWorld {
  const index = createTopologyIndex()
  index.apply(records.map((record) => ({ type: 'put', record })))
  return {
    *graphs() {
      for (const key of index.keys()) {
        const graph = index.graph(key)
        if (graph !== undefined) yield graph
      }
    },
    graph: index.graph,
    pods: () => records.filter((record): record is Pod => record.kind === 'Pod'),
    servicesOfPod: index.servicesOfPod,
    nodes: () => records.filter((record): record is Node => record.kind === 'Node'),
    namespaces: () => ['shop', 'default'],
    findings: () => findings,
    worst: () => undefined,
    title: ({ facts }) => String(facts.title),
    known: () => known,
  }
}

const shop = { namespace: 'shop' }
const worker = {
  ...aNode('worker-1', 'a'),
  addresses: [{ type: 'InternalIP', address: '192.168.0.11' }],
  podCIDRs: ['10.244.1.0/24'],
}
const web1 = aPod('web-6d8-x7k2p', {
  ...shop,
  labels: { app: 'web' },
  ips: ['10.244.1.7', 'fd00::7'],
  node: 'worker-1',
})
const web2 = aPod('web-6d8-b4c5d', { ...shop, labels: { app: 'web' }, ips: ['10.244.1.8'], node: 'worker-1' })
const agent = aPod('agent-1', { ips: ['192.168.0.11'], hostNetwork: true, node: 'worker-1' })
const web = aService('web', {
  ...shop,
  clusterIPs: ['10.96.0.20'],
  labels: { team: 'storefront' },
  ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
  externalIPs: ['203.0.113.9'],
})
const records: readonly KubernetesRecord[] = [
  worker,
  web1,
  web2,
  agent,
  web,
  aSlice('web', [endpointOf(web1, { ready: true }), endpointOf(web2, { ready: false })], {
    ...shop,
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  }),
  aService('web', { clusterIPs: ['10.96.0.21'] }),
  aService('webhook', { ...shop, clusterIPs: ['None'] }),
  aService('cobweb', { ...shop, clusterIPs: ['fd00:96::1'] }),
  aService('web-frontend', { ...shop, clusterIPs: ['10.96.0.23'] }),
  withoutSelector(aService('legacy', { ...shop, clusterIPs: ['10.96.0.24'] })),
  aSlice('legacy', [{ addresses: ['172.16.0.9'], ready: true }], shop),
  anIngress('front', {
    ...shop,
    rules: [{ host: '*.example.com', path: '/', pathType: 'Prefix', backend: { service: 'web', port: 80 } }],
  }),
]
const world = worldOf(records)

const nameOf = (hit: Hit): string => {
  switch (hit.kind) {
    case 'address':
      return `${hit.role} ${hit.address} ${hit.object.kind}/${hit.object.name}`
    case 'finding':
      return `${hit.code} of ${hit.subject.name}`
    case 'node':
    case 'namespace':
      return `${hit.kind} ${hit.name}`
    default:
      return `${hit.kind} ${hit.namespace}/${hit.name}`
  }
}
const find = (text: string, limit = 10, given = world) => search(text, given, limit).hits
const names = (text: string) => find(text).map(nameOf)
const addresses = (text: string) => find(text).filter((hit): hit is AddressHit => hit.kind === 'address')

describe('who an address is', () => {
  it('a pod, with its state and the Services that it stands behind', () => {
    expect(find('10.244.1.7')).toMatchObject([
      {
        kind: 'address',
        role: 'pod',
        rank: 0,
        address: '10.244.1.7',
        object: { kind: 'Pod', name: 'web-6d8-x7k2p' },
        state: 'ready',
        services: [{ namespace: 'shop', name: 'web' }],
      },
    ])
    expect(addresses('10.244.1.8')[0]?.state).toBe('notReady')
  })

  it('in any spelling', () => {
    for (const text of ['FD00:0000::0007', '[fd00::7]:80', '::ffff:10.244.1.7', 'http://10.244.1.7/x', '010.244.1.7'])
      expect(names(text)[0]).toMatch(/^pod .*Pod\/web-6d8-x7k2p$/)
    expect(names('fd00:96:0::1')).toEqual(['clusterIP fd00:96::1 Service/cobweb'])
  })

  it('which Service ports lead to its port, or that none does', () => {
    expect(addresses('10.244.1.7:8080')[0]?.ports).toEqual([
      { service: { namespace: 'shop', name: 'web' }, port: 80, name: 'http' },
    ])
    expect(addresses('10.244.1.7:9090')[0]?.ports).toEqual([])
    expect(addresses('10.244.1.7')[0]).not.toHaveProperty('ports')
    expect(addresses('10.96.0.20:80')[0]?.ports).toHaveLength(1)
    expect(addresses('192.168.0.11:30080')[0]?.ports).toEqual([
      { service: { namespace: 'shop', name: 'web' }, port: 80, name: 'http' },
    ])
  })

  it('of a Service, or published by hand', () => {
    expect(names('10.96.0.20')).toEqual(['clusterIP 10.96.0.20 Service/web'])
    expect(names('203.0.113.9')).toEqual(['externalIP 203.0.113.9 Service/web'])
    expect(find('172.16.0.9')).toMatchObject([{ role: 'endpoint', state: 'ready', services: [{ name: 'legacy' }] }])
  })

  it('the node, not each of the pods that share its address', () => {
    expect(names('192.168.0.11')).toEqual(['node 192.168.0.11 Node/worker-1'])
  })

  it('nobody now: the node out of whose range it comes', () => {
    expect(names('10.244.1.250')).toEqual(['podRange 10.244.1.0/24 Node/worker-1'])
    expect(find('10.99.0.1')).toEqual([])
  })

  it('not a pod that has ended: its address may be another’s', () => {
    const ended = worldOf([{ ...web1, phase: 'Succeeded' }])
    expect(find('10.244.1.7', 10, ended)).toEqual([])
  })

  it('that it is unknown where slices may not be read', () => {
    const blind = worldOf(records, { known: { pods: true, endpointSlices: false } })
    expect(find('10.244.1.7', 10, blind)).toMatchObject([{ state: 'unknown' }])
    expect(find('shop/web', 1, blind)).toMatchObject([{ kind: 'service', ready: null, wanted: null }, {}])
  })

  it('all that begin so while it is typed', () => {
    expect(names('10.244.1.')).toEqual(['pod 10.244.1.8 Pod/web-6d8-b4c5d', 'pod 10.244.1.7 Pod/web-6d8-x7k2p'])
  })
})

describe('names', () => {
  it('come by how well they fit, then the shortest', () => {
    expect(names('web').slice(0, 5)).toEqual([
      'service shop/web',
      'service default/web',
      'service shop/webhook',
      'service shop/web-frontend',
      'pod shop/web-6d8-b4c5d',
    ])
    expect(names('web')).toContain('service shop/cobweb')
    expect(names('wf')).toEqual(['service shop/web-frontend'])
  })

  it('are told with what was found in them', () => {
    expect(find('front')[0]?.matched).toEqual([{ field: 'name', text: 'web-frontend', ranges: [[4, 9]] }])
    expect(find('shop hook')[0]?.matched).toEqual([
      { field: 'namespace', text: 'shop', ranges: [[0, 4]] },
      { field: 'name', text: 'webhook', ranges: [[3, 7]] },
    ])
  })

  it('of DNS lead to the Service first', () => {
    for (const text of ['web.shop', 'web.shop.svc', 'WEB.shop.svc.cluster.local.', 'http://web.shop:80/x'])
      expect(find(text)[0]).toMatchObject({ kind: 'service', namespace: 'shop', name: 'web', rank: 0 })
  })

  it('with their namespace', () => {
    expect(names('shop/web')[0]).toBe('service shop/web')
    expect(names('def/we')).toEqual(['service default/web'])
    expect(names('shop').slice(0, 1)).toEqual(['namespace shop'])
    expect(names('shop')).not.toContain('pod shop/web-6d8-x7k2p')
    expect(names('shop x7k2p')).toEqual(['pod shop/web-6d8-x7k2p'])
  })

  it('of hosts lead to who is behind them, a wildcard too', () => {
    expect(find('https://www.example.com/')).toMatchObject([
      { role: 'ingress', address: '*.example.com', services: [{ name: 'web' }] },
    ])
    expect(names('example')).toEqual(['ingress *.example.com Ingress/front'])
  })
})

describe('what else is known of things', () => {
  it('labels, exactly', () => {
    expect(names('app=web')).toEqual(['pod shop/web-6d8-b4c5d', 'pod shop/web-6d8-x7k2p'])
    expect(names('team=')).toEqual(['service shop/web'])
    expect(find('storefront')[0]?.matched).toEqual([{ field: 'label', text: 'team=storefront', ranges: [[0, 15]] }])
  })

  it('ports', () => {
    expect(names('30080')).toEqual(['service shop/web'])
  })

  it('is counted as the wall counts', () => {
    expect(find('shop/web')[0] as ServiceHit).toMatchObject({ ready: 1, wanted: 2, trouble: 'warning' })
  })
})

describe('findings', () => {
  const finding: Finding = {
    id: 'crash-loop:api',
    code: 'crash-loop',
    severity: 'error',
    facts: { title: 'Container `api` keeps crashing' },
    objects: [],
    evidence: [],
    command: 'kubectl',
  }
  const found = worldOf(records, {
    findings: [
      { kind: 'Findings', namespace: 'shop', name: 'Service/web', subject: web, findings: [finding], unread: [] },
    ],
  })

  it.each(['crash-loop', 'crash', 'keeps crash', 'api web', 'shop/web'])('are found by %s', (text) => {
    expect(find(text, 10, found)).toContainEqual(expect.objectContaining({ kind: 'finding', code: 'crash-loop' }))
  })

  it('are not found by letters that happen to be in them', () => {
    expect(find('cl', 10, found)).toEqual([])
  })
})

describe('a list of results', () => {
  it('is bounded for each kind, and says how many there are', () => {
    const many = worldOf(Array.from({ length: 30 }, (_, at) => aDeployment(`app-${at}`, 3)).flat())
    const { hits, counts } = search('app', many, 5)
    expect(hits.filter(({ kind }) => kind === 'pod')).toHaveLength(5)
    expect(counts).toMatchObject({ service: 30, pod: 90, node: 0 })
    expect(hits.slice(0, 3).map(nameOf)).toEqual([
      'service default/app-0',
      'service default/app-1',
      'service default/app-2',
    ])
  })

  it('is the same whatever order the records came in', () => {
    for (const text of ['web', '10.244.1.', 'shop', 'a'])
      expect(find(text, 3, worldOf([...records].reverse()))).toEqual(find(text, 3))
  })

  it('is empty for nothing', () => {
    expect(find('  ')).toEqual([])
  })
})
