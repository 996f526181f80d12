import type { Json } from '../cluster/api.mjs'

export const namespace = 'lab'

/** What a pod listens on, over TCP and UDP. */
export const podPorts = [8080, 9090, 5353] as const

export interface LabPod {
  readonly name: string
  readonly app: string
  readonly node: string
  /** Unset: Ready. `leaving`: Ready, deleted, and in its grace period until the lab ends. */
  readonly state?: 'unready' | 'leaving'
}

/** Nodes 1 and 4 are in the first zone, 2 in the second, 3 in the third. */
export const nodeCount = 4

export const pods: readonly LabPod[] = [
  { name: 'web-1', app: 'web', node: 'worker-1' },
  { name: 'web-2', app: 'web', node: 'worker-1' },
  { name: 'web-3', app: 'web', node: 'worker-2' },
  { name: 'web-4', app: 'web', node: 'worker-4' },
  { name: 'web-5', app: 'web', node: 'worker-3' },
  { name: 'edge-1', app: 'edge', node: 'worker-2' },
  { name: 'edge-2', app: 'edge', node: 'worker-2' },
  { name: 'edge-3', app: 'edge', node: 'worker-3' },
  { name: 'leaving-1', app: 'leaving', node: 'worker-1', state: 'leaving' },
  { name: 'leaving-2', app: 'leaving', node: 'worker-2', state: 'leaving' },
  { name: 'mixed-1', app: 'mixed', node: 'worker-1' },
  { name: 'mixed-2', app: 'mixed', node: 'worker-2', state: 'leaving' },
  { name: 'mixed-3', app: 'mixed', node: 'worker-2', state: 'unready' },
  { name: 'idle-1', app: 'idle', node: 'worker-1', state: 'unready' },
  { name: 'client-1', app: 'client', node: 'worker-1' },
  { name: 'client-2', app: 'client', node: 'worker-2' },
]

/** Who calls each Service. web-1 stands behind many of them, and then calls itself too. */
export const vantages = [
  'pod/lab/client-1',
  'pod/lab/client-2',
  'pod/lab/web-1',
  'node/worker-1',
  'node/worker-3',
  'outside/worker-1',
  'outside/worker-2',
  'outside',
] as const

export interface Scene {
  readonly name: string
  /** Ends the sentence that starts with the name. */
  readonly about: string
  readonly spec: Json
  /** status.loadBalancer.ingress */
  readonly ingress?: readonly object[]
  /** Without a selector: a slice of these pods, by hand, with the hints told. */
  readonly hints?: readonly { readonly pod: string; readonly hints?: object }[]
  /** Whether its calls are made with kube-proxy in iptables mode too. */
  readonly iptables?: true
}

const http = [{ name: 'http', port: 80, targetPort: 8080 }]
const zoneOf = { 1: 'eu-west-1a', 2: 'eu-west-1b', 3: 'eu-west-1c' } as const

