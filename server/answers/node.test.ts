import { describe, expect, it } from 'vitest'
import { aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerNode } from './node'

const here = aPod('web-1', { labels: { app: 'web' }, node: 'worker-1', ips: ['10.244.1.1'] })
const there = aPod('web-2', { labels: { app: 'web' }, node: 'worker-2', ips: ['10.244.2.1'] })
const only = aPod('db-0', { labels: { app: 'db' }, node: 'worker-1', ips: ['10.244.1.2'] })
const records = [
  aNode('worker-1', 'a'),
  aNode('worker-2', 'b'),
  aService('web'),
  here,
  there,
  aSlice('web', [endpointOf(here, { ready: true }), endpointOf(there, { ready: true })]),
  aService('db'),
  only,
  aSlice('db', [endpointOf(only, { ready: true })]),
  aService('elsewhere'),
  aPod('agent', { node: 'worker-1', ips: ['10.244.1.3'] }),
  aPod('done', { node: 'worker-1', phase: 'Succeeded' }),
]

const get = (node: string, given: Given = {}) =>
  answerNode(new Request('http://localhost/'), aSwitchboard({ records, ...given }), { node })
const told = async (node: string, given?: Given) => (await get(node, given)).json()

describe('/api/nodes/NAME', () => {
  it('tells which Services have endpoints there, and what is left of each if it fails', async () => {
    expect(await told('worker-1')).toMatchObject({
      context: 'test',
      node: { name: 'worker-1', zone: 'a', unschedulable: false },
      services: [
        { name: 'db', ready: 1, wanted: 1, here: { count: 1, ready: 1, marks: 'r' }, after: 0, loses: 'all' },
        { name: 'web', ready: 2, wanted: 2, here: { count: 1, ready: 1, marks: 'r' }, after: 1, loses: 'some' },
      ],
      unknownServices: 0,
    })
  })

  it('tells its pods that stand behind Services, and counts the others that run', async () => {
    expect(await told('worker-1')).toMatchObject({
      pods: [
        { name: 'db-0', state: 'ready', services: [{ name: 'db' }] },
        { name: 'web-1', state: 'ready', services: [{ name: 'web' }] },
      ],
      otherPods: 1,
    })
  })

  it('names what is near a node that does not exist', async () => {
    const response = await get('wroker-1')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      detail: expect.stringMatching(/no node "wroker-1".*worker-1/),
      near: expect.arrayContaining(['worker-1']),
    })
  })

  it('tells of a node that may not be read, or is gone, what its pods say', async () => {
    const states = { nodes: { status: 'denied', verb: 'list' } } as const
    const without = records.filter(({ kind }) => kind !== 'Node')
    for (const given of [{ records: without, states }, { records: without.concat(aNode('worker-2')) }])
      expect(await told('worker-1', given)).toMatchObject({ node: null, services: [{ loses: 'all' }, { after: 1 }] })
    expect((await get('worker-9', { records: without, states })).status).toBe(200)
  })

  it('counts the Services whose endpoints may not be read: they may have some there', async () => {
    const answer = await told('worker-1', { states: { endpointslices: { status: 'denied' } } })
    expect(answer).toMatchObject({
      services: [],
      unknownServices: 3,
      pods: [{ state: 'unknown' }, { state: 'unknown' }],
    })
  })
})
