import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { notReady } from './not-ready'
import { aReadyPod, aWebPod, later, no, runningSince, web, yes } from './pods.fixture'
import { readinessGate } from './readiness-gate'

const now = { now: later }
const gate = 'target-health.example/lb'
const gated = (...conditions: readonly ReturnType<typeof yes>[]) =>
  aWebPod(
    'a',
    { ready: true, state: runningSince('2026-01-01T00:00:00Z') },
    {
      readinessGates: [gate],
      conditions: [yes('ContainersReady', { since: '2026-01-01T00:01:00Z' }), no('Ready'), ...conditions],
    },
  )

describe('a readiness gate', () => {
  it('that nobody has set is named', () => {
    expect(findingsOf(readinessGate, web([gated()]), now)).toMatchObject([
      {
        id: `readiness-gate:Deployment.web.${gate}`,
        severity: 'error',
        facts: { gate, status: 'missing', quote: 'no' },
      },
    ])
    expect(findingsOf(notReady, web([gated()]), now)).toEqual([])
  })

  it('that is not True is quoted', () => {
    const waiting = no(gate, { reason: 'Initial', message: 'Target registration is in progress', since: later })
    expect(findingsOf(readinessGate, web([gated(waiting)]), now)).toMatchObject([
      {
        facts: { status: 'False', message: 'Target registration is in progress' },
        evidence: [{ path: `status.conditions[type=${gate}]` }, { path: 'status.conditions[type=Ready]' }],
      },
    ])
  })

  it('that is met is not told beside one that is not', () => {
    const two = { ...gated(yes('first')), readinessGates: ['first', gate] }
    expect(findingsOf(readinessGate, web([two]), now).map(({ facts }) => facts.gate)).toEqual([gate])
  })

  it('is given half a minute after the containers', () => {
    const pod = { ...gated(), conditions: [yes('ContainersReady', { since: '2026-01-01T00:09:59Z' }), no('Ready')] }
    const verdict = inquire(readinessGate, web([pod]), now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:29Z'))
  })
})

it('a gate that is met, or a container that is not ready itself, is no matter of gates', () => {
  const met = { ...aReadyPod('a'), readinessGates: [gate], conditions: [yes(gate), yes('Ready')] }
  expect(findingsOf(readinessGate, web([met]), now)).toEqual([])
  const starting = aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') }, { readinessGates: [gate] })
  expect(findingsOf(readinessGate, web([starting]), now)).toEqual([])
})
