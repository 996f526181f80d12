import { describe, expect, it } from 'vitest'
import type { EndpointSlice, KubernetesRecord, Node, Service } from '@/lib/kubernetes/record'
import { layOut } from '@/lib/layout/lay-out'
import { dualStack, graphsOf, threeZones, tutorial } from '@/lib/layout/scene.fixture'
import { aDeployment } from '@/lib/topology/records.fixture'
import { trafficOf } from '@/lib/traffic/shares'
import { parseVantage } from '@/lib/traffic/vantage'
import { sharesOn } from './shares'

/** The picture of some records, with the shares of a vantage on it. */
function seen(records: readonly KubernetesRecord[], from: string) {
  const nodes = records.filter((record): record is Node => record.kind === 'Node')
  const pods = new Map(
    records.flatMap((record) => (record.kind === 'Pod' ? [[`${record.namespace}/${record.name}`, record]] : [])),
  )
  const world = {
    node: (name: string) => nodes.find((node) => node.name === name),
    nodes,
    pod: (key: string) => pods.get(key),
    dataplane: { name: 'kube-proxy' },
  }
  const graphs = graphsOf(records)
  const scene = layOut(graphs, { arrangement: 'columns', unfolded: new Set(), shares: true })
  const vantage = parseVantage(from)!
  return { scene, ...sharesOn(scene, new Map(graphs.map((graph) => [graph.key, trafficOf(graph, vantage, world)]))) }
}

const service = (records: readonly KubernetesRecord[], change: Partial<Service>) =>
  records.map((record) => (record.kind === 'Service' ? { ...record, ...change } : record))
const slices = (records: readonly KubernetesRecord[], change: (slice: EndpointSlice) => EndpointSlice) =>
  records.map((record) => (record.kind === 'EndpointSlice' ? change(record) : record))

describe('the shares on a picture', () => {
  it('stand on each edge and before each endpoint', () => {
    const { edges, labels, cards, stubs } = seen(tutorial(3), 'node/worker-1')
    expect([...edges.values()].map(({ share }) => share)).toEqual([1 / 3, 1 / 3, 1 / 3])
    expect(labels).toHaveLength(3)
    expect([...cards.keys()].every((id) => id.startsWith('endpoint:'))).toBe(true)
    expect(stubs).toEqual([])
  })

  it('give the endpoint on the client’s node all, and the others an edge without a figure', () => {
    const { edges, labels } = seen(service(tutorial(3), { internalTrafficPolicy: 'Local' }), 'node/worker-2')
    expect([...edges.values()].map(({ share }) => share).sort()).toEqual([0, 0, 1])
    expect(labels.map(({ value }) => value.share)).toEqual([1])
  })

  it('add up in a group', () => {
    const many = aDeployment('web', 90, { nodes: threeZones })
    const { cards, labels } = seen([...threeZones, ...many], 'zone/a')
    const groups = [...cards].filter(([id]) => id.startsWith('group:endpoints:'))
    expect(groups.map(([, { share }]) => share.toFixed(4))).toEqual(['0.3333', '0.3333', '0.3333'])
    expect(labels).toHaveLength(3)
  })

  it('give one figure where the ports of an endpoint take alike, and one for each where they do not', () => {
    const both = service(dualStack(), { clusterIPs: ['10.96.0.10', 'fd00:96::10'] })
    expect(seen(both, 'node/worker-1').labels.map(({ value }) => value.share.toFixed(2))).toEqual(
      Array.from({ length: 6 }, () => '0.33'),
    )
    const onlyHttp = (slice: EndpointSlice): EndpointSlice[] => {
      const [first, ...rest] = slice.endpoints
      return [
        { ...slice, endpoints: rest },
        { ...slice, name: `${slice.name}-http`, endpoints: first ? [first] : [], ports: slice.ports.slice(0, 1) },
      ]
    }
    const records = both.flatMap((record): KubernetesRecord[] =>
      record.kind === 'EndpointSlice' ? onlyHttp(record) : [record],
    )
    const { labels } = seen(records, 'node/worker-1')
    expect(labels.map(({ value }) => value.share.toFixed(2)).sort()).toEqual([
      ...Array.from({ length: 6 }, () => '0.33'),
      ...Array.from({ length: 4 }, () => '0.50'),
    ])
    const ys = labels.filter(({ card }) => card === labels.at(-1)?.card).map(({ y }) => y)
    expect(Math.abs((ys[0] ?? 0) - (ys[1] ?? 0))).toBeGreaterThanOrEqual(12)
  })

  it('end at the port where nobody answers: refused in the whole cluster, dropped where the policy keeps them', () => {
    const silent = slices(tutorial(3), (slice) => ({
      ...slice,
      endpoints: slice.endpoints.map((endpoint) => ({ ...endpoint, ready: false, serving: false })),
    }))
    expect(seen(silent, 'node/worker-1').stubs.map(({ verdict, row }) => [verdict, row])).toEqual([['refused', 0]])
    const one = service(tutorial(1), { internalTrafficPolicy: 'Local' })
    expect(seen(one, 'node/worker-3').stubs.map(({ verdict }) => verdict)).toEqual(['dropped'])
  })

  it('tell which part is dropped where some nodes have an endpoint and some have none', () => {
    const three = threeZones.map((node) => ({ ...node, zone: 'a' }))
    const records = [...service(tutorial(1), { internalTrafficPolicy: 'Local' })].filter(({ kind }) => kind !== 'Node')
    const { stubs, edges } = seen([...three, ...records], 'zone/a')
    expect(stubs.map(({ verdict, share }) => [verdict, share?.toFixed(3)])).toEqual([['dropped', '0.667']])
    expect([...edges.values()].map(({ share }) => share.toFixed(3))).toEqual(['0.333'])
  })

  it('give nobody anything where the vantage has no way in', () => {
    const { edges, labels } = seen(tutorial(3), 'outside')
    expect([...edges.values()].map(({ share }) => share)).toEqual([0, 0, 0])
    expect(labels).toEqual([])
  })
})
