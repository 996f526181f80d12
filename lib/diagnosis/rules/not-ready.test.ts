import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { notReady } from './not-ready'
import { aReadyPod, aWebPod, ended, later, no, runningSince, waiting, web, yes } from './pods.fixture'

const now = { now: later }

describe('a pod that is not ready for no other reason', () => {
  it('is told with its Ready condition', () => {
    const pod = aWebPod(
      'a',
      { state: runningSince('2026-01-01T00:02:00Z') },
      {
        conditions: [no('Ready', { reason: 'ContainersNotReady', message: 'containers with unready status: [api]' })],
      },
    )
    expect(findingsOf(notReady, web([pod]), now)).toMatchObject([
      {
        severity: 'error',
        facts: { container: 'api', state: 'running', message: 'containers with unready status: [api]' },
      },
    ])
  })

  it('is told although all its containers are ready', () => {
    const pod = aWebPod(
      'a',
      { ready: true, state: runningSince(later) },
      {
        conditions: [yes('ContainersReady', { since: '2026-01-01T00:01:00Z' }), no('Ready')],
      },
    )
    expect(findingsOf(notReady, web([pod]), now)[0]?.facts).toMatchObject({ state: 'none' })
  })

  it('is told of a container that ended for good', () => {
    const pod = aWebPod('a', { state: ended(0, 'Completed', '2026-01-01T00:02:00Z'), restarts: 0 })
    expect(findingsOf(notReady, web([pod]), now)[0]).toMatchObject({ severity: 'error', facts: { state: 'ended' } })
  })

  it('is a warning where its container is still being created, after a minute', () => {
    const creating = (scheduled: string) =>
      web([
        aWebPod(
          'a',
          { state: waiting('ContainerCreating') },
          { ips: [], conditions: [yes('PodScheduled', { since: scheduled })] },
        ),
      ])
    expect(findingsOf(notReady, creating('2026-01-01T00:05:00Z'), now)).toMatchObject([
      { severity: 'warning', facts: { state: 'creating' }, since: '2026-01-01T00:05:00Z' },
    ])
    const young = inquire(notReady, creating('2026-01-01T00:09:30Z'), now)
    expect(young.findings).toEqual([])
    expect(young.askAgainAt).toBe(Date.parse('2026-01-01T00:10:30Z'))
  })
})

it('ready pods are no trouble', () => {
  expect(findingsOf(notReady, web([aReadyPod('a'), aReadyPod('b')]), now)).toEqual([])
})
