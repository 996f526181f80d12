import type { Findings } from '@/lib/kubernetes/finding'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { StreamRecord } from '@/lib/stream/message'

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
