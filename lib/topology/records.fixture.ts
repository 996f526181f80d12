import type {
  ApiCall,
  ApiCaller,
  Caller,
  EndpointSlice,
  Ingress,
  KubernetesRecord,
  Labels,
  Node,
  Owner,
  Pod,
  Route,
  Service,
  SliceEndpoint,
  Workload,
} from '@/lib/kubernetes/record'

const created = '2026-01-01T00:00:00Z'

function meta(namespace: string, name: string) {
  return { namespace, name, uid: `uid-${namespace}-${name}`, labels: {} as Labels, created }
}

/** A ClusterIP Service with one port, `80 → 8080`, that selects `app: NAME`. */
export function aService(name: string, over: Partial<Service> = {}): Service {
  return {
    ...meta(over.namespace ?? 'default', name),
    kind: 'Service',
    type: 'ClusterIP',
    selector: { app: name },
    clusterIPs: ['10.96.0.10'],
    ipFamilies: ['IPv4'],
    ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    externalIPs: [],
    loadBalancer: [],
    ...over,
  }
}

/** A Service without the selector that `aService` gives. */
export function withoutSelector(service: Service): Service {
  const { selector: _, ...rest } = service
  return rest
}

export function aPod(name: string, over: Partial<Pod> = {}): Pod {
  return {
    ...meta(over.namespace ?? 'default', name),
    kind: 'Pod',
    phase: 'Running',
    ips: ['10.244.1.1'],
    containers: [{ name: 'app', image: 'app:1', ports: [{ protocol: 'TCP', port: 8080 }] }],
    conditions: [],
    readinessGates: [],
    schedulingGates: [],
    ...over,
  }
}

/** A slice of the Service with one unnamed port 8080. */
export function aSlice(
  service: string,
  endpoints: readonly SliceEndpoint[],
  over: Partial<EndpointSlice> = {},
): EndpointSlice {
  return {
    ...meta(over.namespace ?? 'default', `${service}-abc`),
    kind: 'EndpointSlice',
    service,
    addressType: 'IPv4',
    ports: [{ protocol: 'TCP', port: 8080 }],
    endpoints,
    ...over,
  }
}

/** What the controllers publish for a pod: its address of one family, ready unless told otherwise. */
export function endpointOf(pod: Pod, over: Partial<SliceEndpoint> & { address?: string } = {}): SliceEndpoint {
  const { address, ...rest } = over
  return {
    addresses: [address ?? pod.ips[0] ?? ''],
    ready: true,
    serving: true,
    terminating: false,
    ...(pod.node !== undefined && { node: pod.node }),
    target: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
    ...rest,
  }
}

export function aNode(name: string, zone?: string): Node {
  return {
    ...meta('', name),
    kind: 'Node',
    ...(zone !== undefined && { zone }),
    addresses: [],
    podCIDRs: [],
    taints: [],
    conditions: [],
  }
}

export function aReplicaSet(name: string, deployment?: string, namespace = 'default'): Workload {
  const owner: Owner | undefined =
    deployment === undefined ? undefined : { kind: 'Deployment', name: deployment, uid: `uid-${deployment}` }
  return { ...meta(namespace, name), kind: 'ReplicaSet', conditions: [], ...(owner && { owner }) }
}

export function ownedBy(kind: string, name: string, namespace = 'default'): { readonly owner: Owner } {
  return { owner: { kind, name, uid: `uid-${namespace}-${name}` } }
}

export function anIngress(name: string, over: Partial<Ingress> = {}): Ingress {
  return {
    ...meta(over.namespace ?? 'default', name),
    kind: 'Ingress',
    tlsHosts: [],
    rules: [],
    loadBalancer: [],
    ...over,
  }
}

export function aRoute(name: string, over: Partial<Route> = {}): Route {
  return {
    ...meta(over.namespace ?? 'default', name),
    kind: 'HTTPRoute',
    hostnames: [],
    parents: [],
    rules: [],
    parentStatus: [],
    ...over,
  }
}

/** Something that makes the API server call Services. */
export function anApiCaller(kind: ApiCaller['kind'], name: string, calls: readonly ApiCall[] = []): ApiCaller {
  return { ...meta('', name), kind, calls, conditions: [] }
}

/** What is inferred of a Deployment, or of another workload as `Kind/name`: the Services that its pods name. */
export function aCaller(workload: string, services: readonly string[], from = 'default'): Caller {
  const [name = '', kind = 'Deployment'] = workload.split('/').reverse()
  return {
    ...meta('default', `${from}/${kind}/${name}`),
    kind: 'Caller',
    workload: { kind, namespace: from, name },
    services,
  }
}

/**
 * A Deployment of `count` pods behind the Service of the same name, as the controllers would publish it: pods spread
 * over `nodes`, one slice for each hundred, addresses in order.
 */
export function aDeployment(
  name: string,
  count: number,
  { namespace = 'default', nodes = [] as readonly Node[], subnet = 1 } = {},
): readonly KubernetesRecord[] {
  const replicaSet = aReplicaSet(`${name}-6d8f`, name, namespace)
  const pods = Array.from({ length: count }, (_, at) => {
    const node = nodes[at % Math.max(nodes.length, 1)]
    return aPod(`${name}-6d8f-${suffix(at)}`, {
      namespace,
      labels: { app: name, 'pod-template-hash': '6d8f' },
      ips: [`10.${subnet}.${Math.floor(at / 250)}.${(at % 250) + 1}`],
      ...(node !== undefined && { node: node.name }),
      ...ownedBy('ReplicaSet', replicaSet.name, namespace),
    })
  })
  const zoneOf = new Map(nodes.map((node) => [node.name, node.zone]))
  const slices: EndpointSlice[] = []
  for (let start = 0; start < pods.length; start += 100) {
    const endpoints = pods.slice(start, start + 100).map((pod) => {
      const zone = zoneOf.get(pod.node ?? '')
      return endpointOf(pod, zone === undefined ? {} : { zone })
    })
    slices.push(aSlice(name, endpoints, { ...meta(namespace, `${name}-s${start / 100}`) }))
  }
  return [aService(name, { namespace }), replicaSet, ...pods, ...slices]
}

const letters = 'bcdfghjklmnpqrstvwxz2456789'

/** Five characters as the ReplicaSet controller would draw them, and the same ones each time. */
function suffix(at: number): string {
  let rest = (at + 1) * 7_919_311
  let text = ''
  for (let i = 0; i < 5; i++) {
    text += letters[rest % letters.length] ?? ''
    rest = Math.floor(rest / letters.length) + at
  }
  return `${text}${at > 200 ? at : ''}`
}
