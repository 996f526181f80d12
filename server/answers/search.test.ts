import { describe, expect, it } from 'vitest'
import { aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerSearch } from './search'

const one = aPod('web-1', { labels: { app: 'web' }, node: 'worker-1' })
const records = [
  aNode('worker-1', 'a'),
  aService('web', { selector: { app: 'wbe' } }),
  one,
  aService('api', { selector: { app: 'web' } }),
  aSlice('api', [endpointOf(one, { ready: true })]),
]

const get = async (query: string, given: Given = {}) =>
  answerSearch(new Request(`http://localhost${query}`), aSwitchboard({ records, ...given }))
const found = async (query: string, given?: Given) => (await get(query, given)).json()

describe('/api/search', () => {
  it('tells who an address is', async () => {
    expect(await found('/?q=10.244.1.1:8080')).toMatchObject({
      context: 'test',
      incomplete: [],
      unread: [],
      q: '10.244.1.1:8080',
      results: [
        {
          kind: 'address',
          role: 'pod',
          object: { kind: 'Pod', namespace: 'default', name: 'web-1' },
          state: 'ready',
          services: [{ namespace: 'default', name: 'api' }],
          ports: [{ port: 80 }],
        },
      ],
    })
  })

  it('tells findings in the language that is asked for', async () => {
    const open = aSwitchboard({ records })
    await open.context.diagnosis.settled()
    const ask = async (query: string) => (await answerSearch(new Request(`http://localhost${query}`), open)).json()
    const { results, counts } = await ask('/?q=single-ready&lang=zh')
    expect(results).toMatchObject([{ kind: 'finding', code: 'single-ready-endpoint', subject: { name: 'api' } }])
    expect(counts.finding).toBe(1)
    const [words] = /[\u4e00-\u9fff]{2,}/.exec(results[0].message) ?? []
    const chinese = encodeURIComponent(words ?? '')
    expect((await ask(`/?q=${chinese}&lang=zh`)).results).toHaveLength(1)
    expect((await ask(`/?q=${chinese}`)).results).toHaveLength(0)
  })

  it('says what it could not look at: what is not found may be there', async () => {
    const denied = await found('/?q=worker', { states: { nodes: { status: 'denied', verb: 'list' } } })
    expect(denied).toMatchObject({ unread: ['nodes'], incomplete: [{ resource: 'nodes', status: 'denied' }] })
    const early = await found('/?q=web', { states: { pods: { status: 'syncing' }, events: { status: 'syncing' } } })
    expect(early).toMatchObject({ unread: ['pods'], counts: { finding: null } })
    expect(early.results[0]).toMatchObject({ kind: 'service', name: 'web', ready: null })
    expect((await found('/?q=web', { states: { pods: { status: 'stale' } } })).unread).toEqual([])
  })

  it('gives so many of each kind', async () => {
    const { results, counts } = await found('/?q=w&limit=1')
    expect(results.map(({ kind }: { kind: string }) => kind)).toEqual(['service', 'node', 'pod'])
    expect(counts.service).toBe(1)
    for (const limit of ['0', '-1', 'x', '1.5']) expect((await get(`/?q=w&limit=${limit}`)).status).toBe(400)
  })

  it('finds nothing for nothing', async () => {
    expect((await found('/')).results).toEqual([])
  })
})
