import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aReadyPod, later, readyNode, web } from './pods.fixture'
import { terminatingOverdue } from './terminating-overdue'

const now = { now: later }
const leaving = (name: string, deleted: string) => aReadyPod(name, { deleted, ips: [`10.0.0.${name.length}`] })

describe('a pod past the end of its grace period', () => {
  it('is told, the one that is latest first', () => {
    const pods = [leaving('aa', '2026-01-01T00:08:00Z'), leaving('a', '2026-01-01T00:02:00Z')]
    expect(findingsOf(terminatingOverdue, web(pods), now)).toMatchObject([
      {
        severity: 'warning',
        facts: { pods: 2, pod: 'a', silent: 'no' },
        evidence: [{ path: 'metadata.deletionTimestamp', value: '2026-01-01T00:02:00Z' }],
        since: '2026-01-01T00:02:00Z',
      },
    ])
  })

  it('is told with its node where that is silent', () => {
    const silent = { ...readyNode, conditions: [{ type: 'Ready', status: 'Unknown' as const }] }
    const [finding] = findingsOf(terminatingOverdue, [...web([leaving('a', '2026-01-01T00:02:00Z')]), silent], now)
    expect(finding).toMatchObject({ facts: { silent: 'yes', node: 'worker-1' }, evidence: [{}, { type: 'condition' }] })
  })
})

it('a pod within its grace period, which may be long, is asked about again when it ends', () => {
  const verdict = inquire(terminatingOverdue, web([leaving('a', '2026-01-01T01:00:00Z')]), now)
  expect(verdict.findings).toEqual([])
  expect(verdict.askAgainAt).toBe(Date.parse('2026-01-01T01:00:20Z'))
})

it('a pod that has ended and waits for a finalizer is no endpoint', () => {
  const pod = { ...leaving('a', '2026-01-01T00:02:00Z'), phase: 'Failed' as const }
  expect(findingsOf(terminatingOverdue, web([pod]), now)).toEqual([])
})
