import { bench, describe } from 'vitest'
import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readPod } from '@/lib/kubernetes/read-pod'
import type { EndpointSlice, KubernetesRecord, Node, Pod } from '@/lib/kubernetes/record'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import { everything } from '@/lib/topology/summary'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { search } from './search'
import type { SearchWorld } from './world'

const nodes = Array.from({ length: 500 }, (_, at) => aNode(`worker-${at}`, `zone-${at % 3}`))

/** 5,000 Services of ten pods each, ten Services to a namespace. */
const records: readonly KubernetesRecord[] = [
  ...nodes,
  ...Array.from({ length: 5000 }, (_, at) =>
    aDeployment(`app-${at}`, 10, { nodes, namespace: `ns-${Math.floor(at / 10)}`, subnet: at % 250 }),
  ).flat(),
]

const described = records.map(asRead)

/** As the server has it, read from JSON: a fixture's object is laid out otherwise, and four times as slow to look at. */
function asRead(record: KubernetesRecord): KubernetesRecord {
  if (record.kind === 'Pod') return readPod(toJson(podJson(record))) ?? record
  if (record.kind === 'EndpointSlice') return readEndpointSlice(toJson(sliceJson(record))) ?? record
  return record
}

function toJson(object: object): unknown {
  return JSON.parse(JSON.stringify(object))
}

function podJson({ namespace, name, uid, labels, ips, node }: Pod): object {
  return {
    metadata: { namespace, name, uid, labels },
    spec: { nodeName: node, containers: [] },
    status: { phase: 'Running', podIPs: ips.map((ip) => ({ ip })) },
  }
}

function sliceJson({ namespace, name, uid, service, addressType, ports, endpoints }: EndpointSlice): object {
  return {
    metadata: { namespace, name, uid, labels: { 'kubernetes.io/service-name': service } },
    addressType,
    ports,
    endpoints: endpoints.map(({ addresses, ready, serving, node, target }) => ({
      addresses,
      conditions: { ready, serving },
      nodeName: node,
      targetRef: target,
    })),
  }
}

function worldOf(): SearchWorld {
  const index = createTopologyIndex()
  index.apply(described.map((record) => ({ type: 'put', record })))
  const keys = [...index.keys()]
  const allNodes = described.filter((record): record is Node => record.kind === 'Node')
  const pods = described.filter((record): record is Pod => record.kind === 'Pod')
  const namespaces = [...new Set(pods.map(({ namespace }) => namespace))]
  return {
    graphs: () => keys.flatMap((key) => index.graph(key) ?? []),
    graph: index.graph,
    pods: () => pods,
    servicesOfPod: index.servicesOfPod,
    nodes: () => allNodes,
    namespaces: () => namespaces,
    findings: () => [],
    worst: () => undefined,
    title: () => '',
    known: () => everything,
  }
}

describe('5,000 Services, 50,000 pods', () => {
  const world = worldOf()
  for (const text of [
    'a',
    'app-4',
    'app-4321',
    'zz',
    'a4',
    'ns-7 app',
    '10.7.0.3',
    'fd00::1',
    '10.7.',
    'app=app-77',
    'app-77.ns-7',
  ])
    bench(text, () => {
      search(text, world, 10)
    })
})
