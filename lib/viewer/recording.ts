import { keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { StreamMessage, StreamRecord } from '@/lib/stream/message'
import { scopeKey } from '@/lib/stream/scope'
import { initialState } from './initial-state'
import type { Picture, ViewerState } from './state'
import { step } from './step'

/** What a stream told, and when; milliseconds since the epoch by the cluster's clock. */
export interface TimedMessage {
  readonly at: number
  readonly message: StreamMessage
}

/**
 * A stretch of what was: the messages that make the picture of `from` (`hello` to `ready`, as every stream begins),
 * then every change up to `to`, in the order of time.
 */
export interface Recording {
  readonly from: number
  readonly to: number
  readonly messages: readonly TimedMessage[]
}

/** Shows a recording at any of its moments. */
export interface Player {
  readonly recording: Recording
  /**
   * The state as it was at `at`, changes of that very millisecond included; before `from` the first picture, after
   * `to` the last. Moments between which nothing changed have the same state object, and so has each record that
   * stayed, whichever way one goes.
   */
  readonly stateAt: (at: number) => ViewerState
  /** When something changed, ascending, each moment once: where a person steps to. */
  readonly moments: readonly number[]
}

/** So many changes apart the way back is remembered: a seek walks over no more of them than this. */
const CHECKPOINT_CHANGES = 1_000

/**
 * A player of one recording. A step over many messages is one state: what they change is applied at once, so that the
 * cost of a seek is that of the changes between, whatever the number of messages.
 */
export function createPlayer(recording: Recording): Player {
  const { messages } = recording
  const moments = momentsOf(recording)
  const start: Stop = {
    index: lead(messages),
    state: walk(initialState(recording.from), messages.slice(0, lead(messages))),
  }
  // By index, ascending: where a walk may begin.
  const checkpoints: Stop[] = [start]
  let current = start

  const walkTo = (index: number): Stop => {
    let stop = nearest(checkpoints, index)
    if (current.index <= index && current.index >= stop.index) stop = current
    while (stop.index < index) {
      const end = checkpointAfter(messages, stop.index, index)
      stop = { index: end, state: walk(stop.state, messages.slice(stop.index, end)) }
      const last = checkpoints.at(-1) ?? start
      if (end < index && end > last.index) checkpoints.push(stop)
    }
    return stop
  }

  return {
    recording,
    moments,
    stateAt(at) {
      const index = Math.max(start.index, after(messages, at))
      if (index !== current.index) current = walkTo(index)
      return current.state
    },
  }
}

/** The moments after `from` at which a recording tells a change, ascending, each once. */
export function momentsOf({ messages }: Recording): readonly number[] {
  const moments: number[] = []
  for (const { at, message } of messages.slice(lead(messages)))
    if (message.type !== 'heartbeat' && moments.at(-1) !== at) moments.push(at)
  return moments
}

/**
 * The recording with every record that a picture also holds, and of which both say the same, as the picture's object: so
 * that who goes from one to the other keeps all that stayed.
 */
export function sharing(
  recording: Recording,
  { records, summaries, findings }: Pick<Picture, 'records' | 'summaries' | 'findings'>,
): Recording {
  const held = (record: StreamRecord): StreamRecord | undefined => {
    const key = keyOf(record)
    if (record.kind === 'ServiceSummary') return summaries.get(key)
    if (record.kind === 'Findings') return findings.get(key)
    return records[record.kind]?.get(key)
  }
  const shared = <R extends StreamRecord>(record: R): R => {
    const other = held(record)
    return other !== undefined && sameRecord(other, record) ? (other as R) : record
  }
  const messages = recording.messages.map((timed): TimedMessage => {
    const { at, message } = timed
    if (message.type === 'snapshot') return { at, message: { ...message, records: message.records.map(shared) } }
    if (message.type !== 'delta') return timed
    const changes = message.changes.map((change) =>
      change.type === 'put' ? { ...change, record: shared(change.record) } : change,
    )
    return { at, message: { ...message, changes } }
  })
  return { ...recording, messages }
}

interface Stop {
  /** How many messages are behind it. */
  readonly index: number
  readonly state: ViewerState
}

/** How many messages make the first picture: up to its `ready`, which a recording of nothing may lack. */
function lead(messages: readonly TimedMessage[]): number {
  return messages.findIndex(({ message }) => message.type === 'ready') + 1
}

/** How many messages were told at `at` or before. */
function after(messages: readonly TimedMessage[], at: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const told = messages[middle]
    if (told !== undefined && told.at <= at) low = middle + 1
    else high = middle
  }
  return low
}

function nearest(checkpoints: readonly Stop[], index: number): Stop {
  const found = checkpoints.findLast((each) => each.index <= index)
  if (found === undefined) throw new RangeError(`no state before message ${index}`)
  return found
}

/** Where a walk that begins at `from` rests next: a fixed number of changes on, or at its end. */
function checkpointAfter(messages: readonly TimedMessage[], from: number, end: number): number {
  let changes = 0
  for (let index = from; index < end; index += 1) {
    const message = messages[index]?.message
    changes += message?.type === 'delta' ? message.changes.length : 1
    if (changes >= CHECKPOINT_CHANGES) return index + 1
  }
  return end
}

function walk(state: ViewerState, messages: readonly TimedMessage[]): ViewerState {
  return merged(messages).reduce((seen, { at, message }) => step(seen, message, { now: at, wallNow: at }), state)
}

/**
 * The same story in fewer words: all deltas of a scope as one, between messages that are of another kind. Of the changes
 * of one record the last counts, since `step` weighs each change against what was there before the message.
 */
function merged(messages: readonly TimedMessage[]): readonly TimedMessage[] {
  const told: TimedMessage[] = []
  const runs = new Map<string, Run>()
  const flush = () => {
    for (const { at, message, changes } of runs.values())
      told.push({ at, message: { ...message, changes: [...changes.values()] } })
    runs.clear()
  }
  for (const timed of messages) {
    const { at, message } = timed
    if (message.type !== 'delta') {
      flush()
      told.push(timed)
      continue
    }
    const scope = scopeKey(message)
    const run = runs.get(scope)
    const follows = run !== undefined && message.previous === run.message.revision
    if (run !== undefined && !follows) flush()
    const changes: Run['changes'] = follows ? run.changes : new Map()
    for (const change of message.changes) changes.set(changeKey(change), change)
    const { previous } = follows ? run.message : message
    runs.set(scope, { at, message: { ...message, previous }, changes })
  }
  flush()
  return told
}

interface Run {
  readonly at: number
  readonly message: Extract<StreamMessage, { type: 'delta' }>
  readonly changes: Map<string, Change<StreamRecord>>
}

function changeKey(change: Change<StreamRecord>): string {
  return change.type === 'put' ? `${change.record.kind} ${keyOf(change.record)}` : `${change.kind} ${change.key}`
}
