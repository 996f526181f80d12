import { describe, expect, it } from 'vitest'
import type { Severity } from '@/lib/kubernetes/finding'
import type { KubernetesRecord, SliceEndpoint } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import { buildTopology } from './build'
import { aDeployment, aNode, aPod, aService, aSlice, endpointOf, withoutSelector } from './records.fixture'
import { knownIn, summarise, troubleOf } from './summary'

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
