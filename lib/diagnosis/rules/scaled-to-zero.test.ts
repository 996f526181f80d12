import { describe, expect, it } from 'vitest'
import { aPod, aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aWebPod, aWorkload, later, web as published } from './pods.fixture'
import { scaledToZero } from './scaled-to-zero'

const service = aService('web')
const web = aWorkload('Deployment', 'web', { replicas: 0 })
const now = { now: later }

describe('a Service whose workload is scaled to zero', () => {
  it('is told so, and no fault of the selector', () => {
    expect(findingsOf(scaledToZero, [service, web], now)).toMatchObject([
      {
        severity: 'warning',
        facts: { workloads: 'Deployment/web', target: 'deployment/web', selector: 'app: web' },
        evidence: [{ path: 'spec.replicas', value: '0' }],
        command: 'kubectl -n default get deployment web',
      },
    ])
  })

  it('is told as soon as the last pods are on their way out, and where those of before have failed', () => {
    const leaving = aWebPod('a', {}, { deleted: later })
    expect(findingsOf(scaledToZero, [...published([leaving]), web], now)).toHaveLength(1)
    const failed = aPod('a', { labels: { app: 'web' }, phase: 'Failed' })
    expect(findingsOf(scaledToZero, [service, web, failed], now)).toHaveLength(1)
  })

  it('is told of a DaemonSet that no node fits', () => {
    const daemons = aWorkload('DaemonSet', 'web', { replicas: 0 })
    expect(findingsOf(scaledToZero, [service, daemons], now)[0]?.evidence).toMatchObject([
      { path: 'status.desiredNumberScheduled' },
    ])
  })
})

describe('nothing is said where', () => {
  it('another workload that matches has replicas', () => {
    const canary = aWorkload('Deployment', 'canary', { replicas: 2, templateLabels: { app: 'web', track: 'canary' } })
    expect(findingsOf(scaledToZero, [service, web, canary], now)).toEqual([])
  })

  it('the workload is another’s, of another namespace, or on its way out', () => {
    for (const other of [
      aWorkload('Deployment', 'web', { replicas: 0, templateLabels: { app: 'api' } }),
      aWorkload('Deployment', 'web', { replicas: 0, namespace: 'shop' }),
      aWorkload('Deployment', 'web', { replicas: 0, deleted: later }),
    ])
      expect(findingsOf(scaledToZero, [service, other], now)).toEqual([])
  })

  it('a bare pod answers all the same', () => {
    expect(findingsOf(scaledToZero, [service, web, aPod('a', { labels: { app: 'web' } })], now)).toEqual([])
  })

  it('workloads may not be read', () => {
    expect(findingsOf(scaledToZero, [service, web], { ...now, unread: ['statefulsets'] })).toEqual([])
  })
})
