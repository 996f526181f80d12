import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aContainer, anEvent, aWebPod, later, runningSince, web } from './pods.fixture'
import { probeFailing } from './probe-failing'
import { startupNotPassed } from './startup-not-passed'

const startup = { type: 'http', port: 8080, path: '/started' } as const
const readiness = { type: 'http', port: 8080, path: '/ready' } as const
const now = { now: later }
const since = '2026-01-01T00:08:00Z'
const starting = aWebPod('a', { startup, readiness, started: false, state: runningSince(since) })

describe('a container that has not passed its startup probe', () => {
  it('is told with what the probe asks, and not by its readiness probe, which is not made yet', () => {
    expect(findingsOf(startupNotPassed, web([starting]), now)).toMatchObject([
      { severity: 'warning', facts: { container: 'api', probe: 'GET :8080/started', quote: 'no' }, since },
    ])
    expect(findingsOf(probeFailing, web([starting]), now)).toEqual([])
  })

  it('is told in the words of the kubelet', () => {
    const event = anEvent(starting, 'Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503')
    expect(findingsOf(startupNotPassed, [...web([starting]), event], now)[0]?.facts).toMatchObject({
      message: 'HTTP probe failed with statuscode: 503',
      problem: 'status',
    })
  })

  it('is given half a minute', () => {
    const young = {
      ...starting,
      containers: [aContainer({ startup, ready: false, started: false, state: runningSince('2026-01-01T00:09:45Z') })],
    }
    const verdict = inquire(startupNotPassed, web([young]), now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:15Z'))
  })
})

it('a container that has started is past it', () => {
  const pod = aWebPod('a', { startup, readiness, started: true, state: runningSince(since) })
  expect(findingsOf(startupNotPassed, web([pod]), now)).toEqual([])
})
