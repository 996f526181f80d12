import { describe, expect, it } from 'vitest'
import { cluster, NOW } from '@/lib/demo/cluster.fixture'
import { resources as served } from '@/lib/demo/resources'
import { MINUTE } from '@/lib/demo/scenarios/step'
import { createDiagnoser } from '@/lib/diagnosis/diagnoser'
import { readers } from '@/lib/kubernetes/read'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import { createTopologyIndex } from '@/lib/topology/topology-index'

/** What is found in the demo cluster, by subject: errors and warnings, those that follow from another left out. */
function foundInShop(later: number): Readonly<Record<string, readonly string[]>> {
  const { store } = cluster('shop')
  const topology = createTopologyIndex()
  const diagnoser = createDiagnoser({ topology, isKnown: () => true })
  const records = resources.flatMap(({ plural, kind }) => {
    const resource = served.find((each) => each.plural === plural)
    return resource === undefined ? [] : store.sorted(resource).flatMap((object) => readers[kind](object) ?? [])
  })
  const changes = records.map((record): Change => ({ type: 'put', record }))
  diagnoser.apply(changes, topology.apply(changes), NOW)
  diagnoser.judge(NOW)
  diagnoser.judge(NOW + later)
  const found = [...diagnoser.all()].flatMap(({ namespace, name, findings }) => {
    const causes = findings.filter(({ severity, cause }) => severity !== 'info' && cause === undefined)
    const said = causes.map(({ severity, code }) => `${severity} ${code}`)
    return said.length === 0 ? [] : [[`${namespace}/${name}`, said] as const]
  })
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** As lib/demo/scenarios/shop.ts breaks them. */
const broken = {
  'data/Service/cache': ['error not-ready'],
  'shop/Service/checkout': ['error target-port-unresolved'],
  'shop/Service/forecast': ['error unschedulable'],
  'shop/Service/gift-cards': ['warning scaled-to-zero'],
  'shop/Service/newsletter': ['error image-pull'],
  'shop/Service/recommendations': ['error crash-loop'],
  'shop/Service/search': ['error probe-failing'],
  'shop/Service/storefront': ['error no-pod-matches'],
}

describe('of the Services of the demo cluster', () => {
  it.each([
    ['now', 0],
    ['ten minutes later', 10 * MINUTE],
  ])('those that are broken have one cause told each, and of the others nothing is told, %s', (_, later) => {
    expect(foundInShop(later)).toEqual(broken)
  })
})
