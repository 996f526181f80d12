import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aContainer, anEvent, aReadyPod, aWebPod, ended, later, runningSince, waiting, web } from './pods.fixture'
import { probeFailing } from './probe-failing'

const readiness = { type: 'http', port: 'http', path: '/healthz' } as const
const now = { now: later }
const failing = (since = '2026-01-01T00:02:00Z') => aWebPod('a', { readiness, state: runningSince(since) })
const unhealthy = 'Readiness probe failed: Get "http://10.244.1.1:8080/healthz": dial tcp: connect: connection refused'

describe('a readiness probe that fails', () => {
  it('is told in the words of the kubelet’s event', () => {
    const event = anEvent(failing(), 'Unhealthy', unhealthy, { count: 40 })
    expect(findingsOf(probeFailing, [...web([failing()]), event], now)).toMatchObject([
      {
        id: 'probe-failing:Deployment.web.api',
        severity: 'error',
        facts: {
          probe: 'GET :http/healthz',
          message: 'Get "http://10.244.1.1:8080/healthz": dial tcp: connect: connection refused',
          problem: 'refused',
          ready: 0,
          total: 1,
        },
        evidence: [
          { type: 'event', reason: 'Unhealthy', count: 40 },
          { type: 'container' },
          { type: 'condition', condition: { type: 'Ready' } },
        ],
      },
    ])
  })

  it('is told without an event too, from a container that runs and is not ready', () => {
    expect(findingsOf(probeFailing, web([failing()]), now)[0]?.facts).toMatchObject({ quote: 'no', message: '' })
  })

  it('is not told by the event of an earlier run of the container', () => {
    const event = anEvent(failing(), 'Unhealthy', unhealthy, { last: '2026-01-01T00:01:00Z' })
    expect(findingsOf(probeFailing, [...web([failing()]), event], now)[0]?.facts).toMatchObject({ quote: 'no' })
  })

  it('is not told by the event of another container', () => {
    const event = anEvent(failing(), 'Unhealthy', unhealthy, { container: 'db', count: 40 })
    expect(findingsOf(probeFailing, [...web([failing()]), event], now)[0]?.facts).toMatchObject({ quote: 'no' })
    const own = { ...event, container: 'api' }
    expect(findingsOf(probeFailing, [...web([failing()]), own], now)[0]?.facts).toMatchObject({ quote: 'yes' })
  })

  it('is not told by a liveness probe’s event', () => {
    const event = anEvent(failing(), 'Unhealthy', 'Liveness probe failed: timeout')
    expect(findingsOf(probeFailing, [...web([failing()]), event], now)[0]?.facts).toMatchObject({ quote: 'no' })
  })
})

describe('a rollout under way', () => {
  const young = failing('2026-01-01T00:09:50Z')

  it('raises nothing while a container has just started, and asks again', () => {
    const verdict = inquire(probeFailing, web([aReadyPod('b'), young]), now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:20Z'))
  })

  it('raises nothing by the first failures of a probe, and is told of those that the kubelet believes', () => {
    const event = (count: number) => anEvent(young, 'Unhealthy', unhealthy, { count, last: '2026-01-01T00:09:58Z' })
    expect(findingsOf(probeFailing, [...web([young]), event(1)], now)).toEqual([])
    expect(findingsOf(probeFailing, [...web([young]), event(3)], now)).toHaveLength(1)
  })
})

describe('nothing is said of', () => {
  it('a probe that cannot pass because another container crashes', () => {
    const crashing = aContainer({ name: 'db', ready: false, state: waiting('CrashLoopBackOff'), last: ended(1) })
    const pod = failing()
    expect(findingsOf(probeFailing, web([{ ...pod, containers: [...pod.containers, crashing] }]), now)).toEqual([])
  })

  it('a pod that is ready, has ended or is on its way out', () => {
    for (const pod of [aReadyPod('a'), { ...failing(), phase: 'Failed' as const }, { ...failing(), deleted: later }])
      expect(findingsOf(probeFailing, web([pod]), now)).toEqual([])
  })
})
