import type { Json } from './api.mjs'

/**
 * What a Service is to publish, in few words. The keys name a slice's family and ports, the lines its endpoints:
 * pod, node, and what holds of them. An endpoint of a workload's pod has neither its random name nor its node.
 */
export type Published = Readonly<Record<string, readonly string[]>>

/** One change of the cluster. A target is `pods/a`, `services/web`, `deployments/frontend`. */
export type Action =
  | { readonly create: readonly Json[] }
  | { readonly patch: string; readonly with: Json }
  | { readonly patchStatus: string; readonly with: Json }
  | { readonly scale: string; readonly to: number }
  | { readonly remove: string }

export interface Step {
  readonly actions: readonly Action[]
  readonly published: Published
}

/**
 * The same objects for any cluster, and what Kubernetes' controllers publish for them. Pods are created in order and
 * have settled before the Service is created, so that what is left out has been seen and left out.
 */
export interface ParityCase {
  /** A sentence: the Service `web` … */
  readonly name: string
  readonly namespace: string
  readonly pods?: readonly Json[]
  readonly objects: readonly Json[]
  readonly published: Published
  readonly steps?: readonly Step[]
}

interface PodOptions {
  /** The pod runs on worker-N: 1 and 4 are in zone a, 2 and 5 in b, 3 and 6 in c. */
  readonly on?: number
  readonly ports?: readonly Json[]
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly spec?: Json
}

function pod(
  name: string,
  { on = 1, ports = [], labels = { app: 'web' }, annotations = {}, spec = {} }: PodOptions = {},
): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, annotations },
    spec: { nodeName: `worker-${on}`, containers: [{ name: 'web', image: 'nginx:1.29', ports }], ...spec },
  }
}

/** The Service `web`, which selects `app: web` on port 80 unless told otherwise. */
function service(spec: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', ...metadata },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
  }
}

function deployment(name: string, replicas: number, spec: Json = {}): Json {
  const labels = { app: 'web' }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }], ...spec } },
    },
  }
}

const unready = { 'switchboard.test/ready': 'false' }
const finishing = { annotations: { 'switchboard.test/finish': 'true' }, spec: { restartPolicy: 'Never' } }
const waiting = (reason: string) => ({ 'switchboard.test/waiting': reason })

/** Long enough to be looked at on a cluster that lives ten times as fast. */
const lingering = {
  annotations: { 'switchboard.test/terminate-after': '3600s' },
  spec: { terminationGracePeriodSeconds: 3600 },
}

const threeZones = [pod('a', { on: 1 }), pod('b', { on: 2 }), pod('c', { on: 3 })]

