import { bench, describe } from 'vitest'
import type { EndpointSlice, KubernetesRecord, Node, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnoser } from './diagnoser'

const now = Date.parse('2026-01-02T00:00:00Z')
const since = '2026-01-01T00:00:30Z'
const ready = { type: 'Ready', status: 'True', since } as const

const nodes = Array.from(
  { length: 500 },
  (_, at): Node => ({ ...aNode(`worker-${at}`, `zone-${at % 3}`), conditions: [ready] }),
)

/** `services` Services of ten pods, ten to a namespace, every twentieth of which keeps crashing on half of its pods. */
function cluster(services: number): readonly KubernetesRecord[] {
  const own = Array.from({ length: services }, (_, at) => {
    const from = (at * 7) % nodes.length
    const near = Array.from({ length: 10 }, (_, step) => nodes[(from + step) % nodes.length] ?? aNode('none'))
    const records = aDeployment(`app-${at}`, 10, { nodes: near, namespace: `ns-${Math.floor(at / 10)}` })
    const isCrashing = (pod: number) => at % 20 === 0 && pod % 2 === 0
    let pods = 0
    return records.map((record): KubernetesRecord => {
      if (record.kind === 'Pod') {
        const index = pods++
        return isCrashing(index) ? crashing(record, ipOf(at, index)) : answering(record, ipOf(at, index))
      }
      return record.kind === 'EndpointSlice' ? published(record, at, isCrashing) : record
    })
  })
  return [...nodes, ...own.flat()]
}

function ipOf(service: number, pod: number): string {
  const host = service * 10 + pod
  return `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`
}

function answering(pod: Pod, ip: string): Pod {
  return { ...pod, ips: [ip], conditions: [ready] }
}

function crashing(pod: Pod, ip: string): Pod {
  const containers = pod.containers.map((container) => ({
    ...container,
    ready: false,
    restarts: 14,
    state: { type: 'waiting', reason: 'CrashLoopBackOff' } as const,
    last: { type: 'terminated', reason: 'Error', exitCode: 1, since } as const,
  }))
  return { ...pod, ips: [ip], containers, conditions: [{ ...ready, status: 'False' }] }
}

function published(slice: EndpointSlice, service: number, isCrashing: (pod: number) => boolean): EndpointSlice {
  const endpoints = slice.endpoints.map((endpoint, pod) => {
    const serving = !isCrashing(pod)
    return { ...endpoint, addresses: [ipOf(service, pod)], ready: serving, serving }
  })
  return { ...slice, managedBy: 'endpointslice-controller.k8s.io', endpoints }
}

const records = cluster(5000)
const changes = records.map((record): Change => ({ type: 'put', record }))

function aDiagnosedCluster() {
  const topology = createTopologyIndex()
  const touched = topology.apply(changes)
  for (const key of touched) topology.graph(key)
  return { topology, touched }
}

describe('5,000 Services, 50,000 pods, 500 nodes, from nothing', () => {
  const { topology, touched } = aDiagnosedCluster()
  bench(
    'the graphs alone',
    () => {
      aDiagnosedCluster()
    },
    { iterations: 3, time: 0, warmupIterations: 1 },
  )
  bench(
    'the findings of graphs that are there',
    () => {
      const diagnoser = createDiagnoser({ topology, isKnown: () => true })
      diagnoser.apply(changes, touched, now)
      diagnoser.judge(now)
    },
    { iterations: 5, time: 0, warmupIterations: 1 },
  )
})

describe('5,000 Services, 50,000 pods, 500 nodes, one change', () => {
  const { topology, touched } = aDiagnosedCluster()
  const diagnoser = createDiagnoser({ topology, isKnown: () => true })
  diagnoser.apply(changes, touched, now)
  diagnoser.judge(now)

  /** The record, as it is and otherwise in turn. */
  function turning<R extends KubernetesRecord>(record: R, otherwise: R) {
    let turned = false
    return () => {
      turned = !turned
      const change: Change = { type: 'put', record: turned ? otherwise : record }
      diagnoser.apply([change], topology.apply([change]), now)
      diagnoser.judge(now)
    }
  }

  const pod = records.find((record) => record.kind === 'Pod' && record.namespace === 'ns-1')
  if (pod?.kind === 'Pod')
    bench('a pod stops answering, or answers again', turning(pod, crashing(pod, pod.ips[0] ?? '')))
  const relabelled = pod?.kind === 'Pod' ? { ...pod, labels: { ...pod.labels, app: 'other' } } : undefined
  if (pod?.kind === 'Pod' && relabelled) bench('a pod leaves its Service, or comes back', turning(pod, relabelled))
  const node = nodes[0]
  if (node)
    bench(
      'a node stops being ready, or is again',
      turning(node, { ...node, conditions: [{ ...ready, status: 'False' }] }),
    )
})

describe('one Service with 5,000 pods that all keep crashing, 500 nodes', () => {
  let [pods, published] = [0, 0]
  const sick = [...nodes, ...aDeployment('web', 5000, { nodes })].map((record): KubernetesRecord => {
    if (record.kind === 'Pod') return crashing(record, ipOf(0, pods++))
    if (record.kind !== 'EndpointSlice') return record
    const endpoints = record.endpoints.map((endpoint) => {
      return { ...endpoint, addresses: [ipOf(0, published++)], ready: false, serving: false }
    })
    return { ...record, managedBy: 'endpointslice-controller.k8s.io', endpoints }
  })
  const topology = createTopologyIndex()
  const put = sick.map((record): Change => ({ type: 'put', record }))
  const diagnoser = createDiagnoser({ topology, isKnown: () => true })
  diagnoser.apply(put, topology.apply(put), now)
  diagnoser.judge(now)
  const pod = sick.find((record) => record.kind === 'Pod')
  let turned = false
  if (pod?.kind === 'Pod')
    bench('one of them crashes once more', () => {
      turned = !turned
      const change: Change = { type: 'put', record: { ...pod, hostname: String(turned) } }
      diagnoser.apply([change], topology.apply([change]), now)
      diagnoser.judge(now)
    })
})
