import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { flapping } from './flapping'
import { rolloutDip } from './rollout-dip'
import { aManagedSlice, aReadyPod, published } from './slices.fixture'
import { slicesLag } from './slices-lag'

const service = aService('web')
const [a, b] = [aReadyPod('a', 1), aReadyPod('b', 2)]
const records: readonly KubernetesRecord[] = [service, a, b, aManagedSlice(service, published(a, b))]
const now = '2026-01-01T00:10:00Z'
const at = Date.parse('2026-01-01T00:08:00Z')

describe('readiness that flaps', () => {
  const changes = ['2026-01-01T00:06:00Z', '2026-01-01T00:07:00Z', '2026-01-01T00:08:00Z']

  it('is a warning from three changes in five minutes on', () => {
    const readinessChanges = { 'default/a': changes, 'default/b': [...changes, '2026-01-01T00:09:00Z'] }
    const { findings, askAgainAt } = inquire(flapping, records, { now, readinessChanges })
    expect(findings).toMatchObject([
      { severity: 'warning', facts: { pods: 2, total: 2, pod: 'b', changes: 4 }, objects: [{ name: 'b' }, {}] },
    ])
    expect(askAgainAt).toBe(Date.parse('2026-01-01T00:11:00Z'))
  })

  it('is none of a pod that starts, stops once, or flapped long ago', () => {
    expect(findingsOf(flapping, records, { now, readinessChanges: { 'default/a': changes.slice(1) } })).toEqual([])
    const later = { now: '2026-01-01T00:11:30Z', readinessChanges: { 'default/a': changes } }
    expect(findingsOf(flapping, records, later)).toEqual([])
  })
})

describe('slices that follow late', () => {
  it('are a warning for five minutes', () => {
    const sliceLag = { pod: 'a', lag: 24_000, at }
    expect(findingsOf(slicesLag, records, { now, sliceLag })).toMatchObject([
      { severity: 'warning', facts: { seconds: 24, pod: 'a' }, since: '2026-01-01T00:07:36.000Z' },
    ])
    expect(findingsOf(slicesLag, records, { now: '2026-01-01T00:13:00Z', sliceLag })).toEqual([])
  })

  it('are none that follow within ten seconds', () => {
    expect(findingsOf(slicesLag, records, { now, sliceLag: { pod: 'a', lag: 9_000, at } })).toEqual([])
    expect(findingsOf(slicesLag, records, { now })).toEqual([])
  })
})

describe('a rollout that leaves too few', () => {
  const labels = (revision: string) => ({ labels: { app: 'web', 'pod-template-hash': revision } })
  const [a2, b2] = [aReadyPod('a', 1, labels('new')), aReadyPod('b', 2, labels('new'))]
  const after = [service, a2, b2, aManagedSlice(service, published(a2, b2))]
  const low = { ready: 0, of: 2, at, revisions: ['old'] }

  it('is worth knowing for five minutes', () => {
    expect(findingsOf(rolloutDip, after, { now, readyLow: low })).toMatchObject([
      { severity: 'info', facts: { ready: 0, of: 2 }, since: '2026-01-01T00:08:00.000Z' },
    ])
    expect(findingsOf(rolloutDip, after, { now: '2026-01-01T00:13:00Z', readyLow: low })).toEqual([])
  })

  it('is none where pods of one version failed, or fewer are wanted now', () => {
    expect(findingsOf(rolloutDip, after, { now, readyLow: { ...low, revisions: ['new'] } })).toEqual([])
    expect(findingsOf(rolloutDip, after, { now, readyLow: { ready: 1, of: 10, at, revisions: ['old'] } })).toEqual([])
  })
})
