import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Workload } from '@/lib/kubernetes/record'
import type { StreamRecord } from '@/lib/stream/message'
import { worstState } from '@/lib/topology/endpoints'
import type { Member } from '@/lib/topology/graph'
import { isFinished, podKeyOf } from '@/lib/topology/members'
import { createRandom, pick, someRecord } from '@/lib/topology/random.fixture'
import { aNode, aPod, aReplicaSet, aService, aSlice, endpointOf, ownedBy } from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createHistory } from './history'
import { put, shop, someStates } from './history.fixture'
import { type Strips, stripsOf } from './strips'

const cluster = { view: 'cluster', namespace: '' } as const
const END = 10_000

/** Tells some records at a time, in their scopes, and gives the strips of `shop/web` up to END. */
function aStory() {
  const history = createHistory(64 * 1024 * 1024)
  const record = (at: number, changes: readonly ReturnType<typeof put>[]) =>
    history.record({
      at,
      states: someStates(),
      begun: true,
      told: [cluster, shop].map((scope) => ({
        scope,
        changes: changes.filter(
          (change) => change.type === 'put' && (change.record.namespace === '') === (scope === cluster),
        ),
      })),
    })
  record(0, [])
  return {
    history,
    at: (at: number, ...records: StreamRecord[]) => record(at, records.map(put)),
    gone: (at: number, ...records: StreamRecord[]) =>
      history.record({
        at,
        states: someStates(),
        begun: true,
        told: records.map((each) => ({
          scope: each.namespace === '' ? cluster : shop,
          changes: [{ type: 'remove', kind: each.kind, key: keyOf(each) }],
        })),
      }),
    strips: (from = 1000): Strips =>
      stripsOf({
        service: 'shop/web',
        from,
        to: END,
        namespace: history.stateAt(shop, from),
        cluster: history.stateAt(cluster, from),
        steps: history.steps(({ view }) => view !== 'overview', from, END),
      }),
  }
}

const service = aService('web', { namespace: 'shop' })
const pod = (name: string, over: Parameters<typeof aPod>[1] = {}) =>
  aPod(name, { namespace: 'shop', labels: { app: 'web' }, node: 'node-1', ...over })

function spans({ strips }: Strips) {
  return Object.fromEntries(
    strips.map((strip) => [
      strip.pod ?? strip.address,
      strip.spans.map(({ from, to, state }) => `${from}–${to} ${state}`),
    ]),
  )
}

describe('the strip of an endpoint', () => {
  it('goes from pending by not ready to ready, by draining and terminating out', () => {
    const story = aStory()
    const a = pod('a')
    story.at(1000, service, aNode('node-1', 'a'))
    story.at(2000, { ...a, ips: [] })
    story.at(3000, a)
    story.at(3500, aSlice('web', [endpointOf(a, { ready: false })], { namespace: 'shop' }))
    story.at(4000, aSlice('web', [endpointOf(a, { ready: true })], { namespace: 'shop' }))
    const deleted = { ...a, deleted: '2026-01-01T00:00:00Z' }
    const leaving = { ready: false, terminating: true }
    story.at(5000, deleted, aSlice('web', [endpointOf(a, { ...leaving, serving: true })], { namespace: 'shop' }))
    story.at(6000, aSlice('web', [endpointOf(a, { ...leaving, serving: false })], { namespace: 'shop' }))
    story.at(7000, aSlice('web', [], { namespace: 'shop' }))
    const told = story.strips()
    expect(spans(told)).toEqual({
      'shop/a': [
        '2000–3000 pending',
        '3000–3500 missing',
        '3500–4000 notReady',
        '4000–5000 ready',
        '5000–6000 draining',
        '6000–7000 terminating',
      ],
    })
    expect(told.strips[0]).toMatchObject({ address: a.ips[0], family: 'IPv4', port: 8080, node: 'node-1', zone: 'a' })
  })

  it('is open to the end, and begins where the stretch does', () => {
    const story = aStory()
    const a = pod('a')
    story.at(500, service, a, aSlice('web', [endpointOf(a)], { namespace: 'shop' }))
    expect(spans(story.strips())).toEqual({ 'shop/a': [`1000–${END} ready`] })
  })

  it('is another for another pod of the same name, and none for a finished one', () => {
    const story = aStory()
    const first = pod('a', { uid: 'one' })
    const second = pod('a', { uid: 'two' })
    story.at(1000, service, first, aSlice('web', [endpointOf(first)], { namespace: 'shop' }))
    story.at(2000, second, aSlice('web', [endpointOf(second)], { namespace: 'shop' }))
    story.at(3000, { ...second, phase: 'Succeeded' }, aSlice('web', [], { namespace: 'shop' }))
    expect(story.strips().strips.map(({ id, spans }) => [id, spans.length])).toEqual([
      ['Pod/shop/a/one', 1],
      ['Pod/shop/a/two', 1],
    ])
  })

  it('ends with the Service, and with a selector that matches no more', () => {
    const story = aStory()
    const a = pod('a')
    story.at(1000, service, a)
    story.at(2000, aService('web', { namespace: 'shop', selector: { app: 'webb' } }))
    story.at(3000, service)
    story.gone(4000, service)
    const told = story.strips()
    expect(spans(told)).toEqual({ 'shop/a': ['1000–2000 missing', '3000–4000 missing'] })
    expect(told.marks).toEqual([
      { at: 2000, kind: 'selector', before: { app: 'web' }, after: { app: 'webb' } },
      { at: 3000, kind: 'selector', before: { app: 'webb' }, after: { app: 'web' } },
      { at: 4000, kind: 'service', change: 'deleted' },
    ])
  })

  it('says of every member at every moment what the graph says', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const random = createRandom(seed)
      const story = aStory()
      const index = createTopologyIndex()
      const held = new Map<string, KubernetesRecord>()
      const moments: { at: number; members: ReadonlyMap<string, string> }[] = []
      for (let at = 1001; at < 1400; at += 1) {
        const known = [...held.values()]
        if (random() < 0.8 || known.length === 0) {
          const record = someRecord(random)
          if (record.namespace !== '' && record.namespace !== 'shop') continue
          held.set(`${record.kind}/${keyOf(record)}`, record)
          index.apply([{ type: 'put', record }])
          story.at(at, record)
        } else {
          const record = pick(random, known)
          held.delete(`${record.kind}/${keyOf(record)}`)
          index.apply([{ type: 'remove', kind: record.kind, key: keyOf(record) }])
          story.gone(at, record)
        }
        moments.push({ at, members: standingMembers(index.graph('shop/web')?.members ?? []) })
      }
      expect(moments.some(({ members }) => members.size > 2)).toBe(true)
      const from = pick(random, moments).at
      const { strips } = story.strips(from)
      for (const { at, members } of moments) {
        if (at < from) continue
        const told = strips.flatMap(({ id, spans }): [string, string][] => {
          const span = spans.find((each) => each.from <= at && at < each.to)
          return span === undefined ? [] : [[id, span.state]]
        })
        expect(new Map(told.sort())).toEqual(members)
      }
    }
  })
})

