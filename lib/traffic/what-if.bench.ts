import { bench, describe } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import type { Scenario } from './scenario'
import { type WhatIfWorld, whatIf } from './what-if'

const nodes = Array.from({ length: 500 }, (_, at) => aNode(`worker-${at}`, `zone-${at % 3}`))

/** 5,000 Services of ten pods each, ten to a namespace, a hundred pods to a node, one budget to a namespace. */
function aWorld(): WhatIfWorld {
  const records: KubernetesRecord[] = [...nodes]
  for (let at = 0; at < 5000; at++) {
    const near = Array.from({ length: 10 }, (_, step) => nodes[(at * 7 + step) % nodes.length] ?? aNode('none'))
    records.push(...aDeployment(`app-${at}`, 10, { nodes: near, namespace: `ns-${Math.floor(at / 10)}` }))
  }
  const index = createTopologyIndex()
  index.apply(records.map((record) => ({ type: 'put', record })))
  const graphs = [...index.keys()].flatMap((key) => index.graph(key) ?? [])
  const pods = records.filter((record): record is Pod => record.kind === 'Pod')
  const byKey = new Map(pods.map((pod) => [keyOf(pod), pod]))
  const byNode = new Map(nodes.map(({ name }): [string, Pod[]] => [name, []]))
  for (const pod of pods) byNode.get(pod.node ?? '')?.push(pod)
  const budget = {
    kind: 'PodDisruptionBudget',
    uid: 'b',
    name: 'all',
    labels: {},
    created: '',
    conditions: [],
  } as const
  const selector = { matchLabels: {}, matchExpressions: [] }
  return {
    graphs,
    nodes,
    podsOn: (name) => byNode.get(name) ?? [],
    pod: (key) => byKey.get(key),
    budgetsIn: (namespace) => [{ ...budget, namespace, selector, disruptionsAllowed: 1 }],
  }
}

describe('5,000 Services, 50,000 endpoints, 500 nodes', () => {
  const world = aWorld()
  const few = { iterations: 10, time: 0, warmupIterations: 2 }
  const play = (scenario: Scenario) => () => {
    whatIf(scenario, world)
  }
  bench('a node is drained', play({ losses: [{ type: 'node', name: 'worker-7' }], how: 'drained' }), few)
  bench(
    'a third of all nodes fails',
    play({
      losses: nodes.filter(({ zone }) => zone === 'zone-1').map(({ name }) => ({ type: 'node', name })),
      how: 'failed',
    }),
    few,
  )
})
