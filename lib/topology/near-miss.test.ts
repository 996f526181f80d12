import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { ServiceGraph } from './graph'
import { MAX_NEAR_MISSES, missOf } from './near-miss'
import { aPod, aReplicaSet, aService, ownedBy } from './records.fixture'
import { createTopologyIndex } from './topology-index'

const put = (record: KubernetesRecord): Change => ({ type: 'put', record })

function webGraph(...records: readonly KubernetesRecord[]): ServiceGraph {
  const index = createTopologyIndex()
  index.apply([aService('web', { selector: { app: 'frontend' } }), ...records].map(put))
  const graph = index.graph('default/web')
  if (graph === undefined) throw new Error('no graph')
  return graph
}

const namesOf = (graph: ServiceGraph) => graph.nearMisses?.map(({ pod }) => pod.name)

describe('how labels miss a selector', () => {
  it('is by capitals', () => {
    expect(missOf({ app: 'web' }, { app: 'Web' })).toEqual({
      kind: 'case',
      differences: [{ key: 'app', wants: 'web', has: 'Web' }],
    })
  })

  it('is by a typing slip', () => {
    expect(missOf({ app: 'frontend' }, { app: 'front-end' })?.kind).toBe('typo')
  })

  it('is by the same value under another key, which is named', () => {
    expect(missOf({ app: 'frontend' }, { 'app.kubernetes.io/name': 'frontend' })).toEqual({
      kind: 'key',
      differences: [{ key: 'app', wants: 'frontend', otherKey: 'app.kubernetes.io/name' }],
    })
    expect(missOf({ app: 'frontend' }, { app: 'shop', role: 'frontend' })?.differences).toEqual([
      { key: 'app', wants: 'frontend', has: 'shop', otherKey: 'role' },
    ])
  })

  it('is by one pair where all others match', () => {
    expect(missOf({ app: 'web', tier: 'front' }, { app: 'web', tier: 'backend' })?.kind).toBe('value')
    expect(missOf({ app: 'web', tier: 'front' }, { app: 'web' })).toEqual({
      kind: 'missing',
      differences: [{ key: 'tier', wants: 'front' }],
    })
  })

  it('may be by several slips at once, of which the worst gives the kind', () => {
    expect(missOf({ app: 'frontend', tier: 'web' }, { app: 'front-end', tier: 'Web' })).toMatchObject({
      kind: 'typo',
      differences: [{ key: 'app' }, { key: 'tier' }],
    })
  })

  it('is no miss where nothing but chance is alike', () => {
    expect(missOf({ app: 'web' }, { app: 'api' })).toBeUndefined()
    expect(missOf({ app: 'web' }, {})).toBeUndefined()
    expect(missOf({ app: 'web', tier: 'front' }, { app: 'web-2', tier: 'backend' })).toBeUndefined()
    expect(missOf({ app: 'web', tier: 'a', track: 'b' }, { app: 'web' })).toBeUndefined()
  })

  it('is no miss where the pod matches', () => {
    expect(missOf({ app: 'web' }, { app: 'web', tier: 'x' })).toBeUndefined()
  })

  it('is not by a value that stands under many keys', () => {
    expect(missOf({ enabled: 'true' }, { monitored: 'true' })).toBeUndefined()
    expect(missOf({ version: 'v1' }, { schema: 'v1' })).toBeUndefined()
  })

  it('survives a selector whose keys are those of an object', () => {
    expect(missOf({ constructor: 'frontend' }, { app: 'frontend' })?.differences[0]?.otherKey).toBe('app')
    expect(missOf({ constructor: 'frontend' }, {})).toBeUndefined()
  })
})

