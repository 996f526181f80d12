import { created, DAY, type Manifest, type Step } from './step'

const zones = ['a', 'b', 'c']

/** The ground that every scenario stands on: nodes in three zones, the usual namespaces, and the `kubernetes` Service. */
export function nodesAndNamespaces(nodes = 6): readonly Step[] {
  const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespace)
  return [
    created(41 * DAY, ...namespaces),
    created(41 * DAY, ...Array.from({ length: nodes }, (_, index) => node(index))),
    created(41 * DAY, ...kubernetes),
  ]
}

export function namespace(name: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...{ labels: { 'kubernetes.io/metadata.name': name } } },
  }
}

function node(index: number): Manifest {
  const labels = {
    'node.kubernetes.io/instance-type': 'm7.2xlarge',
    'topology.kubernetes.io/region': 'eu-west-1',
    'topology.kubernetes.io/zone': `eu-west-1${zones[index % zones.length]}`,
  }
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: `worker-${index + 1}`, ...{ labels } } }
}

/** The API server's own Service. Its slice has no managing controller, node or target. Source: endpointsadapter.go. */
const kubernetes: readonly (Manifest & Record<string, unknown>)[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      ...{ labels: { component: 'apiserver', provider: 'kubernetes' } },
    },
    spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      ...{ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    },
    subsets: [{ addresses: [{ ip: '172.18.0.254' }], ports: [{ name: 'https', port: 6443 }] }],
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      ...{ labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['172.18.0.254'], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  },
]
