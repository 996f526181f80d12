import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { Change, Records } from '@/lib/kubernetes/records'
import { applyChanges } from '@/lib/kubernetes/records'
import { buildTopology } from './build'
import type { Topology } from './graph'
import { createRandom, pick, someRecord } from './random.fixture'
import { createTopologyIndex, indexedKinds } from './topology-index'

function someChanges(random: () => number, records: Records): Change[] {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, (): Change => {
    const kind = pick(random, indexedKinds)
    const keys = [...(records[kind]?.keys() ?? [])]
    if (random() < 0.25 && keys.length > 0) return { type: 'remove', kind, key: pick(random, keys) }
    return { type: 'put', record: someRecord(random) }
  })
}

function shownBy(topology: Topology) {
  return { services: [...topology.services], pods: new Map([...topology.servicesOfPod].sort()) }
}

const seeds = Array.from({ length: 20 }, (_, at) => 1000 + at)

describe('random changes', () => {
  it.each(seeds)('end in what a build from nothing gives (seed %i)', (seed) => {
    const random = createRandom(seed)
    const index = createTopologyIndex()
    let records: Records = {}
    let topology = buildTopology(records)
    for (let step = 0; step < 60; step++) {
      const changes = someChanges(random, records)
      records = applyChanges(records, changes)
      const before = topology
      topology = buildTopology(records, before)
      const touched = index.apply(changes)
      const fresh = buildTopology(records)

      expect(shownBy(topology), `step ${step}`).toEqual(shownBy(fresh))
      for (const [key, graph] of topology.services) {
        expect(index.graph(key), `step ${step}: ${key} on the server`).toEqual(graph)
        const old = before.services.get(key)
        if (!touched.has(key)) expect(graph, `step ${step}: ${key} was not touched`).toBe(old)
        if (old === undefined || old === graph) continue
        expect(graph, `step ${step}: ${key} has a reason to be new`).not.toEqual(old)
        for (const member of graph.members) {
          const same = old.members.find((candidate) => candidate.id === member.id)
          if (same !== undefined && same !== member) expect(member).not.toEqual(same)
        }
      }
      for (const pod of records.Pod?.values() ?? []) {
        if (pod.deleted !== undefined) continue
        expect(index.servicesOfPod(keyOf(pod)), `step ${step}: ${keyOf(pod)}`).toEqual(
          topology.servicesOfPod.get(keyOf(pod)) ?? [],
        )
      }
    }
  })
})
