import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { notReady } from './not-ready'
import { aContainer, anEvent, aWebPod, ended, later, runningSince, waiting, web, yes } from './pods.fixture'
import { sandboxFailed } from './sandbox-failed'

const now = { now: later }
const creating = (since = '2026-01-01T00:05:00Z') =>
  aWebPod(
    'a',
    { state: waiting('ContainerCreating') },
    { ips: [], phase: 'Pending', conditions: [yes('PodScheduled', { since })] },
  )

describe('a pod that has a node and cannot start', () => {
  it.each([
    ['FailedCreatePodSandBox', 'plugin type="bridge" failed: no IP addresses available in range set', 'network'],
    ['FailedMount', 'MountVolume.SetUp failed for volume "conf" : configmap "web" not found', 'missing'],
    ['FailedAttachVolume', 'Multi-Attach error for volume "pvc-1"', 'volume'],
  ])('%s is told in the words of the event', (reason, message, problem) => {
    const records = [...web([creating()]), anEvent(creating(), reason, message)]
    expect(findingsOf(sandboxFailed, records, now)).toMatchObject([
      {
        id: 'sandbox-failed:Deployment.web',
        severity: 'error',
        facts: { reason, message, problem },
        evidence: [{ type: 'event' }],
      },
    ])
    expect(findingsOf(notReady, records, now)).toEqual([])
  })

  it('is given some seconds: a volume that mounts at the second try is told of all the same', () => {
    const young = creating('2026-01-01T00:09:55Z')
    const verdict = inquire(sandboxFailed, [...web([young]), anEvent(young, 'FailedMount', 'timed out')], now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:05Z'))
  })
})

it('a pod whose node has come back is given the time that a new one has', () => {
  const over = { last: ended(255, 'Unknown', '2026-01-01T00:09:55Z'), restarts: 1 }
  const back = { ...creating(), containers: [aContainer({ state: waiting('ContainerCreating'), ...over })] }
  const verdict = inquire(sandboxFailed, [...web([back]), anEvent(back, 'FailedCreatePodSandBox', 'no network')], now)
  expect(verdict.findings).toEqual([])
  expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T00:10:05Z'))
})

it('an old event says nothing of a pod whose containers run', () => {
  const pod = aWebPod('a', { state: runningSince('2026-01-01T00:09:00Z') })
  expect(findingsOf(sandboxFailed, [...web([pod]), anEvent(pod, 'FailedMount', 'timed out')], now)).toEqual([])
})

it('without events it is unknown, and a pod that stays in creation is told as that', () => {
  const records = [...web([creating()]), anEvent(creating(), 'FailedMount', 'timed out')]
  expect(findingsOf(sandboxFailed, records, { ...now, unread: ['events'] })).toEqual([])
})
