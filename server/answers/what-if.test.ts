import { describe, expect, it } from 'vitest'
import { aDeployment, aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerLosses } from './losses'
import { answerWhatIf } from './what-if'

const nodes = [aNode('worker-1', 'a'), aNode('worker-2', 'b')]
const cart = aPod('cart-0', {
  labels: { app: 'cart' },
  node: 'worker-1',
  conditions: [{ type: 'Ready', status: 'True' }],
})
const records = [
  ...nodes,
  ...aDeployment('web', 4, { nodes }),
  aService('cart'),
  cart,
  aSlice('cart', [endpointOf(cart, { zone: 'a' })]),
  aService('idle'),
]

async function get(answer: typeof answerWhatIf, query: string, given: Given = {}) {
  const response = await answer(new Request(`http://localhost:4400/${query}`), aSwitchboard({ records, ...given }))
  return { status: response.status, body: await response.json() }
}

describe('/api/whatif', () => {
  it('gives before and after of each Service that is touched, the worst first, and how many are not', async () => {
    const { status, body } = await get(answerWhatIf, '?remove=node/worker-1')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      scenario: { remove: ['node/worker-1'], how: 'drained' },
      services: [
        {
          name: 'cart',
          before: { ready: 1 },
          after: { ready: 0 },
          loses: 'all',
          loadPerEndpoint: { before: 1, after: null },
        },
        {
          name: 'web',
          before: { ready: 4 },
          after: { ready: 2 },
          loses: 'some',
          loadPerEndpoint: { before: 0.25, after: 0.5 },
        },
      ],
      unchanged: 1,
      nodes: ['worker-1'],
      pods: 3,
      unowned: ['default/cart-0'],
      unknown: { services: 0, resources: [] },
    })
  })

  it('takes several away at once, each once', async () => {
    const { body } = await get(answerWhatIf, '?remove=zone/a,pod/default/cart-0,zone/a&remove=zone/b&how=failed')
    expect(body.scenario).toEqual({ remove: ['zone/a', 'pod/default/cart-0', 'zone/b'], how: 'failed' })
    expect(body.services.map(({ after }: { after: { ready: number } }) => after.ready)).toEqual([0, 0])
  })

  it('says in a sentence what it cannot read', async () => {
    for (const query of ['', '?remove=', '?remove=rack/1', '?remove=node/', '?remove=node/worker-1&how=eaten']) {
      const { status, body } = await get(answerWhatIf, query)
      expect(status, query).toBe(400)
      expect(body.detail).toMatch(/remove=node\/NAME|how=drained/)
    }
  })

  it('does not know what is not there, and names what is near', async () => {
    expect(await get(answerWhatIf, '?remove=node/worker-3')).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('worker-1') },
    })
    expect((await get(answerWhatIf, '?remove=zone/c')).body.detail).toContain('There are: a, b')
    expect((await get(answerWhatIf, '?remove=pod/default/crat-0')).body.detail).toContain('cart-0')
    expect((await get(answerWhatIf, '?remove=scale/default/Deployment/nothing/1')).status).toBe(404)
    expect((await get(answerWhatIf, '?remove=scale/default/DaemonSet/agent/1')).status).toBe(400)
  })

  it('says unknown of what it may not read, and never unchanged', async () => {
    const { body } = await get(answerWhatIf, '?remove=node/worker-1', {
      states: { pods: { status: 'denied' }, poddisruptionbudgets: { status: 'denied' } },
    })
    expect(body).toMatchObject({
      services: [],
      unchanged: 0,
      unknown: { services: 3, resources: ['pods', 'poddisruptionbudgets'] },
    })
    const zone = await get(answerWhatIf, '?remove=zone/x&how=failed', { states: { nodes: { status: 'denied' } } })
    expect(zone).toMatchObject({ status: 200, body: { unknown: { resources: ['nodes'] } } })
  })
})

describe('/api/whatif/losses', () => {
  it('offers zones and nodes before anything is asked', async () => {
    const { body } = await get(answerLosses, '')
    expect(body.losses).toEqual([
      { remove: 'zone/a', type: 'zone', name: 'a', nodes: 1 },
      { remove: 'zone/b', type: 'zone', name: 'b', nodes: 1 },
      { remove: 'node/worker-1', type: 'node', name: 'worker-1', zone: 'a' },
      { remove: 'node/worker-2', type: 'node', name: 'worker-2', zone: 'b' },
    ])
  })

  it('finds pods by all words of the text, and counts what it does not list', async () => {
    const { body } = await get(answerLosses, '?q=default%20CART')
    expect(body.losses).toEqual([
      { remove: 'pod/default/cart-0', type: 'pod', name: 'default/cart-0', node: 'worker-1' },
    ])
    const many = [...records, ...aDeployment('big', 60, { nodes })]
    expect((await get(answerLosses, '?q=big', { records: many })).body).toMatchObject({ more: 20 })
  })
})
