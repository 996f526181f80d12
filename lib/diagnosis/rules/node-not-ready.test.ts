import { describe, expect, it } from 'vitest'
import { findingsOf } from '../inquiry.fixture'
import { crashLoop } from './crash-loop'
import { nodeNotReady } from './node-not-ready'
import { notReady } from './not-ready'
import { aReadyPod, aWebPod, ended, later, readyNode, runningSince, waiting, web } from './pods.fixture'

const now = { now: later }
const silent = {
  ...readyNode,
  conditions: [
    {
      type: 'Ready',
      status: 'Unknown' as const,
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      since: '2026-01-01T00:07:00Z',
    },
  ],
}
const elsewhere = { ...readyNode, name: 'worker-2', uid: 'uid-worker-2' }
const records = (...pods: readonly ReturnType<typeof aWebPod>[]) => [...web(pods), silent, elsewhere]

describe('a node that is not ready', () => {
  it('is told once for all pods on it, before what their containers said last', () => {
    const pods = [
      aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') }),
      aWebPod('b', { state: waiting('CrashLoopBackOff'), last: ended(1) }),
      aReadyPod('c', { node: 'worker-2' }),
    ]
    expect(findingsOf(nodeNotReady, records(...pods), now)).toMatchObject([
      {
        id: 'node-not-ready:worker-1',
        severity: 'error',
        facts: {
          node: 'worker-1',
          silent: 'yes',
          pods: 2,
          ready: 1,
          total: 3,
          message: 'Kubelet stopped posting node status',
        },
        objects: [{ kind: 'Node', name: 'worker-1' }, { name: 'a' }, { name: 'b' }],
        evidence: [{ object: { kind: 'Node' }, path: 'status.conditions[type=Ready]' }],
        command: 'kubectl describe node worker-1',
        since: '2026-01-01T00:07:00Z',
      },
    ])
    expect(findingsOf(crashLoop, records(...pods), now)).toEqual([])
  })
})

describe('nothing is said of', () => {
  it('a pod that still says it is ready, or stands on a node that is', () => {
    expect(findingsOf(nodeNotReady, records(aReadyPod('a')), now)).toEqual([])
    const pod = aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') }, { node: 'worker-2' })
    expect(findingsOf(nodeNotReady, records(pod), now)).toEqual([])
  })

  it('a node whose object is gone, which is told by itself', () => {
    const pod = aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') }, { node: 'worker-9' })
    for (const rule of [nodeNotReady, notReady]) expect(findingsOf(rule, records(pod), now)).toEqual([])
    expect(findingsOf(notReady, records(pod), { ...now, unread: ['nodes'] })).toHaveLength(1)
  })

  it('nodes that may not be read', () => {
    const pod = aWebPod('a', { state: runningSince('2026-01-01T00:00:00Z') })
    expect(findingsOf(nodeNotReady, records(pod), { ...now, unread: ['nodes'] })).toEqual([])
  })
})
