import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Node, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { aNode, aService, aSlice } from '@/lib/topology/records.fixture'
import { matricesOf } from './matrix'
import type { World } from './world'

const ready = (node: Node): Node => ({ ...node, conditions: [{ type: 'Ready', status: 'True' }] })
const nodes = [aNode('n1', 'a'), aNode('n2', 'a'), aNode('n3', 'b'), aNode('n4')].map(ready)

const worldOf = (of: readonly Node[]): World => ({
  nodes: of,
  node: (name) => of.find((node) => node.name === name),
  pod: () => undefined,
  dataplane: { name: 'kube-proxy' },
})

type Given = { readonly on: string; readonly zone?: string; readonly hint?: string; readonly ready?: boolean }

const sliceOf = (...endpoints: readonly Given[]): EndpointSlice =>
  aSlice(
    'web',
    endpoints.map(({ on, zone, hint, ready: isReady = true }, at) => ({
      addresses: [`10.244.0.${at + 1}`],
      ready: isReady,
      node: on,
      ...(zone !== undefined && { zone }),
      ...(hint !== undefined && { zoneHints: [hint] }),
    })),
  )

function matrices(service: Service, slice: EndpointSlice, by: 'zone' | 'node' = 'zone', of = nodes.slice(0, 3)) {
  const graph = buildTopology(toRecords([service, slice])).services.get('default/web')
  if (graph === undefined) throw new Error('no graph')
  return matricesOf(graph, by, worldOf(of))
}

const spread = sliceOf({ on: 'n1', zone: 'a' }, { on: 'n2', zone: 'a' }, { on: 'n3', zone: 'b' })

describe('the matrix of a Service', () => {
  it('has a row for each zone, and the share of calls that leave theirs', () => {
    const [matrix] = matrices(aService('web'), spread)
    expect(matrix?.rows.map(({ from, name }) => [from, name])).toEqual([
      ['zone', 'a'],
      ['zone', 'b'],
    ])
    for (const { shares } of matrix?.rows ?? []) for (const share of shares) expect(share).toBeCloseTo(1 / 3, 12)
    // Two of three callers are in a, and a third of their calls leaves; of b's, two thirds.
    expect(matrix?.crossZone).toBeCloseTo((2 / 3) * (1 / 3) + (1 / 3) * (2 / 3), 12)
    expect(matrix?.imbalance?.most).toBeCloseTo(1, 12)
  })

  it('shows what zone hints cost the endpoints of a busy zone', () => {
    const hinted = sliceOf(
      { on: 'n1', zone: 'a', hint: 'a' },
      { on: 'n3', zone: 'b', hint: 'b' },
      { on: 'n3', zone: 'b', hint: 'b' },
    )
    const [matrix] = matrices(aService('web'), hinted)
    expect(matrix?.rows.map(({ shares }) => shares)).toEqual([
      [1, 0, 0],
      [0, 0.5, 0.5],
    ])
    expect(matrix?.crossZone).toBe(0)
    expect(matrix?.imbalance).toEqual({ most: expect.closeTo(2, 12), at: 0, least: expect.closeTo(0.5, 12) })
  })

  it('has a row for each node where these are asked for', () => {
    const [matrix] = matrices(
      aService('web', { internalTrafficPolicy: 'Local' }),
      sliceOf({ on: 'n2', zone: 'a' }),
      'node',
    )
    expect(matrix?.rows.map(({ name, verdict, lost }) => [name, verdict, lost])).toEqual([
      ['n1', 'dropped', 1],
      ['n2', 'forwarded', 0],
      ['n3', 'dropped', 1],
    ])
  })

  it('puts the nodes without a zone in a row of their own, and then leaves open what crosses zones', () => {
    const [matrix] = matrices(aService('web'), spread, 'zone', nodes)
    expect(matrix?.rows.map(({ name }) => name)).toEqual(['a', 'b', undefined])
    expect(matrix?.crossZone).toBeUndefined()
  })

  it('says how unevenly a balancer that knows only nodes spreads calls from outside', () => {
    const service = aService('web', {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancer: [{ ip: '203.0.113.1' }],
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
    })
    const [matrix] = matrices(service, sliceOf({ on: 'n1' }, { on: 'n1' }, { on: 'n1' }, { on: 'n3' }))
    expect(matrix?.rows.at(-1)).toMatchObject({ from: 'outside', shares: [1 / 6, 1 / 6, 1 / 6, 0.5] })
    expect(matrix?.imbalanceOutside).toMatchObject({ most: expect.closeTo(2, 12), at: 3 })
    expect(matrix?.imbalance?.most).toBeCloseTo(1, 12)
  })

  it('does not count as idle those that are not ready', () => {
    const [matrix] = matrices(aService('web'), sliceOf({ on: 'n1' }, { on: 'n2', ready: false }))
    expect(matrix?.imbalance).toMatchObject({ most: 1, least: 1 })
  })

  it('is of DNS where the Service is headless, and of nothing where nobody can call it', () => {
    expect(matrices(aService('web', { clusterIPs: ['None'] }), spread)[0]?.via).toBe('dns')
    expect(matrices(aService('web'), spread, 'zone', [])).toEqual([])
  })
})