export const scenes: readonly Scene[] = [
  {
    name: 'plain',
    about: 'spreads over every endpoint',
    spec: { selector: { app: 'web' }, ports: http },
    iptables: true,
  },
  {
    name: 'dual',
    about: 'spreads in both families alike',
    spec: {
      type: 'NodePort',
      ipFamilyPolicy: 'RequireDualStack',
      ipFamilies: ['IPv4', 'IPv6'],
      selector: { app: 'web' },
      ports: http,
    },
  },
  {
    name: 'same-zone',
    about: 'stays in the zone of its caller where that has endpoints',
    spec: { trafficDistribution: 'PreferSameZone', type: 'NodePort', selector: { app: 'web' }, ports: http },
    iptables: true,
  },
  {
    name: 'same-node',
    about: 'stays on the node of its caller where that has endpoints, else in the zone',
    spec: { trafficDistribution: 'PreferSameNode', selector: { app: 'web' }, ports: http },
  },
  {
    name: 'same-node-edge',
    about: 'has no endpoint on the first node and none in its zone, and then heeds no hint there',
    spec: { trafficDistribution: 'PreferSameNode', selector: { app: 'edge' }, ports: http },
  },
  {
    name: 'partly-hinted',
    about: 'heeds no zone, since one endpoint has no hint',
    spec: { ports: http },
    hints: [
      { pod: 'web-1', hints: { forZones: [{ name: zoneOf[1] }] } },
      { pod: 'web-3', hints: { forZones: [{ name: zoneOf[2] }] } },
      { pod: 'web-5' },
    ],
  },
  {
    name: 'hinted-elsewhere',
    about: 'sends one zone to another, as its hints say and not as its endpoints stand',
    spec: { ports: http },
    hints: [
      { pod: 'web-1', hints: { forZones: [{ name: zoneOf[3] }] } },
      { pod: 'web-3', hints: { forZones: [{ name: zoneOf[1] }, { name: zoneOf[2] }] } },
      { pod: 'web-5', hints: { forZones: [{ name: zoneOf[1] }] } },
    ],
  },
  {
    name: 'internal-local',
    about: 'keeps to the node of its caller',
    spec: { internalTrafficPolicy: 'Local', selector: { app: 'web' }, ports: http },
  },
  {
    name: 'internal-remote',
    about: 'is silent to callers inside on nodes that have no endpoint, and answers outside anyway',
    spec: { type: 'NodePort', internalTrafficPolicy: 'Local', selector: { app: 'edge' }, ports: http },
    iptables: true,
  },
  {
    name: 'nobody',
    about: 'refuses, over TCP and UDP, since no pod matches',
    spec: {
      type: 'NodePort',
      selector: { app: 'nobody' },
      ports: [...http, { name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353 }],
    },
    iptables: true,
  },
  {
    name: 'idle',
    about: 'refuses, since no pod is ready',
    spec: { selector: { app: 'idle' }, ports: http },
  },
  {
    name: 'leaving',
    about: 'falls back on pods that terminate and still serve',
    spec: { type: 'NodePort', selector: { app: 'leaving' }, ports: http },
    iptables: true,
  },
  {
    name: 'mixed-local',
    about: 'falls back on terminating pods by node under the local policy',
    spec: { type: 'NodePort', externalTrafficPolicy: 'Local', selector: { app: 'mixed' }, ports: http },
  },
  {
    name: 'two-ports',
    about: 'spreads each port by itself',
    spec: {
      selector: { app: 'web' },
      ports: [...http, { name: 'admin', port: 9090, targetPort: 9090 }],
    },
  },
  {
    name: 'datagrams',
    about: 'spreads UDP',
    spec: {
      type: 'NodePort',
      selector: { app: 'web' },
      ports: [{ name: 'dns', protocol: 'UDP', port: 53, targetPort: 5353 }],
    },
    iptables: true,
  },
  {
    name: 'sticky',
    about: 'spreads new clients, and keeps each with whom it met first',
    spec: { type: 'NodePort', sessionAffinity: 'ClientIP', selector: { app: 'web' }, ports: http },
    iptables: true,
  },
  {
    name: 'node-port',
    about: 'answers on every node and rewrites the source',
    spec: { type: 'NodePort', selector: { app: 'edge' }, ports: http },
    iptables: true,
  },
  {
    name: 'node-port-local',
    about: 'keeps the source, and is silent to outside on nodes that have no endpoint',
    spec: { type: 'NodePort', externalTrafficPolicy: 'Local', selector: { app: 'edge' }, ports: http },
    iptables: true,
  },
  {
    name: 'balanced',
    about: 'is called by the address of its load balancer',
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: http },
    ingress: [{ ip: '203.0.113.10' }],
  },
  {
    name: 'balanced-local',
    about: 'is spread unevenly by a balancer that knows only nodes',
    spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector: { app: 'web' }, ports: http },
    ingress: [{ ip: '203.0.113.11' }],
    iptables: true,
  },
  {
    name: 'guarded',
    about: 'is silent at its balancer address to sources that are not listed',
    spec: {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['10.244.1.0/24', '198.18.0.0/16'],
      selector: { app: 'web' },
      ports: http,
    },
    ingress: [{ ip: '203.0.113.12' }],
    iptables: true,
  },
  {
    name: 'proxied',
    about: 'leaves the address of its balancer to the balancer',
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: http },
    ingress: [{ ip: '203.0.113.13', ipMode: 'Proxy' }],
  },
  {
    name: 'external',
    about: 'is called by an external IP',
    spec: { externalIPs: ['203.0.113.20'], selector: { app: 'web' }, ports: http },
  },
  {
    name: 'external-local',
    about: 'is called by an external IP, and keeps the source',
    spec: {
      externalIPs: ['203.0.113.21'],
      externalTrafficPolicy: 'Local',
      selector: { app: 'edge' },
      ports: http,
    },
    iptables: true,
  },
]
