import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Node, Pod, Service } from '@/lib/kubernetes/record'
import { SLICE_CONTROLLER, sliceLabels } from '@/lib/membership/slices'
import { aNode, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { faultOfAutoHints } from './auto-hints'
import { differencesAt } from './compare'

const service = aService('web', { selector: { app: 'web' } })
const ready = { conditions: [{ type: 'Ready', status: 'True' } as const] }
const ofWeb = { labels: { app: 'web' }, node: 'worker-1', ...ready }
const pod = aPod('a', { ...ofWeb, ips: ['10.244.0.1'] })
const node = aNode('worker-1', 'zone-a')
const [port] = service.ports
const slice = aSlice('web', [endpointOf(pod, { zone: 'zone-a' })], {
  managedBy: SLICE_CONTROLLER,
  labels: sliceLabels(service),
  owner: { kind: 'Service', name: 'web', uid: service.uid },
  ports: [{ ...(port?.name !== undefined && { name: port.name }), protocol: 'TCP', port: Number(port?.targetPort) }],
})

function differences(
  slices: readonly EndpointSlice[],
  services: readonly Service[] = [service],
  pods = [pod],
): string[] {
  return differencesAt({
    services,
    podsIn: (): Iterable<Pod> => pods,
    slicesIn: () => slices,
    nodes: new Map<string, Node>([['worker-1', node]]),
  })
}

const changed = (over: object) => [{ ...slice, endpoints: slice.endpoints.map((each) => ({ ...each, ...over })) }]

describe('a difference between predicted and published endpoints', () => {
  it('is none where they are the same, however they are packed', () => {
    const second = aPod('b', { ...ofWeb, ips: ['10.244.0.2'] })
    const other = { ...slice, name: 'web-2', endpoints: [endpointOf(second, { zone: 'zone-a' })] }
    expect(differences([slice])).toEqual([])
    expect(differences([other, slice], [service], [pod, second])).toEqual([])
  })

  it.each([
    ['a condition', { serving: false }],
    ['the zone', { zone: 'zone-b' }],
    ['a hostname', { hostname: 'a' }],
    ['a hint', { zoneHints: ['zone-a'] }],
    ['the pod', { target: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'another' } }],
  ])('is %s', (_what, over) => {
    expect(differences(changed(over))).toHaveLength(2)
  })

  it('is an endpoint that is published twice, and a slice too many', () => {
    expect(differences([slice, { ...slice, name: 'again' }])).toHaveLength(1)
    expect(differences([slice, { ...slice, name: 'empty', ports: [], endpoints: [] }])).toHaveLength(1)
  })

  it('is a label, an owner or a manager that the controller would not set', () => {
    expect(differences([{ ...slice, labels: {} }])).toHaveLength(1)
    expect(differences([{ ...slice, managedBy: 'somebody' }])).toHaveLength(1)
    expect(differences([{ ...slice, owner: { kind: 'Service', name: 'web', uid: 'earlier' } }])).toHaveLength(1)
  })

  it('is a slice of a Service that does not exist', () => {
    expect(differences([slice, { ...slice, name: 'old', service: 'gone' }])).toEqual([
      'default/old: published for gone, which does not exist',
    ])
  })
})

describe('hints by topology-mode Auto', () => {
  const nodes = ['a', 'b'].map((zone) => ({ ...aNode(zone, zone), cpuMillis: 4_000, ...ready }))
  const endpoints = (...zones: (string | undefined)[]) =>
    zones.map((zone, index) =>
      endpointOf(pod, { addresses: [`10.0.0.${index}`], zone: 'a', ...(zone && { zoneHints: [zone] }) }),
    )

  it('are right when each ready endpoint has one and no zone is overloaded', () => {
    expect(faultOfAutoHints(endpoints('a', 'b'), nodes)).toBeUndefined()
    expect(faultOfAutoHints(endpoints(...'aaabbbb'), nodes)).toBeUndefined()
  })

  it('are wrong on some endpoints, beyond the overload limit, or for a zone that no node counts for', () => {
    expect(faultOfAutoHints(endpoints('a', undefined), nodes)).toMatch('1 of 2')
    expect(faultOfAutoHints(endpoints('a', 'a', 'a', 'b'), nodes)).toMatch('allowed are 2 to 2')
    expect(faultOfAutoHints(endpoints(...'aaabbbc'), nodes)).toMatch('a hint for c')
  })

  it('are none, and only then, where the controller gives a reason', () => {
    expect(faultOfAutoHints(endpoints(undefined), nodes)).toBeUndefined()
    expect(faultOfAutoHints(endpoints(undefined, undefined), nodes)).toMatch('0 of 2')
    expect(faultOfAutoHints(endpoints('a'), nodes)).toMatch('fewer ready endpoints than zones')
    expect(faultOfAutoHints(endpoints('a', 'a'), nodes.slice(1))).toMatch('fewer than two zones')
    expect(faultOfAutoHints(endpoints('a', 'b'), [...nodes, { ...aNode('bare'), ...ready }])).toMatch('no zone')
  })
})
