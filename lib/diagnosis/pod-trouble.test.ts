import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import { aCluster } from './inquiry.fixture'
import { troublesOfPod } from './pod-trouble'
import { anEvent, aReadyPod, aWebPod, ended, later, no, readyNode, runningSince, waiting } from './rules/pods.fixture'

const crashing = aWebPod('a', { state: waiting('CrashLoopBackOff'), last: ended(1) })
const codesOf = (pod: Pod) => {
  const cluster = aCluster([readyNode, pod])
  return troublesOfPod(pod, { cluster, now: Date.parse(later), askAgainAt() {} }).map(({ code }) => code)
}

/** What the same record of a pod is told of in one world after another; and at which moments it is to be asked again. */
function tellAll(
  pod: Pod,
  worlds: readonly { records?: readonly KubernetesRecord[]; now?: string; unread?: string[] }[],
) {
  const again: string[] = []
  const told = worlds.map(({ records = [readyNode], now = later, unread = [] }) => {
    const cluster = aCluster([...records, pod], { unread })
    const askAgainAt = (moment: number) => again.push(new Date(moment).toISOString())
    return troublesOfPod(pod, { cluster, now: Date.parse(now), askAgainAt })
  })
  return { told, codes: told.map((troubles) => troubles.map(({ code }) => code).join()), again }
}

describe('what is remembered of a pod', () => {
  const failing = aWebPod('a', {
    readiness: { type: 'tcp', port: 8080 },
    state: runningSince('2026-01-01T00:09:50Z'),
  })
  const unhealthy = anEvent(failing, 'Unhealthy', 'Readiness probe failed: refused', { count: 3, last: later })

  it('is the same while nothing that it was told from changes', () => {
    const { told } = tellAll(crashing, [{}, {}])
    expect(told[1]).toBe(told[0])
  })

  it('is told anew when its node changes, goes, or can no longer be read', () => {
    const down = { ...readyNode, conditions: [no('Ready')] }
    const worlds = [{}, { records: [down] }, {}, { records: [] }, { records: [], unread: ['nodes'] }]
    expect(tellAll(crashing, worlds).codes).toEqual(['crash-loop', 'node-not-ready', 'crash-loop', '', 'crash-loop'])
  })

  it('is told anew when an event comes', () => {
    const worlds = [{}, { records: [readyNode, unhealthy] }, {}]
    expect(tellAll(failing, worlds).codes).toEqual(['', 'probe-failing', ''])
  })

  it('is told anew when its time has come, and asks for that each time', () => {
    const { codes, again } = tellAll(failing, [{}, {}, { now: '2026-01-01T00:10:20Z' }, {}])
    expect(codes).toEqual(['', '', 'probe-failing', ''])
    expect(again).toEqual(Array(3).fill('2026-01-01T00:10:20.000Z'))
  })
})

describe('the trouble of a pod', () => {
  it('is what its container is in', () => {
    expect(codesOf(crashing)).toEqual(['crash-loop'])
  })

  it.each<[string, Pod]>([
    ['is ready', aReadyPod('a')],
    ['has ended', { ...crashing, phase: 'Failed' }],
    ['is on its way out, whether its slice says so yet or not', { ...crashing, deleted: later }],
  ])('is none where it %s', (_, pod) => {
    expect(codesOf(pod)).toEqual([])
  })
})
