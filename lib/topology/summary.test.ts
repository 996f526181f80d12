import { describe, expect, it } from 'vitest'
import type { Severity } from '@/lib/kubernetes/finding'
import type { KubernetesRecord, SliceEndpoint } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import { buildTopology } from './build'
import {
  aDeployment,
  aNode,
  anIngress,
  aPod,
  aRoute,
  aService,
  aSlice,
  endpointOf,
  withoutSelector,
} from './records.fixture'
import { knownIn, parseCounts, summarise, troubleOf } from './summary'

function summaryOf(records: readonly KubernetesRecord[]) {
  return summarise(buildTopology(toRecords(records)).services.get('default/web')!)
}

function withConditions(...conditions: readonly Partial<SliceEndpoint>[]) {
  const entries = conditions.map((own, at) => ({ addresses: [`10.0.0.${at + 1}`], ...own }))
  return summaryOf([withoutSelector(aService('web')), aSlice('web', entries)])
}

describe('the summary of a Service', () => {
  it('counts pods, not addresses, with a mark for each in drawing order', () => {
    const pods = ['a', 'b', 'c', 'd'].map((name, at) =>
      aPod(name, { labels: { app: 'web' }, ips: at === 2 ? [] : [`10.0.0.${at}`, `fd00::${at}`] }),
    )
    const summary = summaryOf([
      aService('web', { ipFamilies: ['IPv4', 'IPv6'] }),
      ...pods,
      aPod('e', { labels: { app: 'web' }, phase: 'Succeeded' }),
      aSlice('web', [endpointOf(pods[0]!), endpointOf(pods[1]!, { ready: false })], { name: 'four' }),
      aSlice('web', [endpointOf(pods[0]!, { address: 'fd00::0' })], { name: 'six', addressType: 'IPv6' }),
    ])
    expect(summary).toMatchObject({ ready: 1, notReady: 1, pending: 1, missing: 1, draining: 0, marks: 'rnpm' })
  })

  it('leaves the marks out where a tile would draw a bar', () => {
    expect(summaryOf(aDeployment('web', 38)).marks).toHaveLength(38)
    expect(summaryOf(aDeployment('web', 39))).toMatchObject({ marks: '', ready: 39 })
  })

  it('names the workload, the zones and what kind of Service it is', () => {
    const nodes = [aNode('n1', 'b'), aNode('n2', 'a')]
    expect(summaryOf([...nodes, ...aDeployment('web', 2, { nodes })])).toMatchObject({
      workload: 'Deployment/web',
      zones: ['a', 'b'],
      type: 'ClusterIP',
    })
    expect(summaryOf([aService('web')])).not.toHaveProperty('headless')
    expect(summaryOf([aService('web', { clusterIPs: ['None'] })]).headless).toBe(true)
  })
})

describe('the places of a Service', () => {
  const inZones = (...zones: readonly (string | undefined)[]) =>
    withConditions(...zones.map((zone, at) => ({ ready: at > 0, ...(zone !== undefined && { zone }) })))

  it('count each zone by itself, and what stands in none', () => {
    const summary = inZones('b', 'a', 'b', undefined)
    expect(summary.zones).toEqual(['a', 'b'])
    expect(summary.byZone).toEqual(['r1', 'n1r1', 'r1'])
    expect(parseCounts('n1r12')).toMatchObject({ notReady: 1, ready: 12, missing: 0 })
  })

  it('are not told where they say no more than the counts', () => {
    expect(inZones('a', 'a')).not.toHaveProperty('byZone')
    expect(inZones(undefined)).not.toHaveProperty('byZone')
    expect(inZones('a', undefined).byZone).toEqual(['n1', 'r1'])
  })

  it('stay a line of text for ten endpoints in three zones', () => {
    const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']
    const summary = inZones(...Array.from({ length: 10 }, (_, at) => zones[at % 3]))
    expect(JSON.stringify(summary.byZone).length).toBeLessThanOrEqual(20)
    expect(JSON.stringify(summary).length).toBeLessThanOrEqual(300)
  })
})