/** The members of a graph as strips have them: those of one address without a pod are one. */
function standingMembers(members: readonly Member[]): ReadonlyMap<string, string> {
  const found = new Map<string, Member['state']>()
  for (const member of members) {
    if (isFinished(member)) continue
    const ids =
      podKeyOf(member) === undefined ? member.endpoints.map(({ address }) => `Address/${address}`) : [member.id]
    for (const id of ids) {
      const known = found.get(id)
      found.set(id, known === undefined ? member.state : worstState([{ state: known }, member]))
    }
  }
  return new Map([...found].sort())
}

/** A Deployment in `shop` whose pods say `app: NAME`. */
function workload(name: string, replicas: number): Workload {
  return { ...aReplicaSet(name, undefined, 'shop'), kind: 'Deployment', replicas, templateLabels: { app: name } }
}

describe('marks', () => {
  const deployment = (replicas: number) => workload('web', replicas)
  const revised = (name: string, hash: string) =>
    pod(name, { labels: { app: 'web', 'pod-template-hash': hash }, ...ownedBy('ReplicaSet', `web-${hash}`, 'shop') })
  const published = (...pods: ReturnType<typeof pod>[]) =>
    aSlice(
      'web',
      pods.map((each) => endpointOf(each, { ready: true })),
      { namespace: 'shop' },
    )

  it('tell a rollout from its first new pod until all that stay are new and ready', () => {
    const story = aStory()
    const [old, next] = [revised('a', 'one'), revised('b', 'two')]
    story.at(500, service, deployment(1), aReplicaSet('web-one', 'web', 'shop'), aReplicaSet('web-two', 'web', 'shop'))
    story.at(600, old, published(old))
    story.at(2000, next)
    story.at(3000, published(old, next))
    story.at(4000, { ...old, deleted: '2026-01-01T00:00:00Z' })
    story.gone(5000, old)
    expect(story.strips().marks).toEqual([
      { at: 2000, kind: 'rollout', phase: 'begin', workload: 'Deployment/web' },
      { at: 4000, kind: 'rollout', phase: 'end', workload: 'Deployment/web' },
    ])
  })

  it('tell the scaling of what stands behind the Service, and of nothing else', () => {
    const story = aStory()
    const other = (replicas: number) => workload('other', replicas)
    story.at(500, service, deployment(3), other(1))
    story.at(2000, deployment(5), other(2))
    expect(story.strips().marks).toEqual([{ at: 2000, kind: 'scaled', workload: 'Deployment/web', from: 3, to: 5 }])
  })

  it('tell of the nodes of its pods', () => {
    const story = aStory()
    const a = pod('a')
    const ready = { type: 'Ready', status: 'True' } as const
    const node = { ...aNode('node-1'), conditions: [ready] }
    story.at(500, service, a, published(a), node, aNode('node-2'))
    story.at(2000, { ...node, unschedulable: true }, { ...aNode('node-2'), unschedulable: true })
    story.at(3000, { ...node, conditions: [{ ...ready, status: 'Unknown' }] })
    story.gone(4000, node)
    expect(story.strips().marks).toEqual([
      { at: 2000, kind: 'drain', phase: 'begin', node: 'node-1', reason: 'cordoned' },
      { at: 3000, kind: 'drain', phase: 'begin', node: 'node-1', reason: 'notReady' },
      { at: 3000, kind: 'drain', phase: 'end', node: 'node-1', reason: 'cordoned' },
      { at: 4000, kind: 'drain', phase: 'begin', node: 'node-1', reason: 'gone' },
    ])
  })

  it('tell findings as they come and go', () => {
    const story = aStory()
    const finding = {
      id: 'no-pod-matches',
      code: 'no-pod-matches',
      severity: 'error',
      facts: {},
      objects: [],
      evidence: [],
      command: '',
    } as const
    const found = {
      kind: 'Findings',
      namespace: 'shop',
      name: 'Service/web',
      subject: { kind: 'Service', namespace: 'shop', name: 'web' },
      findings: [finding],
      unread: [],
    } as const
    story.at(500, service)
    story.at(2000, found)
    story.gone(3000, found)
    const facts = { kind: 'finding', id: 'no-pod-matches', code: 'no-pod-matches', severity: 'error' }
    expect(story.strips().marks).toEqual([
      { at: 2000, phase: 'begin', ...facts },
      { at: 3000, phase: 'end', ...facts },
    ])
  })
})
