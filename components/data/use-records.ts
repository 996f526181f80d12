'use client'

import type { Key } from '@/lib/kubernetes/key'
import type { Kind } from '@/lib/kubernetes/record'
import { type RecordOf, recordsOf } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { useViewer } from './viewer-provider'

/** One record (`namespace/name`, `/name` where not namespaced), or undefined while or where there is none. */
export function useRecord<K extends Kind>(kind: K, key: Key): RecordOf<K> | undefined {
  return useViewer(({ state }) => recordsOf(state.records, kind).get(key))
}

/** Every record of one kind; another map only when a record of that kind changed. */
export function useRecords<K extends Kind>(kind: K): ReadonlyMap<Key, RecordOf<K>> {
  return useViewer(({ state }) => recordsOf(state.records, kind))
}

/** The overview, by key of the Service. */
export function useSummaries(): ReadonlyMap<Key, ServiceSummary> {
  return useViewer(({ state }) => state.summaries)
}
