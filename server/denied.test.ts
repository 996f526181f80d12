import { afterEach, describe, expect, it } from 'vitest'
import { ClusterOfRights } from '@/lib/cluster/cluster-of-rights.fixture'
import { success } from '@/lib/cluster/result'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import { answerServiceGraph } from './answers/graph'
import { answerOverview } from './answers/overview'
import { answerStream } from './answers/stream'
import { createSwitchboard } from './switchboard'

const ends: (() => unknown)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** One cluster with the Services `shop/canary` and `data/db`, both read. */
async function setUp(...rights: string[]) {
  const clock = createSimulatedClock()
  const cluster = new ClusterOfRights('namespaces', 'nodes', ...rights)
  cluster.put('services', 'shop', 'canary')
  cluster.put('services', 'data', 'db')
  let made = 0
  const switchboard = createSwitchboard({
    source: 'kubeconfig',
    current: 'one',
    contexts: [{ name: 'one' }],
    connect: () => success(cluster),
    clock,
    random() {
      made += 1
      return (made % 97) / 97
    },
  })
  ends.push(switchboard.close)
  switchboard.open()
  await clock.advance(1_000)
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Request(`http://localhost${path}`, { headers })
  return {
    clock,
    cluster,
    overview: () => answerOverview(ask('/api/overview'), switchboard),
    graph: (namespace: string, service: string) => answerServiceGraph(ask('/'), switchboard, { namespace, service }),
    /** Everything that a viewer hears from now on; `lastEventId` is where it would resume. */
    watch(views: string, lastEventId?: string) {
      const request = ask(
        `/api/stream?view=${views}`,
        lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      )
      const reader = answerStream(request, switchboard).body?.getReader()
      let text = ''
      const read = async (): Promise<void> => {
        const next = await reader?.read()
        if (next === undefined || next.done) return
        text += new TextDecoder().decode(next.value)
        return read()
      }
      void read()
      return {
        text: () => text,
        lastEventId: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
        leave: () => reader?.cancel(),
      }
    },
  }
}

const core = ['services', 'endpointslices', 'pods']

describe('a right that is revoked', () => {
  it('is gone from open pages, from resumed ones and from the API within a minute', async () => {
    const { clock, cluster, watch, graph, overview } = await setUp(...core)
    const left = watch('namespace:shop')
    await clock.advance(100)
    await left.leave()
    const open = watch('namespace:shop&view=overview')
    await clock.advance(100)
    expect(open.text()).toContain('canary')
    cluster.rights.clear()
    await clock.advance(60_000)
    expect(open.text()).toMatch(/"status":"denied".*"type":"remove","kind":"Service","key":"shop\/canary"/s)
    expect(open.text()).toContain('{"type":"remove","kind":"ServiceSummary","key":"shop/canary"}')
    const back = watch('namespace:shop', left.lastEventId())
    const late = watch('namespace:shop&view=overview')
    await clock.advance(100)
    expect(back.text()).toContain('"reason":"denied"')
    for (const viewer of [back, late]) expect(viewer.text()).not.toContain('canary')
    for (const response of [await graph('shop', 'canary'), await overview()]) {
      expect(response.status).toBe(403)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.text()).not.toContain('canary')
    }
  })

  it('in one namespace leaves the others as they are', async () => {
    const { clock, cluster, watch, graph } = await setUp(
      ...['shop', 'data'].flatMap((namespace) => core.map((plural) => `${namespace}/${plural}`)),
    )
    const [shop, data] = [watch('namespace:shop'), watch('namespace:data')]
    await clock.advance(60_000)
    const before = [shop.lastEventId(), data.lastEventId()]
    for (const plural of core) cluster.rights.delete(`shop/${plural}`)
    await clock.advance(60_000)
    const [backInShop, backInData] = [watch('namespace:shop', before[0]), watch('namespace:data', before[1])]
    await clock.advance(100)
    expect(backInShop.text()).toContain('"reason":"denied"')
    expect(backInShop.text()).not.toContain('canary')
    expect(backInData.text()).toContain('"resumed":true')
    expect((await graph('shop', 'canary')).status).toBe(403)
    expect((await graph('data', 'db')).status).toBe(200)
  })
})

describe('counts', () => {
  const countsOf = async (response: Response) =>
    (await response.json()).services.map(({ ready }: { readonly ready: number | null }) => ready)

  it('are unknown while slices may not be read, in pages and in the API, and known as soon as they may', async () => {
    const { clock, cluster, watch, overview } = await setUp(...core)
    const viewer = watch('overview')
    await clock.advance(100)
    // This cluster's Services have no selector, so that their slices alone decide.
    cluster.rights.delete('endpointslices')
    await clock.advance(60_000)
    expect(await countsOf(await overview())).toEqual([null, null])
    const heard = viewer.text().length
    expect(viewer.text()).toMatch(/"key":"data\/db","diff":{[^}]*"unknown":true/)
    cluster.rights.add('endpointslices')
    await clock.advance(60_000)
    expect(await countsOf(await overview())).toEqual([0, 0])
    expect(viewer.text().slice(heard)).toMatch(/"key":"data\/db","diff":{[^}]*"unknown":null/)
  })
})