describe('the near misses of a Service', () => {
  const slip = (name: string, over: Partial<Pod> = {}) => aPod(name, { labels: { app: 'front-end' }, ...over })

  it('name the workload behind them', () => {
    const graph = webGraph(aReplicaSet('web-1', 'web'), slip('web-1-a', ownedBy('ReplicaSet', 'web-1')))
    expect(graph.nearMisses).toMatchObject([{ workload: 'Deployment/web', kind: 'typo' }])
    expect(graph.nearMissCount).toBe(1)
    expect(graph.members).toEqual([])
  })

  it('are not looked for where a pod matches, even one that waits', () => {
    const pod = aPod('good', { labels: { app: 'frontend' }, ips: [], phase: 'Pending' })
    expect(webGraph(slip('bad'), pod)).not.toHaveProperty('nearMisses')
  })

  it('are looked for where the pods that match have ended', () => {
    const ended = aPod('ended', { labels: { app: 'frontend' }, phase: 'Failed' })
    expect(namesOf(webGraph(slip('bad'), ended))).toEqual(['bad'])
  })

  it('are none of another namespace, none that ended and none on its way out', () => {
    const graph = webGraph(
      slip('elsewhere', { namespace: 'other' }),
      slip('ended', { phase: 'Succeeded' }),
      slip('leaving', { deleted: '2026-01-01T00:00:00Z' }),
    )
    expect(graph).not.toHaveProperty('nearMisses')
  })

  it('stand with the likeliest first, and above the limit are counted', () => {
    const many = Array.from({ length: 500 }, (_, at) => slip(`typo-${at}`))
    const graph = webGraph(...many, slip('capital', { labels: { app: 'Frontend' } }))
    expect(graph.nearMissCount).toBe(501)
    expect(graph.nearMisses).toHaveLength(MAX_NEAR_MISSES)
    expect(namesOf(graph)?.slice(0, 3)).toEqual(['capital', 'typo-0', 'typo-1'])
  })

  it('are told apart by labels that controllers write, where the selector asks for one', () => {
    const index = createTopologyIndex()
    const selector = { app: 'db', 'statefulset.kubernetes.io/pod-name': 'db-9' }
    const pods = [0, 1].map((at) =>
      aPod(`db-${at}`, { labels: { app: 'db', 'statefulset.kubernetes.io/pod-name': `db-${at}` } }),
    )
    index.apply([aService('db-9', { selector }), ...pods].map(put))
    expect(index.graph('default/db-9')?.nearMisses?.map(({ differences }) => differences[0]?.has)).toEqual([
      'db-0',
      'db-1',
    ])
  })
})

describe('a change of a pod', () => {
  const index = () => {
    const made = createTopologyIndex()
    made.apply(
      [
        aService('web', { selector: { app: 'frontend' } }),
        aService('other', { selector: { app: 'unlike' } }),
        aPod('near', { labels: { app: 'front-end' } }),
        aPod('far', { labels: { app: 'database' } }),
      ].map(put),
    )
    for (const key of made.keys()) made.graph(key)
    return made
  }

  it('touches the Services without pods that it is near to, and no others', () => {
    const made = index()
    expect([...made.apply([put(aPod('new', { labels: { app: 'frontent' } }))])]).toEqual(['default/web'])
    expect(namesOf(made.graph('default/web') as ServiceGraph)).toEqual(['near', 'new'])
  })

  it('that is near to nothing touches nothing', () => {
    expect([...index().apply([put(aPod('far', { labels: { app: 'databases' } }))])]).toEqual([])
  })

  it('takes it from the near misses when its labels, or itself, go', () => {
    for (const change of [
      put(aPod('near', { labels: { app: 'database' } })),
      { type: 'remove', kind: 'Pod', key: 'default/near' } as const,
      put(aPod('near', { labels: { app: 'front-end' }, phase: 'Failed' })),
    ]) {
      const made = index()
      expect([...made.apply([change])]).toEqual(['default/web'])
      expect(made.graph('default/web')).not.toHaveProperty('nearMisses')
    }
  })

  it('shows in a near miss, while the others and equal ones stay the same objects', () => {
    const made = index()
    made.apply([put(aPod('near-2', { labels: { app: 'front-end' } }))])
    const [first, second] = made.graph('default/web')?.nearMisses ?? []
    made.apply([put(aPod('near', { labels: { app: 'front-end' }, node: 'worker-1' }))])
    const after = made.graph('default/web')?.nearMisses
    expect(after?.[0]?.pod.node).toBe('worker-1')
    expect(after?.[0]).not.toBe(first)
    expect(after?.[1]).toBe(second)

    const before = made.graph('default/web')
    made.apply([put(aPod('near', { labels: { app: 'front-end' }, node: 'worker-1' }))])
    expect(made.graph('default/web')).toBe(before)
  })

  it('ends the search when it comes to match', () => {
    const made = index()
    made.apply([put(aPod('near', { labels: { app: 'frontend' } }))])
    const graph = made.graph('default/web')
    expect(graph).not.toHaveProperty('nearMisses')
    expect(graph?.members.map(({ pod }) => pod && keyOf(pod))).toEqual(['default/near'])
  })
})