describe('what leads to a Service from outside', () => {
  const entriesOf = (...records: readonly KubernetesRecord[]) => summaryOf(records).entries

  it('is named: an Ingress, the Gateways of a route, and what it opens itself', () => {
    const ingress = anIngress('shop', {
      rules: [{ path: '/', pathType: 'Prefix', backend: { service: 'web', port: 80 } }],
    })
    const route = aRoute('web', {
      parents: [{ kind: 'Gateway', namespace: 'infra', name: 'public' }],
      rules: [{ matches: [], backends: [{ kind: 'Service', namespace: 'default', name: 'web', port: 80, weight: 1 }] }],
    })
    expect(entriesOf(aService('web'), ingress, route)).toEqual(['Gateway/infra/public', 'Ingress/default/shop'])
    const ports = [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }] as const
    expect(entriesOf(aService('web', { type: 'NodePort', ports }))).toEqual(['NodePort'])
    expect(entriesOf(aService('web', { type: 'LoadBalancer', ports, externalIPs: ['192.0.2.1'] }))).toEqual([
      'ExternalIP',
      'LoadBalancer',
    ])
  })

  it('is absent where there is nothing, and a route within the mesh is nothing of the kind', () => {
    expect(summaryOf([aService('web')])).not.toHaveProperty('entries')
    const route = aRoute('web', {
      parents: [{ kind: 'Service', namespace: 'default', name: 'web' }],
      rules: [{ matches: [], backends: [{ kind: 'Service', namespace: 'default', name: 'web', port: 80, weight: 1 }] }],
    })
    expect(entriesOf(aService('web'), route)).toBeUndefined()
  })
})

describe('what is not known of a Service', () => {
  const pod = aPod('a', { labels: { app: 'web' } })
  const web = buildTopology(toRecords([aService('web'), pod, aSlice('web', [endpointOf(pod)])])).services.get(
    'default/web',
  )!
  const manual = buildTopology(
    toRecords([withoutSelector(aService('web')), aSlice('web', [{ addresses: ['10.0.0.1'] }])]),
  ).services.get('default/web')!

  it.each([
    { pods: false, endpointSlices: true },
    { pods: true, endpointSlices: false },
  ])('is told as unknown, with nothing that could pass for a count or for trouble: %j', (known) => {
    const summary = summarise(web, known)
    expect(summary).toMatchObject({ unknown: true, ready: 0, missing: 0, zones: [], marks: 'u' })
    expect(summary).not.toHaveProperty('workload')
    expect(troubleOf(summary)).toBeUndefined()
  })

  it('is nothing where slices alone decide', () => {
    expect(summarise(manual, { pods: false, endpointSlices: true })).toMatchObject({ ready: 1, marks: 'r' })
    expect(summarise(manual, { pods: true, endpointSlices: false }).unknown).toBe(true)
  })

  it('follows from the states of the reads, in each namespace by itself', () => {
    const state = (resource: string, namespace: string, status: ResourceStatus): ResourceState => ({
      resource,
      namespace,
      status,
      since: '',
    })
    const states = [
      state('endpointslices', '', 'stale'),
      state('pods', '', 'partial'),
      state('pods', 'shop', 'live'),
      state('pods', 'data', 'denied'),
      state('pods', 'new', 'syncing'),
    ]
    expect(knownIn(states, 'shop')).toEqual({ pods: true, endpointSlices: true })
    for (const namespace of ['data', 'new', 'elsewhere'])
      expect(knownIn(states, namespace)).toEqual({ pods: false, endpointSlices: true })
    expect(knownIn([], 'shop')).toEqual({ pods: false, endpointSlices: false })
  })
})

describe('the trouble of a Service', () => {
  it('is an error when nobody answers, and a warning while draining pods do', () => {
    expect(troubleOf(summaryOf([aService('web')]))).toBe('error')
    expect(troubleOf(withConditions({ ready: false }))).toBe('error')
    expect(troubleOf(withConditions({ ready: false, serving: true, terminating: true }))).toBe('warning')
    expect(troubleOf(withConditions({ ready: false, serving: false, terminating: true }))).toBe('error')
  })

  it('is what the worst finding weighs, where that is more than a note', () => {
    const nobody = summaryOf([aService('web')])
    const found = (severity: Severity) => ({ code: 'x', severity, facts: {} })
    expect(troubleOf({ ...nobody, worst: found('warning') })).toBe('warning')
    expect(troubleOf({ ...nobody, worst: found('info') })).toBe('error')
    expect(troubleOf({ ...nobody, type: 'ExternalName', worst: found('error') })).toBe('error')
    expect(troubleOf({ ...withConditions({ ready: true }), worst: found('info') })).toBeUndefined()
  })

  it('is a warning when some that should answer do not', () => {
    expect(troubleOf(withConditions({}, { ready: false }))).toBe('warning')
    expect(troubleOf(withConditions({}, { ready: false, serving: true, terminating: true }))).toBeUndefined()
    expect(troubleOf(withConditions({}))).toBeUndefined()
  })

  it('is none for an ExternalName, which has nobody of its own', () => {
    const service = aService('web', { type: 'ExternalName', clusterIPs: [], externalName: 'example.com' })
    expect(troubleOf(summaryOf([service]))).toBeUndefined()
  })
})
