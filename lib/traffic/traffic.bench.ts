import { bench, describe } from 'vitest'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, NetworkPolicy, Node, Pod, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { createPolicyJudge } from '@/lib/policy/judge'
import { buildTopology } from '@/lib/topology/build'
import { aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { createTraffic } from './shares'
import { parseVantage } from './vantage'
import type { World } from './world'

const SERVICES = 5_000
const ENDPOINTS = 10
const NODES = 500

const nodes: readonly Node[] = Array.from({ length: NODES }, (_, at) => ({
  ...aNode(`worker-${at}`, `zone-${at % 3}`),
  conditions: [{ type: 'Ready', status: 'True' as const }],
}))
const nodeOf = new Map(nodes.map((node) => [node.name, node]))

const pods = new Map<Key, Pod>()
const policies = new Map<string, NetworkPolicy[]>()

/** Every fifth Service is reachable from outside, half of these by the local policy. */
function anApp(at: number): readonly (Service | EndpointSlice)[] {
  const namespace = `ns-${Math.floor(at / 10)}`
  const name = `app-${at}`
  // As the mirror reads them: pods of one template share theirs.
  const labels = { app: name }
  const behind = Array.from({ length: ENDPOINTS }, (_, index) => {
    const number = at * ENDPOINTS + index
    const pod = aPod(`${name}-${index}`, {
      namespace,
      labels,
      node: `worker-${number % NODES}`,
      ips: [`10.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`],
    })
    pods.set(keyOf(pod), pod)
    return endpointOf(pod, { zone: `zone-${(number % NODES) % 3}`, zoneHints: [`zone-${(number % NODES) % 3}`] })
  })
  const service = aService(name, {
    namespace,
    ...(at % 5 === 0 && {
      type: 'LoadBalancer',
      loadBalancer: [{ ip: '203.0.113.1' }],
      externalTrafficPolicy: at % 2 === 0 ? 'Local' : 'Cluster',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30_000 + (at % 2768) }],
    }),
  })
  const policy: NetworkPolicy = {
    ...service,
    kind: 'NetworkPolicy',
    podSelector: { matchLabels: { app: name }, matchExpressions: [] },
    policyTypes: ['Ingress'],
    ingress: [{ peers: [{ podSelector: { matchLabels: { app: 'app-0' }, matchExpressions: [] } }], ports: [] }],
    egress: [],
  }
  policies.set(namespace, [...(policies.get(namespace) ?? []), policy])
  return [service, aSlice(name, behind, { namespace })]
}

const graphs = [
  ...buildTopology(toRecords(Array.from({ length: SERVICES }, (_, at) => anApp(at)).flat())).services.values(),
]

const world: World = {
  node: (name) => nodeOf.get(name),
  nodes,
  pod: (key) => pods.get(key),
  dataplane: { name: 'kube-proxy' },
}

describe('shares of 5,000 Services with 50,000 endpoints on 500 nodes', () => {
  for (const text of ['node/worker-1', 'pod/ns-0/app-0-0', 'zone/zone-1', 'outside', 'outside/worker-1']) {
    const vantage = parseVantage(text)
    if (vantage === undefined) throw new Error(`${text} is no vantage`)
    bench(`from ${text}`, () => graphs.forEach(createTraffic(vantage, world)), { iterations: 5, time: 0 })
  }

  bench(
    'from pod/ns-0/app-0-0, with what NetworkPolicies say',
    () => {
      const policy = createPolicyJudge({
        policiesIn: (namespace) => policies.get(namespace) ?? [],
        namespaceLabels: () => ({}),
        otherKinds: [],
      })
      graphs.forEach(createTraffic({ type: 'pod', namespace: 'ns-0', name: 'app-0-0' }, { ...world, policy }))
    },
    { iterations: 5, time: 0 },
  )
})
