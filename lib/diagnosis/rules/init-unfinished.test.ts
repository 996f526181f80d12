import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '@/lib/kubernetes/record'
import { findingsOf, inquire } from '../inquiry.fixture'
import { initUnfinished } from './init-unfinished'
import { notReady } from './not-ready'
import { aContainer, aWebPod, ended, later, no, runningSince, waiting, web } from './pods.fixture'

const now = { now: later }

function initializing(...inits: readonly Partial<Container>[]): Pod {
  const main = aContainer({ ready: false, state: waiting('PodInitializing') })
  return aWebPod(
    'a',
    {},
    {
      phase: 'Pending',
      conditions: [no('Initialized'), no('Ready')],
      containers: [main, ...inits.map((init, at) => aContainer({ name: `init-${at}`, init: true, ...init }))],
    },
  )
}

describe('an init container that is not done', () => {
  it('is named, and what it waits for is in its log', () => {
    const pod = initializing({ state: ended(0) }, { state: runningSince('2026-01-01T00:01:00Z') }, {})
    expect(findingsOf(initUnfinished, web([pod]), now)).toMatchObject([
      {
        id: 'init-unfinished:Deployment.web.init-1',
        severity: 'warning',
        facts: { container: 'init-1', state: 'running', sidecar: 'no' },
        command: 'kubectl -n default logs a -c init-1',
        since: '2026-01-01T00:01:00Z',
      },
    ])
    expect(findingsOf(notReady, web([pod]), now)).toEqual([])
  })

  it('is given half a minute', () => {
    const verdict = inquire(initUnfinished, web([initializing({ state: runningSince('2026-01-01T00:09:50Z') })]), now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:20Z'))
  })

  it('may be a sidecar that has not started', () => {
    const sidecar = { restartable: true, started: false, state: runningSince('2026-01-01T00:01:00Z') } as const
    expect(findingsOf(initUnfinished, web([initializing(sidecar)]), now)[0]?.facts).toMatchObject({ sidecar: 'yes' })
  })
})

describe('nothing is said of', () => {
  it('a sidecar that runs on, as it should', () => {
    const sidecar = {
      restartable: true,
      started: true,
      ready: true,
      state: runningSince('2026-01-01T00:01:00Z'),
    } as const
    expect(findingsOf(initUnfinished, web([initializing(sidecar)]), now)).toEqual([])
  })

  it('an init container that crashes, which is told as a crash', () => {
    const crash = { state: waiting('CrashLoopBackOff'), last: ended(1), restarts: 3 }
    expect(findingsOf(initUnfinished, web([initializing(crash)]), now)).toEqual([])
  })
})
