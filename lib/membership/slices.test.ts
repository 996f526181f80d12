import { describe, expect, it } from 'vitest'
import type { SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import type { EndpointGroup } from './predict'
import { type ExistingSlice, packSlices, sliceLabels } from './slices'

const labels = { app: 'web', 'kubernetes.io/service-name': 'web' }
const http: readonly SlicePort[] = [{ name: 'http', protocol: 'TCP', port: 8080 }]
const admin: readonly SlicePort[] = [{ name: 'http', protocol: 'TCP', port: 9090 }]

function endpoint(number: number, over: Partial<SliceEndpoint> = {}): SliceEndpoint {
  const name = `pod-${number}`
  return {
    addresses: [`10.244.0.${number}`],
    ready: true,
    serving: true,
    terminating: false,
    target: { kind: 'Pod', namespace: 'shop', name, uid: `${name}-uid` },
    ...over,
  }
}

const endpoints = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => endpoint(from + index))
const group = (list: readonly SliceEndpoint[], ports = http): EndpointGroup => ({
  family: 'IPv4',
  ports,
  endpoints: list,
})
const nothing: EndpointGroup = { family: 'IPv4', ports: [], endpoints: [] }

function slice(name: string, list: readonly SliceEndpoint[], over: Partial<ExistingSlice> = {}): ExistingSlice {
  return { name, labels, owned: true, family: 'IPv4', ports: http, endpoints: list, ...over }
}

function pack(groups: readonly EndpointGroup[], existing: readonly ExistingSlice[], capacity = 3) {
  const { create, update, remove } = packSlices(labels, groups, existing, capacity)
  return {
    create: create.map((each) => each.endpoints.length),
    update: Object.fromEntries(update.map((each) => [each.name, each.endpoints.length])),
    remove,
  }
}

