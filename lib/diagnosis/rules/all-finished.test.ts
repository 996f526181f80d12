import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/kubernetes/record'
import { aPod, aService, ownedBy } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { allFinished } from './all-finished'
import { aWorkload, later } from './pods.fixture'

const service = aService('web')
const pod = (name: string, phase: Pod['phase'], over: Partial<Pod> = {}) =>
  aPod(name, { labels: { app: 'web' }, phase, ...over })
const now = { now: later }

describe('a Service whose pods have all ended', () => {
  it('is told how they ended', () => {
    const records = [
      service,
      pod('a', 'Succeeded'),
      pod('b', 'Failed', { reason: 'Evicted', message: 'low on memory' }),
    ]
    expect(findingsOf(allFinished, records, now)).toMatchObject([
      {
        severity: 'error',
        facts: { pods: 2, succeeded: 1, failed: 1, reason: 'Evicted', job: 'no' },
        evidence: [{ value: 'Failed' }, { value: 'Evicted' }, { value: 'low on memory' }],
      },
    ])
  })

  it('is told of a Job, whose pods are to end', () => {
    const [finding] = findingsOf(allFinished, [service, pod('a', 'Succeeded', ownedBy('Job', 'import'))], now)
    expect(finding?.facts).toMatchObject({ job: 'yes' })
  })
})

describe('nothing is said where', () => {
  it('one of them still lives, or waits', () => {
    expect(findingsOf(allFinished, [service, pod('a', 'Failed'), pod('b', 'Running')], now)).toEqual([])
    expect(findingsOf(allFinished, [service, pod('a', 'Failed'), pod('b', 'Pending', { ips: [] })], now)).toEqual([])
  })

  it('a workload is about to make others, or is scaled to zero', () => {
    for (const replicas of [0, 1])
      expect(
        findingsOf(allFinished, [service, pod('a', 'Failed'), aWorkload('Deployment', 'web', { replicas })], now),
      ).toEqual([])
  })

  it('no pod matches at all', () => {
    expect(findingsOf(allFinished, [service], now)).toEqual([])
  })
})
