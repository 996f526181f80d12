import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '@/lib/kubernetes/record'
import { podFact } from './pod-facts'

const container = (part: Partial<Container>): Container => ({ name: 'api', image: 'i', ports: [], ...part })

function pod(part: Partial<Pod>): Pod {
  return {
    kind: 'Pod',
    namespace: 'shop',
    name: 'cart-0',
    uid: 'u',
    labels: {},
    created: '2026-01-01T00:00:00Z',
    phase: 'Running',
    ips: [],
    containers: [],
    conditions: [],
    readinessGates: [],
    schedulingGates: [],
    ...part,
  }
}

describe('why a pod does not answer', () => {
  it('names the container that keeps crashing, with its last exit code and restarts', () => {
    const crashing = container({
      restarts: 14,
      state: { type: 'waiting', reason: 'CrashLoopBackOff' },
      last: { type: 'terminated', exitCode: 1 },
    })
    expect(podFact(pod({ containers: [crashing] }))).toEqual({
      code: 'waiting',
      container: 'api',
      reason: 'CrashLoopBackOff',
      restarts: 14,
      exitCode: 1,
    })
  })

  it('tells the init container that runs before the one that waits for it', () => {
    const containers = [
      container({ name: 'migrate', init: true, state: { type: 'running' } }),
      container({ state: { type: 'waiting', reason: 'PodInitializing' } }),
    ]
    expect(podFact(pod({ containers }))).toEqual({ code: 'initializing', container: 'migrate' })
  })

  it('quotes the scheduler', () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False' as const, reason: 'Unschedulable', message: '0/5 nodes are available' },
    ]
    expect(podFact(pod({ conditions }))).toEqual({ code: 'unscheduled', message: '0/5 nodes are available' })
  })

  it('tells a failing probe from a startup that is not over, and both from an unmet gate', () => {
    const running = { state: { type: 'running' as const }, ready: false }
    const probe = { type: 'http' as const, port: 8080 }
    expect(podFact(pod({ containers: [container({ ...running, readiness: probe })] }))).toMatchObject({
      code: 'notReady',
      probe: true,
    })
    expect(podFact(pod({ containers: [container({ ...running, startup: probe, started: false })] }))).toMatchObject({
      code: 'starting',
    })
    const ready = container({ state: { type: 'running' }, ready: true })
    expect(podFact(pod({ containers: [ready], readinessGates: ['lb/ok'] }))).toEqual({ code: 'gate', gate: 'lb/ok' })
    expect(podFact(pod({ containers: [ready] }))).toBeUndefined()
  })
})
