import { bench, describe } from 'vitest'
import type { KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { applyChanges, toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from './build'
import { aDeployment, aNode, aService } from './records.fixture'
import { summarise } from './summary'
import { createTopologyIndex } from './topology-index'

const nodes = Array.from({ length: 100 }, (_, at) => aNode(`worker-${at}`, `zone-${at % 3}`))

/** So many Services, ten to a namespace, or all in one. */
function cluster(services: number, podsEach: number, perNamespace: number): readonly KubernetesRecord[] {
  return Array.from({ length: services }, (_, at) =>
    aDeployment(`app-${at}`, podsEach, { nodes, namespace: `ns-${Math.floor(at / perNamespace)}`, subnet: at % 250 }),
  ).flat()
}

/** The pod, ready and unready in turn, so that every run has a real change to take in. */
function turning(pod: Pod) {
  let isReady = true
  return (): Change => {
    isReady = !isReady
    const status = isReady ? ('True' as const) : ('False' as const)
    return { type: 'put', record: { ...pod, conditions: [{ type: 'Ready', status }] } }
  }
}

function somePod(records: readonly KubernetesRecord[]): Pod {
  const pod = records.find((record) => record.kind === 'Pod')
  if (pod === undefined) throw new Error('a cluster without pods')
  return pod
}

describe('from nothing, on the server', () => {
  const changes = [...nodes, ...cluster(5000, 10, 10)].map((record): Change => ({ type: 'put', record }))
  bench(
    '5,000 Services, 50,000 pods: every summary',
    () => {
      const index = createTopologyIndex()
      for (const key of index.apply(changes)) {
        const graph = index.graph(key)
        if (graph !== undefined) summarise(graph)
      }
    },
    { iterations: 3, time: 0, warmupIterations: 1 },
  )
})

describe('one pod changes', () => {
  const big = [...nodes, ...cluster(5000, 10, 10)]
  const index = createTopologyIndex()
  for (const key of index.apply(big.map((record) => ({ type: 'put', record })))) index.graph(key)
  const next = turning(somePod(big))
  bench('on the server, 50,000 pods', () => {
    for (const key of index.apply([next()])) index.graph(key)
  })

  const crowded = [...nodes, ...cluster(1000, 10, 1000)]
  let records = toRecords(crowded)
  let topology = buildTopology(records)
  const change = turning(somePod(crowded))
  bench('in the browser, 10,000 pods and 1,000 Services of one namespace', () => {
    records = applyChanges(records, [change()])
    topology = buildTopology(records, topology)
  })

  const wide = [...nodes, ...cluster(1, 5000, 1)]
  let wideRecords = toRecords(wide)
  let wideTopology = buildTopology(wideRecords)
  const wideChange = turning(somePod(wide))
  bench('in the browser, one Service of 5,000 pods', () => {
    wideRecords = applyChanges(wideRecords, [wideChange()])
    wideTopology = buildTopology(wideRecords, wideTopology)
  })

  const stray = createTopologyIndex()
  const strays = [
    ...wide,
    ...Array.from({ length: 100 }, (_, at) =>
      aService(`lonely-${at}`, { namespace: 'ns-0', selector: { app: `x${at}` } }),
    ),
    aService('slip', { namespace: 'ns-0', selector: { app: 'app_0' } }),
  ].filter(({ name }) => name !== 'app-0')
  for (const key of stray.apply(strays.map((record) => ({ type: 'put', record })))) stray.graph(key)
  let isNear = true
  const strayPod = somePod(strays)
  bench('on the server, 101 Services without pods beside 5,000 pods, one of them relabelled', () => {
    isNear = !isNear
    const record: Pod = { ...strayPod, labels: { ...strayPod.labels, app: isNear ? 'app-0' : 'other' } }
    for (const key of stray.apply([{ type: 'put', record }])) stray.graph(key)
  })
})
