import { describe, expect, it } from 'vitest'
import type { Pod } from '@/lib/kubernetes/record'
import { aCluster } from './inquiry.fixture'
import { troublesOfPod } from './pod-trouble'
import { aReadyPod, aWebPod, ended, later, readyNode, waiting } from './rules/pods.fixture'

const crashing = aWebPod('a', { state: waiting('CrashLoopBackOff'), last: ended(1) })
const codesOf = (pod: Pod) => {
  const cluster = aCluster([readyNode, pod])
  return troublesOfPod(pod, { cluster, now: Date.parse(later), askAgainAt() {} }).map(({ code }) => code)
}

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
