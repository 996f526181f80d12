import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import type { Records } from '@/lib/kubernetes/records'
import { sameRecord } from '@/lib/kubernetes/same-record'

/** Records that say the same as the old ones, as the old objects; the old set itself where nothing differs. */
export function keepRecords(old: Records, next: Records): Records {
  const kept: Record<string, ReadonlyMap<string, KubernetesRecord>> = {}
  let same = Object.keys(old).length === Object.keys(next).length
  for (const [kind, map] of Object.entries(next)) {
    const before = old[kind as Kind] as ReadonlyMap<string, KubernetesRecord> | undefined
    kept[kind] = before === undefined ? map : keepMap<KubernetesRecord>(before, map)
    same &&= kept[kind] === before
  }
  return same ? old : (kept as Records)
}

/** The map of `next` with every value of `old` that says the same; `old` itself where nothing differs. */
export function keepMap<T>(old: ReadonlyMap<string, T>, next: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  let same = old.size === next.size
  const kept = new Map<string, T>()
  for (const [key, value] of next) {
    const before = old.get(key)
    const reused = before !== undefined && sameRecord(before, value)
    kept.set(key, reused ? before : value)
    same &&= reused
  }
  return same ? old : kept
}
