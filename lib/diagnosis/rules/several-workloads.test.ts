import { describe, expect, it } from 'vitest'
import { aReplicaSet, ownedBy } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aReadyPod, later, web } from './pods.fixture'
import { severalWorkloads } from './several-workloads'

const now = { now: later }
const canary = aReadyPod('canary-a', { ips: ['10.0.0.9'], ...ownedBy('StatefulSet', 'canary') })
const { owner: _, ...bare } = aReadyPod('debug', { ips: ['10.0.0.8'] })

describe('a selector that matches more than one workload’s pods', () => {
  it('is worth a word', () => {
    expect(findingsOf(severalWorkloads, web([aReadyPod('a'), canary]), now)).toMatchObject([
      {
        severity: 'info',
        facts: { count: 2, names: 'Deployment/web, StatefulSet/canary', selector: 'app: web' },
        objects: [{ kind: 'Deployment' }, { kind: 'StatefulSet' }],
      },
    ])
  })

  it('may match a pod that no workload made', () => {
    expect(findingsOf(severalWorkloads, web([aReadyPod('a'), bare]), now)[0]?.facts).toMatchObject({
      names: 'Deployment/web, Pod/debug',
    })
  })
})

describe('nothing is said of', () => {
  it('a rollout, in which two ReplicaSets of one Deployment have pods', () => {
    const records = web([aReadyPod('a'), aReadyPod('b', { ips: ['10.0.0.2'], ...ownedBy('ReplicaSet', 'web-2') })])
    expect(findingsOf(severalWorkloads, [...records, aReplicaSet('web-2', 'web')], now)).toEqual([])
    expect(findingsOf(severalWorkloads, records, { ...now, unread: ['replicasets'] })).toEqual([])
  })

  it('workloads whose pods have ended or are on their way out', () => {
    expect(findingsOf(severalWorkloads, web([aReadyPod('a'), { ...canary, phase: 'Succeeded' }]), now)).toEqual([])
    expect(findingsOf(severalWorkloads, web([aReadyPod('a'), { ...canary, deleted: later }]), now)).toEqual([])
  })

  it('pods that people made by hand, and nothing else', () => {
    expect(
      findingsOf(severalWorkloads, web([bare, { ...bare, name: 'debug-2', uid: '2', ips: ['10.0.0.7'] }]), now),
    ).toEqual([])
  })
})
