import type { Findings } from '@/lib/kubernetes/finding'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { type Plain, withDifference } from '@/lib/stream/difference'
import type { StreamChange, StreamRecord } from '@/lib/stream/message'

/** What a change is of: each of the three is kept in a map of its own, so that only objects rebuild the topology. */
function kindOf(change: Change<StreamRecord>): string {
  return change.type === 'put' ? change.record.kind : change.kind
}

export function isSummaryChange(change: Change<StreamRecord>): change is Change<ServiceSummary> {
  return kindOf(change) === 'ServiceSummary'
}

export function isFindingsChange(change: Change<StreamRecord>): change is Change<Findings> {
  return kindOf(change) === 'Findings'
}

/** A change of one of the cluster's own objects. */
export function isRecordChange(change: Change<StreamRecord>): change is Change {
  return !isSummaryChange(change) && !isFindingsChange(change)
}

/** A map after changes, by key of its values; the given one is not altered. */
export function applyToMap<T extends { readonly namespace: string; readonly name: string }>(
  map: ReadonlyMap<Key, T>,
  changes: readonly Change<T>[],
): ReadonlyMap<Key, T> {
  const next = new Map(map)
  for (const change of changes) {
    if (change.type === 'put') next.set(keyOf(change.record), change.record)
    else next.delete(change.key)
  }
  return next
}

/**
 * The changes of one message with each patch made a whole record; undefined where one is of a record that nobody knows.
 * @param recordAt what is known before the message
 */
export function wholeChanges(
  changes: readonly StreamChange[],
  recordAt: (kind: string, key: Key) => StreamRecord | undefined,
): readonly Change<StreamRecord>[] | undefined {
  /** What the changes so far have made, and undefined what they have removed. */
  const made = new Map<string, StreamRecord | undefined>()
  const whole: Change<StreamRecord>[] = []
  for (const change of changes) {
    if (change.type !== 'patch') {
      whole.push(change)
      if (change.type === 'remove') made.set(`${change.kind}/${change.key}`, undefined)
      else made.set(`${change.record.kind}/${keyOf(change.record)}`, change.record)
      continue
    }
    const { kind, key, base = key, diff } = change
    const name = `${kind}/${base}`
    const from = made.has(name) ? made.get(name) : recordAt(kind, base)
    if (from === undefined) return undefined
    const record = withDifference(from as unknown as Plain, diff) as unknown as StreamRecord
    whole.push({ type: 'put', record })
    made.set(`${kind}/${key}`, record)
  }
  return whole
}
