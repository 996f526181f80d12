import { describe, expect, it } from 'vitest'
import { aPod, aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { matchesElsewhere } from './matches-elsewhere'
import { noPodMatches } from './no-pod-matches'
import { aWorkload, later } from './pods.fixture'

const service = aService('web', { selector: { app: 'frontend' } })
const elsewhere = (name: string, namespace = 'shop') => aPod(name, { namespace, labels: { app: 'frontend' } })
const now = { now: later }

describe('a Service whose pods are in another namespace', () => {
  it('is told where they are, and that alone', () => {
    const records = [service, elsewhere('a'), elsewhere('b'), elsewhere('c', 'stage')]
    expect(findingsOf(matchesElsewhere, records, now)).toMatchObject([
      {
        severity: 'error',
        facts: { pods: 3, namespaces: 'shop, stage', other: 'shop', namespace: 'default', selector: 'app: frontend' },
        command: 'kubectl get pods -A -l app=frontend',
      },
    ])
    expect(findingsOf(noPodMatches, records, now)).toEqual([])
  })

  it('is told rather than that pods here have all pairs but one', () => {
    const two = aService('web', { selector: { app: 'web', tier: 'front' } })
    const here = aPod('here', { labels: { app: 'web', tier: 'backend' } })
    const there = aPod('there', { namespace: 'shop', labels: { app: 'web', tier: 'front' } })
    expect(findingsOf(matchesElsewhere, [two, here, there], now)).toHaveLength(1)
  })

  it('is not told where a pod here is a slip away', () => {
    const slip = aPod('slip', { labels: { app: 'front-end' } })
    expect(findingsOf(matchesElsewhere, [service, elsewhere('a'), slip], now)).toEqual([])
  })

  it('is not told where pods match here, or a workload here would make them', () => {
    expect(findingsOf(matchesElsewhere, [service, elsewhere('a'), elsewhere('b', 'default')], now)).toEqual([])
    const scaled = aWorkload('Deployment', 'web', { replicas: 0, templateLabels: { app: 'frontend' } })
    expect(findingsOf(matchesElsewhere, [service, elsewhere('a'), scaled], now)).toEqual([])
  })

  it('is not told of pods that have ended', () => {
    expect(findingsOf(matchesElsewhere, [service, { ...elsewhere('a'), phase: 'Failed' }], now)).toEqual([])
  })
})