describe('packing', () => {
  it('writes nothing when nothing changed', () => {
    expect(pack([group(endpoints(1, 3))], [slice('a', endpoints(1, 3))])).toEqual({
      create: [],
      update: {},
      remove: [],
    })
  })

  it('fills as many new slices as it takes', () => {
    expect(pack([group(endpoints(1, 7))], [])).toEqual({ create: [3, 3, 1], update: {}, remove: [] })
  })

  it('updates an endpoint where it stands', () => {
    const drained = endpoint(2, { ready: false, terminating: true })
    const { update } = packSlices(labels, [group([endpoint(1), drained])], [slice('a', endpoints(1, 2))])
    expect(update).toEqual([{ name: 'a', family: 'IPv4', ports: http, endpoints: [endpoint(1), drained] }])
  })

  it('takes a new pod of the same name and address for the same entry, and writes its UID', () => {
    const reborn = endpoint(1, { target: { kind: 'Pod', namespace: 'shop', name: 'pod-1', uid: 'new' } })
    const { update, create } = packSlices(labels, [group([reborn])], [slice('a', [endpoint(1)])])
    expect([create.length, update[0]?.endpoints[0]?.target?.uid]).toEqual([0, 'new'])
  })

  it('puts new endpoints into slices that change anyway, the fullest first', () => {
    const existing = [
      slice('one', [endpoint(1)]),
      slice('two', endpoints(2, 4)),
      slice('three', [endpoint(5), endpoint(6)]),
    ]
    const wanted = [
      endpoint(1, { ready: false }),
      ...endpoints(2, 4),
      endpoint(5, { ready: false }),
      endpoint(6),
      endpoint(7),
    ]
    expect(pack([group(wanted)], existing)).toEqual({ create: [], update: { one: 1, three: 3 }, remove: [] })
  })

  it('opens an unchanged slice only when all the rest fits into it', () => {
    const existing = [slice('a', endpoints(1, 2)), slice('b', [endpoint(3)])]
    expect(pack([group(endpoints(1, 4))], existing).update).toEqual({ a: 3 })
    expect(pack([group(endpoints(1, 5))], existing)).toEqual({ create: [], update: { b: 3 }, remove: [] })
    expect(pack([group(endpoints(1, 6))], existing)).toEqual({ create: [3], update: {}, remove: [] })
  })

  it('never rebalances: two half-empty slices stay two', () => {
    const existing = [slice('a', [endpoint(1)]), slice('b', [endpoint(2)])]
    expect(pack([group(endpoints(1, 2))], existing)).toEqual({ create: [], update: {}, remove: [] })
  })

  it('deletes an emptied slice while others of its group remain', () => {
    const existing = [slice('a', endpoints(1, 3)), slice('b', [endpoint(4)])]
    expect(pack([group(endpoints(1, 3))], existing)).toEqual({ create: [], update: {}, remove: ['b'] })
  })

  it('turns the last slice into the placeholder, under the name that it has', () => {
    const { create, update, remove } = packSlices(labels, [nothing], [slice('a', [endpoint(1)])])
    expect({ create, update, remove }).toEqual({
      create: [],
      update: [{ name: 'a', family: 'IPv4', ports: [], endpoints: [] }],
      remove: [],
    })
  })

  it('makes a placeholder where there is no slice, and leaves one alone', () => {
    expect(pack([nothing], [])).toEqual({ create: [0], update: {}, remove: [] })
    expect(pack([nothing], [slice('a', [], { ports: [] })])).toEqual({ create: [], update: {}, remove: [] })
  })

  it('keeps port groups apart and moves an endpoint whose ports changed', () => {
    const groups = [group([endpoint(1)]), group([endpoint(2)], admin)]
    expect(pack(groups, [slice('a', endpoints(1, 2))])).toEqual({ create: [1], update: { a: 1 }, remove: [] })
  })

  it('reuses the slice of a port group that is gone for one that comes', () => {
    const moved = pack([group([endpoint(1)], admin)], [slice('a', [endpoint(1)])])
    expect(moved).toEqual({ create: [], update: { a: 1 }, remove: [] })
  })

  it('does not care in which order ports are listed', () => {
    const two: readonly SlicePort[] = [...http, { name: 'metrics', protocol: 'TCP', port: 9102 }]
    const existing = [slice('a', [endpoint(1)], { ports: [...two].reverse() })]
    expect(pack([group([endpoint(1)], two)], existing)).toEqual({ create: [], update: {}, remove: [] })
  })

  it('replaces the slice of another owner, and never writes into it', () => {
    const foreign = slice('old', [endpoint(1)], { owned: false })
    expect(pack([group([endpoint(1)])], [foreign])).toEqual({ create: [1], update: {}, remove: ['old'] })
  })

  it('removes slices of a family that the Service no longer has', () => {
    const v6 = slice('six', [endpoint(1)], { family: 'IPv6' })
    expect(pack([group([endpoint(1)])], [slice('four', [endpoint(1)]), v6]).remove).toEqual(['six'])
  })

  it('writes a slice whose labels fell behind the Service', () => {
    expect(pack([group([endpoint(1)])], [slice('a', [endpoint(1)], { labels: { app: 'old' } })]).update).toEqual({
      a: 1,
    })
  })

  it('ends in the wanted endpoints, each once, from any start: 500 random steps from seed 7', () => {
    let state = 7
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return (state >>> 16) % below
    }
    let slices: ExistingSlice[] = []
    for (let step = 0; step < 500; step++) {
      const wanted = endpoints(1, 30).filter(() => random(3) > 0)
      const groups =
        wanted.length === 0
          ? [nothing]
          : [group(wanted.slice(0, 9)), group(wanted.slice(9), admin)].filter(({ endpoints }) => endpoints.length > 0)
      const { create, update, remove } = packSlices(labels, groups, slices, 4)
      const made = create.map((each, index) => ({ ...each, name: `s${step}-${index}`, labels, owned: true }))
      const changed = new Map(update.map((each) => [each.name, each]))
      slices = [
        ...slices.filter(({ name }) => !remove.includes(name)).map((each) => ({ ...each, ...changed.get(each.name) })),
        ...made,
      ]
      const published = slices.flatMap((each) =>
        each.endpoints.map(({ addresses }) => `${addresses[0]} ${each.ports[0]?.port}`),
      )
      const expected = groups.flatMap((each) =>
        each.endpoints.map(({ addresses }) => `${addresses[0]} ${each.ports[0]?.port}`),
      )
      expect([...published].sort()).toEqual([...expected].sort())
      expect(slices.every((each) => each.endpoints.length <= 4)).toBe(true)
      const again = packSlices(labels, groups, slices, 4)
      expect([again.create, again.update, again.remove]).toEqual([[], [], []])
    }
  })
})

describe('the labels of a slice', () => {
  it("are the Service's own, its name, and the controller", () => {
    const service = {
      name: 'web',
      clusterIPs: ['10.96.0.1'],
      labels: { app: 'web', 'kubernetes.io/service-name': 'forged' },
    }
    expect(sliceLabels(service)).toEqual({
      app: 'web',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    })
  })

  it('mark a headless Service', () => {
    expect(sliceLabels({ name: 'db', clusterIPs: ['None'], labels: {} })).toHaveProperty(
      ['service.kubernetes.io/headless'],
      '',
    )
  })
})
