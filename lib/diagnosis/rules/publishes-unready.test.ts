import { describe, expect, it } from 'vitest'
import { findingsOf } from '../inquiry.fixture'
import { crashLoop } from './crash-loop'
import { notReady } from './not-ready'
import { aReadyPod, aWebPod, ended, later, runningSince, waiting, web } from './pods.fixture'
import { publishesUnready } from './publishes-unready'

const now = { now: later }
const unready = aWebPod('a', { state: waiting('CrashLoopBackOff'), last: ended(1) })
const all = { publishNotReadyAddresses: true } as const

describe('a Service that publishes pods that are not ready', () => {
  it('is warned of', () => {
    expect(findingsOf(publishesUnready, web([unready, aReadyPod('b')], all), now)).toMatchObject([
      { severity: 'warning', facts: { pods: 1, total: 2, headless: 'no' }, objects: [{ name: 'a' }] },
    ])
  })

  it('is a mere word where it is headless, since its peers are to find one another', () => {
    const [finding] = findingsOf(publishesUnready, web([unready], { ...all, clusterIPs: ['None'] }), now)
    expect(finding).toMatchObject({ severity: 'info', facts: { headless: 'yes' } })
  })

  it('does not hide why the pods are not ready', () => {
    expect(findingsOf(crashLoop, web([unready, aReadyPod('b')], all), now)[0]?.facts).toMatchObject({
      ready: 1,
      total: 2,
    })
  })
})

describe('a probe that fails', () => {
  const failing = aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') })

  it('keeps callers away only from a Service that heeds it', () => {
    expect(findingsOf(notReady, web([failing, aReadyPod('b')]), now)).toHaveLength(1)
    expect(findingsOf(notReady, web([failing, aReadyPod('b')], all), now)).toEqual([])
    expect(findingsOf(publishesUnready, web([failing, aReadyPod('b')], all), now)).toHaveLength(1)
  })
})

it.each([
  ['all pods are ready', web([aReadyPod('a')], all)],
  ['it publishes only who is ready', web([unready])],
  ['the pod has no address yet', web([{ ...unready, ips: [] }], all)],
])('nothing is said where %s', (_, records) => {
  expect(findingsOf(publishesUnready, records, now)).toEqual([])
})
