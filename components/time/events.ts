import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Strip } from '@/lib/timeline/strips'
import type { Timeline, TimeMark } from './timeline-answer'

/** One line of what happened; `at` in milliseconds since the epoch. */
export type TimeEvent =
  | {
      readonly type: 'joined' | 'turned' | 'left'
      readonly at: number
      readonly strip: Strip
      readonly state: EndpointState
    }
  | { readonly type: 'mark'; readonly at: number; readonly mark: TimeMark }

/**
 * What happened in a timeline, the newest first. An endpoint that is there from the beginning did not join then, and one
 * that is there at the end did not leave. `left` names the state that it was last in.
 */
export function eventsOf({ from, to, strips, marks }: Timeline): readonly TimeEvent[] {
  const events: TimeEvent[] = marks.map((mark) => ({ type: 'mark', at: mark.at, mark }))
  for (const strip of strips)
    for (const [place, span] of strip.spans.entries()) {
      const before = strip.spans[place - 1]
      const next = strip.spans[place + 1]
      if (before?.to === span.from) events.push({ type: 'turned', at: span.from, strip, state: span.state })
      else if (span.from > from) events.push({ type: 'joined', at: span.from, strip, state: span.state })
      if (next?.from !== span.to && span.to < to) events.push({ type: 'left', at: span.to, strip, state: span.state })
    }
  return events.sort((a, b) => b.at - a.at)
}

/** The state of an endpoint at a moment; undefined while it was not there. */
export function stateOf({ spans }: Strip, at: number): EndpointState | undefined {
  // What goes on goes on.
  return (spans.findLast((span) => span.from <= at && at < span.to) ?? lastUpTo(spans, at))?.state
}

function lastUpTo(spans: Strip['spans'], at: number): Strip['spans'][number] | undefined {
  const last = spans.at(-1)
  return last !== undefined && last.to === at ? last : undefined
}

/** A mark from its beginning to its end, where it has one that was seen. */
export interface MarkSpan {
  readonly mark: TimeMark
  readonly from: number
  /** The end of the axis while it goes on; undefined for what is over at once. */
  readonly to: number | undefined
}

/** Beginnings and ends of the same thing as one, in order of time. */
export function markSpansOf(marks: readonly TimeMark[], end: number): readonly MarkSpan[] {
  const spans: { mark: TimeMark; from: number; to: number | undefined }[] = []
  const open = new Map<string, { to: number | undefined }>()
  for (const mark of marks) {
    const key = keyOfMark(mark)
    if (key === undefined) {
      spans.push({ mark, from: mark.at, to: undefined })
    } else if (mark.kind !== 'scaled' && 'phase' in mark && mark.phase === 'end' && open.has(key)) {
      const begun = open.get(key)
      if (begun !== undefined) begun.to = mark.at
      open.delete(key)
    } else {
      const goesOn = 'phase' in mark && mark.phase === 'begin'
      const span = { mark, from: mark.at, to: goesOn ? end : undefined }
      spans.push(span)
      if (goesOn) open.set(key, span)
    }
  }
  return spans
}

/** What a beginning and its end have in common; undefined for what has neither. */
function keyOfMark(mark: TimeMark): string | undefined {
  switch (mark.kind) {
    case 'rollout':
      return `rollout ${mark.workload}`
    case 'drain':
      return `drain ${mark.node} ${mark.reason}`
    case 'finding':
      return `finding ${mark.id}`
    case 'scaled':
    case 'selector':
    case 'service':
      return undefined
  }
}
