import type { KubernetesRecord, Node, Pod } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import type { ServiceGraph } from '@/lib/topology/graph'
import {
  aDeployment,
  aNode,
  anIngress,
  aPod,
  aService,
  aSlice,
  endpointOf,
  ownedBy,
} from '@/lib/topology/records.fixture'
import type { Scene, SceneNode } from './scene'
import { shortenMiddle } from './text'

export function graphsOf(records: readonly KubernetesRecord[]): readonly ServiceGraph[] {
  return [...buildTopology(toRecords(records)).services.values()]
}

export const threeZones: readonly Node[] = [aNode('worker-1', 'a'), aNode('worker-2', 'b'), aNode('worker-3', 'c')]

/** The tutorial's Deployment and Service: `web-service` over so many frontend pods. */
export function tutorial(replicas: number): readonly KubernetesRecord[] {
  const [, ...behind] = aDeployment('frontend', replicas, { nodes: threeZones })
  const slices = behind.map((record) =>
    record.kind === 'EndpointSlice' ? { ...record, service: 'web-service' } : record,
  )
  return [...threeZones, aService('web-service', { selector: { app: 'frontend' } }), ...slices]
}

/** A StatefulSet of three behind its headless Service. */
export function database(): readonly KubernetesRecord[] {
  const pods = [0, 1, 2].map((at) =>
    aPod(`db-${at}`, {
      labels: { app: 'db' },
      ips: [`10.244.${at}.5`],
      node: `worker-${at + 1}`,
      hostname: `db-${at}`,
      subdomain: 'db',
      ...ownedBy('StatefulSet', 'db'),
    }),
  )
  const ports = [{ name: 'sql', protocol: 'TCP' as const, port: 5432 }]
  return [
    ...threeZones,
    aService('db', { clusterIPs: ['None'], ports: [{ name: 'sql', protocol: 'TCP', port: 5432, targetPort: 5432 }] }),
    ...pods,
    aSlice(
      'db',
      pods.map((pod) => endpointOf(pod, { hostname: pod.name })),
      { ports },
    ),
  ]
}

/** One Service over two ports, IPv4 and IPv6, reached through an Ingress that names one of the ports. */
export function dualStack(): readonly KubernetesRecord[] {
  const pods = ['a', 'b', 'c'].map((name, at) =>
    aPod(`edge-5c9d-${name}`, {
      labels: { app: 'edge' },
      ips: [`10.244.${at}.7`, `fd00:10:244:${at}::7`],
      node: `worker-${at + 1}`,
      ...ownedBy('DaemonSet', 'edge'),
    }),
  )
  const ports = [
    { name: 'http', protocol: 'TCP' as const, port: 8080 },
    { name: 'metrics', protocol: 'TCP' as const, port: 9090 },
  ]
  const slice = (family: 0 | 1) =>
    aSlice(
      'edge',
      pods.map((pod) => endpointOf(pod, { address: pod.ips[family] ?? '' })),
      { name: `edge-${family}`, addressType: family === 0 ? 'IPv4' : 'IPv6', ports },
    )
  const backend = { service: 'edge', port: 'http' }
  return [
    ...threeZones,
    aService('edge', {
      ipFamilies: ['IPv4', 'IPv6'],
      ports: [
        { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 },
        { name: 'metrics', protocol: 'TCP', port: 9090, targetPort: 9090 },
      ],
    }),
    anIngress('shop', { rules: [{ host: 'shop.example.com', path: '/', pathType: 'Prefix', backend }] }),
    ...pods,
    slice(0),
    slice(1),
  ]
}

/** Two pods that match and wait, one that ended, and nothing published. */
export function nothingPublished(): readonly KubernetesRecord[] {
  const pod = (name: string, over: Partial<Pod>) => aPod(name, { labels: { app: 'cart' }, ...over })
  return [
    aService('cart'),
    pod('cart-7f6d-x7k2p', { phase: 'Pending', ips: [] }),
    pod('cart-7f6d-b4n9z', {}),
    pod('cart-7f6d-old', { phase: 'Failed' }),
    aSlice('cart', []),
  ]
}

/** A selector that is a slip away from the pods it was meant for, and one that another label would have matched. */
export function brokenSelector(): readonly KubernetesRecord[] {
  const pods = ['x7k2p', 'b4n9z', 'q8r5t'].map((name) =>
    aPod(`frontend-6d8f-${name}`, { labels: { app: 'front-end' }, ...ownedBy('ReplicaSet', 'frontend-6d8f') }),
  )
  const backend = aPod('api-0', { labels: { 'app.kubernetes.io/name': 'frontend' } })
  return [aService('web-service', { selector: { app: 'frontend' } }), ...pods, backend, aSlice('web-service', [])]
}

