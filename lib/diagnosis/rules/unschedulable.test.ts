import { describe, expect, it } from 'vitest'
import { findingsOf, inquire } from '../inquiry.fixture'
import { aReadyPod, aWebPod, later, no, web } from './pods.fixture'
import { schedulingGated } from './scheduling-gated'
import { unschedulable } from './unschedulable'

const now = { now: later }
function waitingPod(message?: string, over: object = {}) {
  const { node: _, ...pod } = aWebPod(
    'a',
    {},
    {
      phase: 'Pending',
      ips: [],
      conditions: message === undefined ? [] : [no('PodScheduled', { reason: 'Unschedulable', message })],
      ...over,
    },
  )
  return pod
}

describe('a pod that no node takes', () => {
  it.each([
    [
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims.',
      'room',
    ],
    ['0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.', 'volume'],
    ['0/3 nodes are available: 3 node(s) had untolerated taint {gpu: true}.', 'taint'],
    ["0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", 'affinity'],
  ])('is told in the scheduler’s words: %s (%s)', (message, problem) => {
    expect(findingsOf(unschedulable, web([aReadyPod('b'), waitingPod(message)]), now)).toMatchObject([
      {
        id: 'unschedulable:Deployment.web',
        severity: 'error',
        facts: {
          problem,
          ready: 1,
          total: 2,
          pods: 1,
          message: message.split(/\.? preemption/)[0]?.replace(/\.$/, ''),
        },
        evidence: [{ path: 'status.conditions[type=PodScheduled]' }],
      },
    ])
  })

  it('is told by what turns down the most nodes, without what the scheduler says of making room', () => {
    const said =
      "0/8 nodes are available: 2 node(s) had untolerated taint(s), 6 node(s) didn't match Pod's node affinity/selector."
    const message = `${said} no new claims to deallocate, preemption: 0/8 nodes are available: 8 Preemption is not helpful for scheduling.`
    expect(findingsOf(unschedulable, web([waitingPod(message)]), now)[0]?.facts).toMatchObject({
      problem: 'affinity',
      message: said.slice(0, -1),
    })
  })

  it('is told where no scheduler has looked at it for half a minute', () => {
    expect(findingsOf(unschedulable, web([waitingPod()]), now)[0]?.facts).toMatchObject({ problem: 'unseen' })
    const verdict = inquire(unschedulable, web([waitingPod(undefined, { created: later })]), now)
    expect(verdict.findings).toEqual([])
    expect(verdict.askAgainAt).toBe(Date.parse(later) + 30_000)
  })

  it('is not told of a pod that a gate holds back', () => {
    const gated = waitingPod('Scheduling is blocked due to non-empty scheduling gates', {
      schedulingGates: ['quota.example/wait'],
    })
    expect(findingsOf(unschedulable, web([gated]), now)).toEqual([])
    expect(findingsOf(schedulingGated, web([gated]), now)).toMatchObject([
      { severity: 'error', facts: { gate: 'quota.example/wait', more: 0 }, evidence: [{ type: 'condition' }] },
    ])
  })
})

it('a gate that is gone, with the pod on a node, holds nothing back', () => {
  expect(findingsOf(schedulingGated, web([aReadyPod('a')]), now)).toEqual([])
})
