import { describe, expect, it } from 'vitest'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Strip } from '@/lib/timeline/strips'
import { eventsOf, markSpansOf, stateOf } from './events'
import type { Timeline } from './timeline-answer'

const strip = (id: string, ...spans: readonly (readonly [number, number, EndpointState])[]): Strip => ({
  id,
  spans: spans.map(([from, to, state]) => ({ from, to, state })),
})

const timeline = (over: Partial<Timeline>): Timeline => ({
  ...{ since: 0, now: 100, from: 0, to: 100, gaps: [], strips: [], marks: [] },
  ...over,
})

describe('what happened in a timeline', () => {
  it('is told the newest first: who joined, turned and left, and what was done', () => {
    const web = strip('a', [20, 30, 'pending'], [30, 40, 'notReady'], [40, 70, 'ready'], [70, 80, 'draining'])
    const marks = [{ at: 19, kind: 'scaled', workload: 'Deployment/web', from: 1, to: 2 }] as const
    expect(
      eventsOf(timeline({ strips: [web], marks })).map((event) => [
        event.at,
        event.type,
        'state' in event ? event.state : event.mark.kind,
      ]),
    ).toEqual([
      [80, 'left', 'draining'],
      [70, 'turned', 'draining'],
      [40, 'turned', 'ready'],
      [30, 'turned', 'notReady'],
      [20, 'joined', 'pending'],
      [19, 'mark', 'scaled'],
    ])
  })

  it('takes what was there from the beginning and is there at the end for no change', () => {
    expect(eventsOf(timeline({ strips: [strip('a', [0, 100, 'ready'])] }))).toEqual([])
  })

  it('tells of one that left and came back', () => {
    const events = eventsOf(timeline({ strips: [strip('a', [0, 20, 'ready'], [50, 100, 'notReady'])] }))
    expect(events.map(({ at, type }) => [at, type])).toEqual([
      [50, 'joined'],
      [20, 'left'],
    ])
  })
})

describe('the state of an endpoint', () => {
  const web = strip('a', [10, 20, 'notReady'], [20, 30, 'ready'], [50, 100, 'draining'])

  it('is that of the moment, none while it is away, and goes on at the end', () => {
    expect([5, 10, 19, 20, 40, 60, 100].map((at) => stateOf(web, at))).toEqual([
      undefined,
      'notReady',
      'notReady',
      'ready',
      undefined,
      'draining',
      'draining',
    ])
  })
})

describe('the marks of a timeline', () => {
  it('join a beginning and its end, and go on where there is none', () => {
    const spans = markSpansOf(
      [
        { at: 10, kind: 'rollout', phase: 'begin', workload: 'Deployment/web' },
        { at: 20, kind: 'drain', phase: 'begin', node: 'worker-1', reason: 'cordoned' },
        { at: 30, kind: 'rollout', phase: 'end', workload: 'Deployment/web' },
        { at: 40, kind: 'service', change: 'created' },
      ],
      100,
    )
    expect(spans.map(({ mark, from, to }) => [mark.kind, from, to])).toEqual([
      ['rollout', 10, 30],
      ['drain', 20, 100],
      ['service', 40, undefined],
    ])
  })

  it('show an end alone whose beginning was before', () => {
    const [only] = markSpansOf([{ at: 10, kind: 'rollout', phase: 'end', workload: 'Deployment/web' }], 100)
    expect(only).toMatchObject({ from: 10, to: undefined })
  })
})
