import { describe, expect, it } from 'vitest'
import { aNode, aPod } from '@/lib/topology/records.fixture'
import { formatVantage } from '@/lib/traffic/vantage'
import { vantageOptions } from './vantage-options'

const nodes = [aNode('worker-2', 'b'), aNode('worker-1', 'a'), aNode('edge-1')]
const pods = [
  aPod('web-1', { namespace: 'shop', node: 'worker-1' }),
  aPod('web-2', { namespace: 'shop' }),
  aPod('api-1', { namespace: 'shop', node: 'worker-2' }),
]

function listed(typed: string) {
  return vantageOptions(nodes, pods, typed).map(({ kind, zone, options }) => [
    zone === undefined ? kind : `${kind} ${zone}`,
    ...options.map(({ vantage }) => (vantage === undefined ? 'anyone' : formatVantage(vantage))),
  ])
}

describe('the places where a client can stand', () => {
  it('are anyone, zones, nodes by zone, pods that run somewhere, and outside', () => {
    expect(listed('')).toEqual([
      ['any', 'anyone'],
      ['zone', 'zone/a', 'zone/b'],
      ['node', 'node/edge-1'],
      ['node a', 'node/worker-1'],
      ['node b', 'node/worker-2'],
      ['pod', 'pod/shop/api-1', 'pod/shop/web-1'],
      ['outside', 'outside', 'outside/edge-1', 'outside/worker-1', 'outside/worker-2'],
    ])
  })

  it('are narrowed by what is typed: a name, or the node of a pod', () => {
    expect(listed('worker-2')).toEqual([
      ['node b', 'node/worker-2'],
      ['pod', 'pod/shop/api-1'],
      ['outside', 'outside/worker-2'],
    ])
    expect(listed('nothing like it')).toEqual([])
  })

  it('reach into another namespace by its name', () => {
    expect(listed('monitoring/prober-0')).toEqual([['pod', 'pod/monitoring/prober-0']])
  })

  it('say how many more there are', () => {
    const many = Array.from({ length: 100 }, (_, at) => aNode(`n${at}`, 'a'))
    expect(vantageOptions(many, [], '').map(({ kind, options, more }) => [kind, options.length, more])).toEqual([
      ['any', 1, 0],
      ['zone', 1, 0],
      ['node', 40, 60],
      ['outside', 41, 60],
    ])
  })
})