export const parityCases: readonly ParityCase[] = [
  {
    name: 'publishes every ready pod with its node and zone',
    namespace: 'ready',
    pods: [...threeZones, pod('other', { labels: { app: 'other' } })],
    objects: [service()],
    published: {
      'IPv4 http:8080/TCP': [
        'a worker-1 eu-west-1a ready serving',
        'b worker-2 eu-west-1b ready serving',
        'c worker-3 eu-west-1c ready serving',
      ],
    },
  },
  {
    name: 'publishes pods that are not ready, but none without an address',
    namespace: 'unready',
    pods: [
      pod('probing', { annotations: unready }),
      pod('crashing', { annotations: waiting('CrashLoopBackOff') }),
      pod('pulling', { annotations: waiting('ImagePullBackOff') }),
      pod('homeless', { spec: { nodeName: undefined, nodeSelector: { 'example.com/exists': 'nowhere' } } }),
      pod('fine'),
    ],
    objects: [service()],
    published: {
      'IPv4 http:8080/TCP': [
        'crashing worker-1 eu-west-1a',
        'fine worker-1 eu-west-1a ready serving',
        'probing worker-1 eu-west-1a',
        'pulling worker-1 eu-west-1a',
      ],
    },
    steps: [
      {
        actions: [{ patch: 'pods/probing', with: { metadata: { annotations: { 'switchboard.test/ready': 'true' } } } }],
        published: {
          'IPv4 http:8080/TCP': [
            'crashing worker-1 eu-west-1a',
            'fine worker-1 eu-west-1a ready serving',
            'probing worker-1 eu-west-1a ready serving',
            'pulling worker-1 eu-west-1a',
          ],
        },
      },
    ],
  },
  {
    name: 'keeps a terminating pod, serving for as long as it is ready',
    namespace: 'terminating',
    pods: [
      pod('leaving', lingering),
      pod('broken', { ...lingering, annotations: { ...lingering.annotations, ...unready } }),
      pod('staying'),
    ],
    objects: [service()],
    published: {
      'IPv4 http:8080/TCP': [
        'broken worker-1 eu-west-1a',
        'leaving worker-1 eu-west-1a ready serving',
        'staying worker-1 eu-west-1a ready serving',
      ],
    },
    steps: [
      {
        actions: [{ remove: 'pods/leaving' }, { remove: 'pods/broken' }],
        published: {
          'IPv4 http:8080/TCP': [
            'broken worker-1 eu-west-1a terminating',
            'leaving worker-1 eu-west-1a serving terminating',
            'staying worker-1 eu-west-1a ready serving',
          ],
        },
      },
    ],
  },
  {
    name: 'calls every address ready that publishes not-ready ones',
    namespace: 'pnr',
    pods: [pod('probing', { annotations: unready }), pod('leaving', lingering), pod('fine')],
    objects: [service({ publishNotReadyAddresses: true })],
    published: {
      'IPv4 http:8080/TCP': [
        'fine worker-1 eu-west-1a ready serving',
        'leaving worker-1 eu-west-1a ready serving',
        'probing worker-1 eu-west-1a ready',
      ],
    },
    steps: [
      {
        actions: [{ remove: 'pods/leaving' }],
        published: {
          'IPv4 http:8080/TCP': [
            'fine worker-1 eu-west-1a ready serving',
            'leaving worker-1 eu-west-1a ready serving terminating',
            'probing worker-1 eu-west-1a ready',
          ],
        },
      },
    ],
  },
  {
    name: 'leaves out pods that have finished, well or badly',
    namespace: 'finished',
    pods: [pod('done', finishing), pod('failing', { spec: { restartPolicy: 'Never' } }), pod('fine')],
    objects: [service()],
    published: {
      'IPv4 http:8080/TCP': ['failing worker-1 eu-west-1a ready serving', 'fine worker-1 eu-west-1a ready serving'],
    },
    steps: [
      {
        // As a kubelet reports it: the controllers look again when readiness changes, not when the phase does
        // (podEndpointsChanged).
        actions: [
          {
            patchStatus: 'pods/failing',
            with: { phase: 'Failed', conditions: [{ type: 'Ready', status: 'False', reason: 'PodFailed' }] },
          },
        ],
        published: { 'IPv4 http:8080/TCP': ['fine worker-1 eu-west-1a ready serving'] },
      },
    ],
  },
  {
    name: 'publishes an empty slice where no pod matches',
    namespace: 'nobody',
    pods: [pod('typo', { labels: { app: 'wed' } })],
    objects: [service()],
    published: { 'IPv4 -': [] },
    steps: [
      {
        actions: [{ patch: 'services/web', with: { spec: { selector: { app: 'wed' } } } }],
        published: { 'IPv4 http:8080/TCP': ['typo worker-1 eu-west-1a ready serving'] },
      },
    ],
  },
  {
    name: 'looks a named port up in each pod, and splits the slices where the numbers differ',
    namespace: 'named-ports',
    pods: [
      pod('new', { ports: [{ name: 'web', containerPort: 9090 }] }),
      pod('old', { ports: [{ name: 'web', containerPort: 8080 }] }),
      pod('older', { ports: [{ name: 'web', containerPort: 8080 }] }),
      pod('nameless', { ports: [{ containerPort: 8080 }] }),
      pod('datagram', { ports: [{ name: 'web', containerPort: 8080, protocol: 'UDP' }] }),
    ],
    objects: [service({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] })],
    published: {
      'IPv4 http:8080/TCP': ['old worker-1 eu-west-1a ready serving', 'older worker-1 eu-west-1a ready serving'],
      'IPv4 http:9090/TCP': ['new worker-1 eu-west-1a ready serving'],
      'IPv4 -': ['datagram worker-1 eu-west-1a ready serving', 'nameless worker-1 eu-west-1a ready serving'],
    },
  },
  {
    name: 'drops a port that a pod cannot resolve and keeps the others',
    namespace: 'port-groups',
    pods: [
      pod('both', {
        ports: [
          { name: 'web', containerPort: 8080 },
          { name: 'metrics', containerPort: 9100 },
        ],
      }),
      pod('one', { ports: [{ name: 'web', containerPort: 8080 }] }),
    ],
    objects: [
      service({
        ports: [
          { name: 'http', port: 80, targetPort: 'web', appProtocol: 'kubernetes.io/h2c' },
          { name: 'metrics', port: 9100, targetPort: 'metrics' },
        ],
      }),
    ],
    published: {
      'IPv4 http:8080/TCP metrics:9100/TCP': ['both worker-1 eu-west-1a ready serving'],
      'IPv4 http:8080/TCP': ['one worker-1 eu-west-1a ready serving'],
    },
  },
  {
    name: 'finds a named port in a restartable init container, after the containers proper',
    namespace: 'sidecar',
    pods: [
      pod('aside', {
        spec: {
          initContainers: [
            { name: 'setup', image: 'busybox:1.37', ports: [{ name: 'web', containerPort: 1111 }] },
            {
              name: 'proxy',
              image: 'envoy:1.36',
              restartPolicy: 'Always',
              ports: [{ name: 'web', containerPort: 15001 }],
            },
          ],
        },
      }),
      pod('inside', {
        ports: [{ name: 'web', containerPort: 8080 }],
        spec: {
          initContainers: [
            {
              name: 'proxy',
              image: 'envoy:1.36',
              restartPolicy: 'Always',
              ports: [{ name: 'web', containerPort: 15001 }],
            },
          ],
        },
      }),
    ],
    objects: [service({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] })],
    published: {
      'IPv4 http:15001/TCP': ['aside worker-1 eu-west-1a ready serving'],
      'IPv4 http:8080/TCP': ['inside worker-1 eu-west-1a ready serving'],
    },
  },
  {
    name: 'publishes TCP and UDP on the same port',
    namespace: 'two-protocols',
    pods: [pod('dns')],
    objects: [
      service({
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
        ],
      }),
    ],
    published: { 'IPv4 dns:53/UDP dns-tcp:53/TCP': ['dns worker-1 eu-west-1a ready serving'] },
  },
  {
    name: 'publishes a headless Service, with ports and without',
    namespace: 'headless',
    pods: [pod('a')],
    objects: [service({ clusterIP: 'None' })],
    published: { 'IPv4 http:8080/TCP': ['a worker-1 eu-west-1a ready serving'] },
    steps: [
      {
        actions: [{ patch: 'services/web', with: { spec: { ports: null } } }],
        published: { 'IPv4 -': ['a worker-1 eu-west-1a ready serving'] },
      },
    ],
  },
  {
    name: 'names a host only where the subdomain is its own name',
    namespace: 'hostnames',
    pods: [
      pod('ours', { spec: { hostname: 'first', subdomain: 'web' } }),
      pod('theirs', { spec: { hostname: 'second', subdomain: 'other' } }),
      pod('bare', { spec: { hostname: 'third' } }),
    ],
    objects: [service({ clusterIP: 'None' })],
    published: {
      'IPv4 http:8080/TCP': [
        'bare worker-1 eu-west-1a ready serving',
        'ours worker-1 eu-west-1a ready serving hostname=first',
        'theirs worker-1 eu-west-1a ready serving',
      ],
    },
  },
  {
    name: 'names the pods of a StatefulSet',
    namespace: 'stateful',
    objects: [
      service({ clusterIP: 'None' }),
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'db' },
        spec: { ...deployment('db', 2).spec, serviceName: 'web' },
      },
    ],
    published: {
      'IPv4 http:8080/TCP': ['db-0 ready serving hostname=db-0', 'db-1 ready serving hostname=db-1'],
    },
  },
  {
    name: 'publishes one group of slices per family',
    namespace: 'dual-stack',
    pods: [pod('a'), pod('b', { on: 2, annotations: unready })],
    objects: [service({ ipFamilyPolicy: 'RequireDualStack' })],
    published: {
      'IPv4 http:8080/TCP': ['a worker-1 eu-west-1a ready serving', 'b worker-2 eu-west-1b'],
      'IPv6 http:8080/TCP': ['a worker-1 eu-west-1a ready serving', 'b worker-2 eu-west-1b'],
    },
  },
  {
    name: 'publishes the one family that it asks for',
    namespace: 'ipv6',
    pods: [pod('a'), pod('host', { on: 2, spec: { hostNetwork: true } })],
    objects: [service({ ipFamilies: ['IPv6'] })],
    published: {
      'IPv6 http:8080/TCP': ['a worker-1 eu-west-1a ready serving', 'host worker-2 eu-west-1b ready serving'],
    },
  },
  {
    name: 'leaves the slices of a Service without selector to whoever writes them',
    namespace: 'selectorless',
    pods: [pod('ignored')],
    objects: [
      service({ selector: undefined }),
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'web-by-hand', labels: { 'kubernetes.io/service-name': 'web' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['192.0.2.10'], conditions: { ready: true } }],
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    ],
    published: { 'IPv4 http:8080/TCP': ['192.0.2.10 ready'] },
  },
  {
    name: 'mirrors the Endpoints of a Service without selector, one slice per family and subset',
    namespace: 'mirrored',
    objects: [
      service({ selector: undefined }),
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'web' },
        subsets: [
          {
            addresses: [{ ip: '192.0.2.10' }, { ip: '192.0.2.11', hostname: 'second', nodeName: 'worker-2' }],
            notReadyAddresses: [{ ip: '192.0.2.12' }],
            ports: [{ name: 'http', port: 8080 }],
          },
          { addresses: [{ ip: '2001:db8::10' }], ports: [{ name: 'http', port: 9090 }] },
        ],
      },
    ],
    published: {
      'IPv4 http:8080/TCP': ['192.0.2.10 ready', '192.0.2.11 worker-2 ready hostname=second', '192.0.2.12'],
      'IPv6 http:9090/TCP': ['2001:db8::10 ready'],
    },
  },
  {
    name: 'mirrors nothing that asks to be skipped',
    namespace: 'unmirrored',
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'web', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
        subsets: [{ addresses: [{ ip: '192.0.2.10' }], ports: [{ name: 'http', port: 8080 }] }],
      },
      service({ selector: undefined }),
    ],
    published: {},
  },
  {
    name: 'publishes nothing as an ExternalName',
    namespace: 'external-name',
    pods: [pod('a')],
    objects: [service({ type: 'ExternalName', externalName: 'db.example.com', ports: undefined })],
    published: {},
  },
  ...(['PreferClose', 'PreferSameZone'] as const).map(
    (trafficDistribution): ParityCase => ({
      name: `hints at the zone of every ready endpoint for ${trafficDistribution}`,
      namespace: trafficDistribution.toLowerCase(),
      pods: [...threeZones, pod('broken', { on: 4, annotations: unready })],
      objects: [service({ trafficDistribution })],
      published: {
        'IPv4 http:8080/TCP': [
          'a worker-1 eu-west-1a ready serving forZones=eu-west-1a',
          'b worker-2 eu-west-1b ready serving forZones=eu-west-1b',
          'broken worker-4 eu-west-1a',
          'c worker-3 eu-west-1c ready serving forZones=eu-west-1c',
        ],
      },
    }),
  ),
  {
    name: 'hints at node and zone for PreferSameNode',
    namespace: 'prefer-same-node',
    pods: [pod('a', { on: 1 }), pod('b', { on: 2 })],
    objects: [service({ trafficDistribution: 'PreferSameNode' })],
    published: {
      'IPv4 http:8080/TCP': [
        'a worker-1 eu-west-1a ready serving forZones=eu-west-1a forNodes=worker-1',
        'b worker-2 eu-west-1b ready serving forZones=eu-west-1b forNodes=worker-2',
      ],
    },
  },
  {
    name: 'follows the labels of its pods',
    namespace: 'labels',
    pods: [pod('a'), pod('b')],
    objects: [service({}, { labels: { team: 'shop' } })],
    published: {
      'IPv4 http:8080/TCP': ['a worker-1 eu-west-1a ready serving', 'b worker-1 eu-west-1a ready serving'],
    },
    steps: [
      {
        actions: [{ patch: 'pods/b', with: { metadata: { labels: { app: 'quarantine' } } } }],
        published: { 'IPv4 http:8080/TCP': ['a worker-1 eu-west-1a ready serving'] },
      },
    ],
  },
  {
    name: 'follows readiness that is written into a status',
    namespace: 'status',
    pods: [pod('gated', { spec: { readinessGates: [{ conditionType: 'example.com/registered' }] } }), pod('fine')],
    objects: [service()],
    published: {
      'IPv4 http:8080/TCP': ['fine worker-1 eu-west-1a ready serving', 'gated worker-1 eu-west-1a'],
    },
    steps: [
      {
        actions: [
          {
            patchStatus: 'pods/gated',
            with: {
              conditions: [
                { type: 'example.com/registered', status: 'True' },
                { type: 'Ready', status: 'True' },
              ],
            },
          },
        ],
        published: {
          'IPv4 http:8080/TCP': ['fine worker-1 eu-west-1a ready serving', 'gated worker-1 eu-west-1a ready serving'],
        },
      },
      {
        actions: [{ patchStatus: 'pods/fine', with: { conditions: [{ type: 'Ready', status: 'False' }] } }],
        published: {
          'IPv4 http:8080/TCP': ['fine worker-1 eu-west-1a', 'gated worker-1 eu-west-1a ready serving'],
        },
      },
    ],
  },
  {
    name: 'follows a Deployment from three pods to five to two',
    namespace: 'scaled',
    objects: [deployment('frontend', 3), service()],
    published: { 'IPv4 http:8080/TCP': Array(3).fill('frontend-* ready serving') },
    steps: [
      {
        actions: [{ scale: 'deployments/frontend', to: 5 }],
        published: { 'IPv4 http:8080/TCP': Array(5).fill('frontend-* ready serving') },
      },
      {
        actions: [{ scale: 'deployments/frontend', to: 2 }],
        published: { 'IPv4 http:8080/TCP': Array(2).fill('frontend-* ready serving') },
      },
    ],
  },
  {
    name: 'takes its slices along when it is deleted',
    namespace: 'deleted',
    pods: [pod('a')],
    objects: [service()],
    published: { 'IPv4 http:8080/TCP': ['a worker-1 eu-west-1a ready serving'] },
    steps: [{ actions: [{ remove: 'services/web' }], published: {} }],
  },
]