/** Three Services over the same pods: one that takes them all, one that takes a part, and a headless one. */
export function sharedPods(): readonly KubernetesRecord[] {
  const isPod = (record: KubernetesRecord): record is Pod => record.kind === 'Pod'
  const deployment = aDeployment('web', 4, { nodes: threeZones })
  const second = deployment.filter(isPod)[1]
  const records = deployment.map((record) =>
    record === second ? { ...record, labels: { ...record.labels, track: 'canary' } } : record,
  )
  const pods = records.filter(isPod)
  const [, canary] = pods
  return [
    ...threeZones,
    ...records,
    aService('web-canary', { selector: { app: 'web', track: 'canary' } }),
    aSlice('web-canary', canary ? [endpointOf(canary)] : []),
    aService('web-peers', { selector: { app: 'web' }, clusterIPs: ['None'] }),
    aSlice(
      'web-peers',
      pods.map((pod) => endpointOf(pod)),
    ),
  ]
}

/** A namespace as one finds them: a shop of six Services. */
export function shop(): readonly KubernetesRecord[] {
  return [
    ...threeZones,
    ...aDeployment('web', 5, { nodes: threeZones, subnet: 1 }).map((record) =>
      record.kind === 'Service' ? { ...record, type: 'LoadBalancer' as const } : record,
    ),
    ...aDeployment('api', 3, { nodes: threeZones, subnet: 2 }),
    ...database().filter((record) => record.kind !== 'Node'),
    ...nothingPublished(),
    aService('payments', {
      type: 'ExternalName',
      clusterIPs: [],
      ipFamilies: [],
      ports: [],
      externalName: 'pay.example.com',
    }),
    aService('web-peers', { selector: { app: 'web' }, clusterIPs: ['None'], ports: [] }),
  ]
}

const fills: Readonly<Record<SceneNode['type'], string>> = {
  client: '#f5f6f8',
  clients: '#f5f6f8',
  service: '#dbe7fb',
  endpoint: '#d8f0ee',
  pod: '#e8eaed',
  ghost: 'none',
  group: '#efe6fb',
  note: 'none',
}

/** A plain picture of a scene: boxes by type, their names, and the edges. For looking at and for comparing. */
export function toDebugSvg(scene: Scene): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${scene.width} ${scene.height}" width="${scene.width}" height="${scene.height}" font-family="monospace" font-size="12">`,
    `<rect width="${scene.width}" height="${scene.height}" fill="#fff"/>`,
  ]
  for (const edge of scene.edges) {
    const dashes = edge.state === 'ready' ? '' : ' stroke-dasharray="5 4"'
    lines.push(
      `<path d="${edge.path}" fill="none" stroke="#808891" stroke-width="1.5"${dashes}><title>${edge.id}</title></path>`,
    )
  }
  for (const node of scene.nodes) {
    const dashes = node.type === 'ghost' || node.type === 'note' ? ' stroke-dasharray="3 3"' : ''
    const { x, y, width, height } = node
    lines.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fills[node.type]}" stroke="#5f6771"${dashes}><title>${node.id}</title></rect>`,
      `<text x="${x + 8}" y="${y + 20}">${shortenMiddle(labelOf(node), Math.floor((width - 16) / 7.2))}</text>`,
    )
  }
  return `${[...lines, '</svg>'].join('\n')}\n`
}

function labelOf(node: SceneNode): string {
  switch (node.type) {
    case 'client':
      return node.client.kind === 'dns' ? node.client.name : node.client.kind
    case 'clients':
      return `${node.clients.length} × ${node.clients[0]?.kind}`
    case 'service':
      return node.graph.service.name
    case 'endpoint':
      return node.endpoint.address
    case 'ghost': {
      const [difference] = node.nearMiss?.differences ?? []
      return `${node.member.pod?.name ?? ''}${difference ? ` ${difference.has ?? difference.otherKey} ≠ ${difference.wants}` : ''}`
    }
    case 'pod':
      return node.member.pod?.name ?? ''
    case 'group':
      return `${node.label} ${node.zone ?? ''} ${node.members.length}`
    case 'note':
      return node.note
  }
}
