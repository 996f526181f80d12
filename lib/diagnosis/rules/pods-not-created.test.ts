import { describe, expect, it } from 'vitest'
import { aService, ownedBy } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { anEvent, aReadyPod, aWorkload, later, no, web, yes } from './pods.fixture'
import { podsNotCreated } from './pods-not-created'

const service = aService('web')
const message =
  'pods "web-1-abc" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2'
const refused = yes('ReplicaFailure', { reason: 'FailedCreate', message, since: '2026-01-01T00:05:00Z' })

describe('a workload whose pods are not created', () => {
  it('is told at once with what the API server refuses', () => {
    const deployment = aWorkload('Deployment', 'web', { replicas: 3, conditions: [refused] })
    expect(findingsOf(podsNotCreated, [service, deployment], { now: later })).toMatchObject([
      {
        id: 'pods-not-created:Deployment.web',
        severity: 'error',
        facts: { workload: 'Deployment/web', wanted: 3, made: 0, problem: 'quota', message },
        evidence: [{ path: 'status.conditions[type=ReplicaFailure]' }, { path: 'spec.replicas', value: '3' }],
        since: '2026-01-01T00:05:00Z',
      },
    ])
  })

  it('is told from the event of a StatefulSet, which has no such condition', () => {
    const set = aWorkload('StatefulSet', 'web', { replicas: 1 })
    const event = anEvent(
      set,
      'FailedCreate',
      'create Pod web-0 in StatefulSet web failed: pods "web-0" violates PodSecurity',
    )
    expect(findingsOf(podsNotCreated, [service, set, event], { now: later })[0]).toMatchObject({
      facts: { problem: 'security' },
      evidence: [{ type: 'event', reason: 'FailedCreate' }, {}],
    })
  })

  it('is told without a reason only where it lasts', () => {
    const deployment = aWorkload('Deployment', 'web', { replicas: 1 })
    const verdict = inquire(podsNotCreated, [service, deployment], { now: later })
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse(later) + 30_000)
    const [finding] = findingsOf(podsNotCreated, [service, deployment], {
      now: later,
      heldSince: '2026-01-01T00:09:00Z',
    })
    expect(finding?.facts).toMatchObject({ problem: 'silent' })
  })

  it('is the one that a Service asks for by its name, of a StatefulSet that makes it anew', () => {
    const selector = { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-1' }
    const records = [{ ...service, selector }, aWorkload('StatefulSet', 'web', { replicas: 3 })]
    expect(findingsOf(podsNotCreated, records, { now: later })).toEqual([])
    expect(findingsOf(podsNotCreated, records, { now: later, heldSince: '2026-01-01T00:09:00Z' })).toMatchObject([
      { facts: { wanted: 1, made: 0 }, evidence: [{ path: 'spec.replicas', value: '3' }] },
    ])
  })

  it('is a warning where some of them are there', () => {
    const deployment = aWorkload('Deployment', 'web', { replicas: 3, conditions: [refused] })
    const [finding] = findingsOf(podsNotCreated, [...web([aReadyPod('a')]), deployment], { now: later })
    expect(finding).toMatchObject({ severity: 'warning', facts: { made: 1, wanted: 3 } })
  })
})

describe('nothing is said of', () => {
  const judge = (...records: Parameters<typeof findingsOf>[1]) =>
    findingsOf(podsNotCreated, records, { now: later, heldSince: '2026-01-01T00:00:00Z' })

  it('a workload scaled to zero', () => {
    expect(judge(service, aWorkload('Deployment', 'web', { replicas: 0, conditions: [refused] }))).toEqual([])
  })

  it('a workload that has all its pods, whatever failed before', () => {
    expect(
      judge(...web([aReadyPod('a')]), aWorkload('Deployment', 'web', { replicas: 1, conditions: [refused] })),
    ).toEqual([])
  })

  it('a rollout under way: fewer pods than wanted, and nobody refuses them', () => {
    const deployment = aWorkload('Deployment', 'web', { replicas: 3, conditions: [no('Available')] })
    expect(judge(...web([aReadyPod('a')]), deployment)).toEqual([])
  })

  it('a workload of which the Service asks for one pod by name', () => {
    const set = aWorkload('StatefulSet', 'web', { replicas: 3 })
    const failed = anEvent(set, 'FailedCreate', 'create Pod web-2 in StatefulSet web failed: timed out')
    const selector = { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' }
    const pod = aReadyPod('web-0', { ...ownedBy('StatefulSet', 'web'), labels: selector })
    expect(judge(...web([pod], { selector }), set, failed)).toEqual([])
    expect(judge(...web([pod]), set, failed)).toHaveLength(1)
  })

  it('another Service’s workload', () => {
    expect(judge(service, aWorkload('Deployment', 'api', { replicas: 1, conditions: [refused] }))).toEqual([])
  })
})
