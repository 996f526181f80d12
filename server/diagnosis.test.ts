import { describe, expect, it } from 'vitest'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import type { RuleBook } from '@/lib/diagnosis/rules'
import type { Finding } from '@/lib/kubernetes/finding'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { aPod, aService } from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnosis } from './diagnosis'
import { createKnowledge } from './knowledge'
import { createSummaries } from './summaries'

/** Finds a Service without a pod, and one rule that needs events besides. */
const rules: RuleBook = {
  services: [
    {
      code: 'nobody',
      needs: ['pods'],
      judge: ({ graph }) => (graph.members.length > 0 ? [] : [aFinding('nobody')]),
    },
    { code: 'quoting', needs: ['events'], judge: () => [] },
    {
      code: 'comparing',
      needs: ['pods', 'endpointslices'],
      compares: true,
      judge: ({ graph }) => (graph.service.name === 'api' ? [aFinding('comparing')] : []),
    },
  ],
  namespaces: [],
}

function aFinding(code: string): Finding {
  return { id: code, code, severity: 'error', facts: {}, objects: [], evidence: [], command: 'kubectl get pods' }
}

/** A Service whose selector a slip of the pen keeps from its pods. */
const broken: readonly KubernetesRecord[] = [
  aService('web', { selector: { app: 'frontend' } }),
  aPod('p', { labels: { app: 'front-end' } }),
]

function stateOf(resource: string, status: ResourceState['status']): ResourceState {
  return { resource, namespace: '', status, since: '2026-01-01T00:00:00Z' }
}

function aDiagnosis(status: (resource: string) => ResourceState['status'] = () => 'live') {
  const time = createSimulatedClock()
  let states = resources.map(({ plural }) => stateOf(plural, status(plural)))
  let stateChanged = () => {}
  const mirror = {
    states: () => states,
    subscribeState(listener: (states: readonly ResourceState[]) => void) {
      stateChanged = () => listener(states)
      return () => {}
    },
    get synced() {
      return states.every((state) => state.status !== 'syncing')
    },
    now: () => new Date(time.wallNow()).toISOString(),
  }
  const topology = createTopologyIndex()
  const knowledge = createKnowledge(() => states)
  const diagnosis = createDiagnosis({ mirror, topology, knowledge, clock: time, rules })
  const summaries = createSummaries({ topology, knowledge, diagnosis })
  return {
    time,
    diagnosis,
    summaries,
    put: (records: readonly KubernetesRecord[]) =>
      summaries.apply(records.map((record): Change => ({ type: 'put', record }))),
    remove: (kind: string, key: string) => summaries.apply([{ type: 'remove', kind, key }]),
    setState(resource: string, next: ResourceState['status'], tell = true) {
      states = states.map((state) => (state.resource === resource ? stateOf(resource, next) : state))
      if (tell) stateChanged()
    },
  }
}

describe('when it is looked for', () => {
  it('is not before the lists have come', () => {
    const { diagnosis, put, setState } = aDiagnosis((resource) => (resource === 'pods' ? 'syncing' : 'live'))
    put(broken)
    expect(diagnosis.take()).toEqual([])
    expect(diagnosis.begun).toBe(false)
    setState('pods', 'live')
    expect(diagnosis.take()).toMatchObject([{ record: { findings: [{ code: 'nobody' }] } }])
  })

  it('waits a while for what is optional, and says then what it did not read', async () => {
    const { diagnosis, put, time } = aDiagnosis((resource) => (resource === 'events' ? 'syncing' : 'live'))
    put(broken)
    await time.advance(4_000)
    expect(diagnosis.take()).toEqual([])
    await time.advance(1_000)
    expect(diagnosis.findings('default/Service/web')).toMatchObject({ unread: ['events'] })
  })

  it('is in the frame of what brought it about', () => {
    const { diagnosis, put } = aDiagnosis()
    diagnosis.take()
    put(broken)
    expect(diagnosis.take()).toHaveLength(1)
  })

  it('is before anybody is answered who waits for it', async () => {
    const { diagnosis, put, time } = aDiagnosis()
    diagnosis.take()
    put(broken)
    const settled = diagnosis.settled()
    await time.advance(1)
    await settled
    expect(diagnosis.findings('default/Service/web')?.findings).toHaveLength(1)
  })
})

describe('what may no longer be read', () => {
  it('goes with the next frame, though nobody has said yet that it was denied', () => {
    const { diagnosis, put, setState } = aDiagnosis()
    put(broken)
    diagnosis.take()
    setState('pods', 'denied', false)
    expect(diagnosis.take()).toMatchObject([{ record: { findings: [], unread: ['pods'] } }])
  })
})

describe('what is behind', () => {
  it('is held against nothing, and is not told as unread', async () => {
    const { diagnosis, put, setState, time } = aDiagnosis()
    diagnosis.take()
    setState('pods', 'stale')
    put([aService('api')])
    const codes = () => diagnosis.findings('default/Service/api')?.findings.map(({ code }) => code)
    diagnosis.take()
    expect(codes()).toEqual(['nobody'])
    expect(diagnosis.findings('default/Service/api')?.unread).toEqual([])
    setState('pods', 'live')
    await time.advance(9_000)
    expect(codes()).toEqual(['nobody'])
    await time.advance(1_100)
    expect(codes()).toEqual(['nobody', 'comparing'])
  })
})

describe('summaries', () => {
  it('carry the worst that is found', () => {
    const { diagnosis, summaries, put, remove } = aDiagnosis()
    put(broken)
    diagnosis.take()
    expect(summaries.summary('default/web')?.worst).toMatchObject({ code: 'nobody', severity: 'error' })
    remove('Service', 'default/web')
    diagnosis.take()
    expect(summaries.summary('default/web')).toBeUndefined()
  })
})
