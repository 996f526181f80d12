import { describe, expect, it } from 'vitest'
import type { Labels } from '@/lib/kubernetes/record'
import { aPod, aService, withoutSelector } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { noPodMatches } from './no-pod-matches'
import { aWebPod, aWorkload, later, web } from './pods.fixture'

const service = aService('web', { selector: { app: 'frontend' } })
const pod = (name: string, labels: Labels, over = {}) => aPod(name, { labels, ...over })

describe('a Service whose selector matches no pod', () => {
  it('is told with the selector and, where nothing is near, without a guess', () => {
    const [finding] = findingsOf(noPodMatches, [service, pod('a', { app: 'database' })], { now: later })
    expect(finding).toMatchObject({
      id: 'no-pod-matches',
      severity: 'error',
      facts: { selector: 'app: frontend', namespace: 'default', near: 'none', pods: 0 },
      command: 'kubectl -n default get pods --show-labels',
    })
    expect(finding).not.toHaveProperty('differences')
  })

  it('is told with what the nearest pods say, how many they are, and both texts to compare', () => {
    const pods = ['a', 'b', 'c'].map((name) =>
      aWebPod(name, {}, { labels: { app: 'front-end', 'pod-template-hash': 'x' } }),
    )
    const [finding] = findingsOf(noPodMatches, [service, ...web(pods).slice(1), pod('d', { name: 'frontend' })], {
      now: later,
    })
    expect(finding?.facts).toMatchObject({
      near: 'typo',
      nearest: 'app: front-end',
      wants: 'app: frontend',
      pods: 3,
      others: 1,
    })
    expect(finding?.differences).toEqual([
      expect.objectContaining({ path: 'spec.selector.app', is: 'app: frontend', wants: 'app: front-end' }),
    ])
    expect(finding?.objects.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'Deployment/web',
      'Pod/a',
      'Pod/b',
      'Pod/c',
      'Pod/d',
    ])
  })

  it('counts all near pods, above the number that is drawn too', () => {
    const pods = Array.from({ length: 45 }, (_, at) => pod(`a-${at}`, { app: 'Frontend' }))
    const [finding] = findingsOf(noPodMatches, [service, ...pods], { now: later })
    expect(finding?.facts).toMatchObject({ near: 'case', pods: 45, others: 0 })
    expect(finding?.objects).toHaveLength(10)
  })

  it('names the other key, and the pair that is missing', () => {
    const [key] = findingsOf(noPodMatches, [service, pod('a', { name: 'frontend' })], { now: later })
    expect(key?.facts).toMatchObject({ near: 'key', nearest: 'name: frontend', pods: 1 })
    const two = aService('web', { selector: { app: 'web', tier: 'front' } })
    const [missing] = findingsOf(noPodMatches, [two, pod('a', { app: 'web' })], { now: later })
    expect(missing?.facts).toMatchObject({ near: 'missing', wants: 'tier: front', pods: 1 })
  })

  it('waits for what is applied together with it', () => {
    const young = { ...service, created: '2026-01-01T00:09:58Z' }
    const verdict = inquire(noPodMatches, [young], { now: later })
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:03Z'))
  })
})

describe('nothing is said of', () => {
  const codes = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(noPodMatches, records, { now: later })

  it('a Service whose pod merely waits', () => {
    expect(codes(service, pod('a', { app: 'frontend' }, { phase: 'Pending', ips: [] }))).toEqual([])
  })

  it('a Service whose workload is scaled to zero', () => {
    const web = aWorkload('Deployment', 'web', { replicas: 0, templateLabels: { app: 'frontend' } })
    expect(codes(service, web)).toEqual([])
  })

  it('a Service of one pod by its name or index, which a StatefulSet is about to make anew', () => {
    const set = aWorkload('StatefulSet', 'web', { replicas: 3 })
    const byName = (name: string) =>
      aService('web', { selector: { app: 'web', 'statefulset.kubernetes.io/pod-name': name } })
    const byIndex = (index: string) =>
      aService('web', { selector: { app: 'web', 'apps.kubernetes.io/pod-index': index } })
    expect(codes(byName('web-2'), set)).toEqual([])
    expect(codes(byIndex('2'), set)).toEqual([])
    expect(codes(byName('web-3'), set), 'beyond its replicas').toHaveLength(1)
    expect(codes(byIndex('3'), set), 'beyond its replicas').toHaveLength(1)
    expect(codes(byName('web-'), set)).toHaveLength(1)
    expect(codes(byName('db-2'), set), 'of another').toHaveLength(1)
    expect(codes(byName('web-2'), aWorkload('Deployment', 'web', { replicas: 3 }))).toHaveLength(1)
  })

  it('a Service whose pods have all ended, or are all on their way out', () => {
    expect(codes(service, pod('a', { app: 'frontend' }, { phase: 'Succeeded' }))).toEqual([])
    const leaving = aWebPod('a', {}, { labels: { app: 'frontend' }, deleted: later })
    expect(codes(...web([leaving], { selector: { app: 'frontend' } }))).toEqual([])
  })

  it('a Service that asks for no pods: without a selector, with an empty one, an ExternalName', () => {
    expect(codes(withoutSelector(service))).toEqual([])
    expect(codes({ ...service, selector: {} })).toEqual([])
    expect(codes({ ...service, type: 'ExternalName' })).toEqual([])
  })

  it('default/kubernetes', () => {
    expect(codes(withoutSelector(aService('kubernetes')))).toEqual([])
  })

  it('a Service that is being deleted', () => {
    expect(codes({ ...service, deleted: later })).toEqual([])
  })

  it('a Service whose pods may not be read', () => {
    expect(findingsOf(noPodMatches, [service], { now: later, unread: ['pods'] })).toEqual([])
  })
})
