import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EndpointSlice, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { applyChanges, toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { aDeployment } from '@/lib/topology/records.fixture'
import type * as ColumnsModule from './columns'
import { layOut } from './lay-out'
import type { LayoutOptions, Scene } from './scene'
import { threeZones } from './scene.fixture'

const placed = vi.hoisted(() => [] as string[])

vi.mock('./columns', async (original) => {
  const { columnsArrangement } = await original<typeof ColumnsModule>()
  return {
    columnsArrangement: (shares: boolean) => {
      const arrangement = columnsArrangement(shares)
      return {
        ...arrangement,
        place: (...args: Parameters<typeof arrangement.place>) => {
          placed.push(args[0].graph.key)
          return arrangement.place(...args)
        },
      }
    },
  }
})

const options: LayoutOptions = { arrangement: 'columns', unfolded: new Set() }
const services = Array.from({ length: 100 }, (_, at) => `app-${String(at).padStart(3, '0')}`)
const pods = services.flatMap((name, at) => aDeployment(name, 10, { nodes: threeZones, subnet: at }))
const records = toRecords([...threeZones, ...pods])

/** What a change leaves of the scene before it, and which Services are arranged for it. */
function changed(...changes: readonly Change[]) {
  const topology = buildTopology(records)
  const before = layOut([...topology.services.values()], options)
  placed.length = 0
  const next = buildTopology(applyChanges(records, changes), topology)
  const scene = layOut([...next.services.values()], options, before)
  return {
    before,
    scene,
    placed: [...placed],
    isNew: <T>(of: (scene: Scene) => readonly T[]) => newOnes(of, before, scene),
  }
}

function newOnes<T>(of: (scene: Scene) => readonly T[], before: Scene, scene: Scene): readonly T[] {
  const known = new Set(of(before))
  return of(scene).filter((item) => !known.has(item))
}

const slice = records.EndpointSlice?.get('default/app-050-s0') as EndpointSlice

beforeEach(() => {
  placed.length = 0
})

describe('a namespace of 100 Services and 1,000 pods', () => {
  it('arranges each Service once at first', () => {
    const topology = buildTopology(toRecords([...threeZones, ...pods]))
    layOut([...topology.services.values()], options)
    expect(placed).toEqual(services.map((name) => `default/${name}`))
  })

  it('arranges nothing for a change of state, and makes the cards and edges that tell it alone', () => {
    const endpoints = slice.endpoints.map((entry, at) =>
      at === 3 ? { ...entry, ready: false, serving: false } : entry,
    )
    const { placed, isNew } = changed({ type: 'put', record: { ...slice, endpoints } })
    expect(placed).toEqual([])
    expect(isNew(({ nodes }) => nodes).map(({ type }) => type)).toEqual(['service', 'group', 'group'])
    expect(isNew(({ edges }) => edges)).toEqual([])
  })

  it('arranges one Service for a pod that goes, and moves no card of another', () => {
    const [gone] = slice.endpoints
    const name = gone?.target?.name ?? ''
    const { placed, scene, isNew } = changed(
      { type: 'remove', kind: 'Pod', key: `default/${name}` },
      { type: 'put', record: { ...slice, endpoints: slice.endpoints.slice(1) } },
    )
    expect(placed).toEqual(['default/app-050'])
    expect(scene.nodes.length).toBeGreaterThan(700)
    expect(isNew(({ nodes }) => nodes).map(({ type }) => type)).toEqual(['service', 'group', 'group'])
  })

  it('moves those below a Service that grew, and keeps those above', () => {
    const sibling = [...(records.Pod?.values() ?? [])].find(({ name }) => name.startsWith('app-050'))
    if (sibling === undefined) throw new Error('no pod')
    const record: Pod = { ...sibling, name: 'app-050-new', uid: 'new', ips: ['10.9.9.9'] }
    const { placed, scene, before } = changed({ type: 'put', record })
    expect(placed).toEqual(['default/app-050'])
    const kept = new Set(before.nodes)
    const at = (key: string) => scene.nodes.filter((node) => 'service' in node && node.service === key)
    expect(at('default/app-049').every((node) => kept.has(node))).toBe(true)
    expect(at('default/app-051').some((node) => kept.has(node))).toBe(false)
  })

  it('moves nothing for a pod that comes up: it counts in the group of its workload and zone from the start', () => {
    const sibling = [...(records.Pod?.values() ?? [])].find(({ name }) => name.startsWith('app-050'))
    if (sibling === undefined) throw new Error('no pod')
    const record: Pod = { ...sibling, name: 'app-050-new', uid: 'new', ips: [], phase: 'Pending' }
    const { scene, before, isNew } = changed({ type: 'put', record })
    expect(scene.height).toBe(before.height)
    const [service, group, ...rest] = isNew(({ nodes }) => nodes)
    expect([service?.type, group?.type === 'group' && group.of, rest]).toEqual(['service', 'pods', []])
    expect(group?.type === 'group' && group.members.map(({ state }) => state)).toContain('pending')
  })
})
