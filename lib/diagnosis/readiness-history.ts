import type { Key } from '@/lib/kubernetes/key'
import type { Pod } from '@/lib/kubernetes/record'
import { isReady } from '@/lib/membership/pod'
import type { Taken } from './cluster-index'

/** How long a change of readiness is remembered, in milliseconds. */
export const MEMORY_MS = 5 * 60_000
/** Of one pod; more would say no more. */
const MOST_CHANGES = 32

/** When the Ready conditions of pods were seen to change, for five minutes each. A pod that was made anew starts anew. */
export interface ReadinessHistory {
  /** `now` in milliseconds since 1970; it never runs back. */
  note(taken: Taken, now: number): void
  /** The latest last. */
  changesOf(pod: Key): readonly number[]
  /** Moments from which on something is forgotten, up to now. */
  forgetUntil(now: number): void
}

export function createReadinessHistory(): ReadinessHistory {
  // In the order of their latest changes, so that whatever is to be forgotten whole stands first.
  const changes = new Map<Key, readonly number[]>()
  let oldest = 0

  function forgetUntil(now: number): void {
    oldest = Math.max(oldest, now - MEMORY_MS)
    for (const [pod, moments] of changes) {
      if ((moments.at(-1) ?? 0) > oldest) break
      changes.delete(pod)
    }
  }

  return {
    note({ kind, key, before, after }, now) {
      if (kind !== 'Pod') return
      const [old, pod] = [before as Pod | undefined, after as Pod | undefined]
      if (old === undefined || pod === undefined || old.uid !== pod.uid) {
        changes.delete(key)
        return
      }
      if (isReady(old) === isReady(pod)) return
      const moments = [...(changes.get(key) ?? []), now].slice(-MOST_CHANGES)
      changes.delete(key)
      changes.set(key, moments)
      forgetUntil(now)
    },
    changesOf(pod) {
      const moments = changes.get(pod)
      if (moments === undefined) return []
      return (moments[0] ?? 0) > oldest ? moments : moments.filter((moment) => moment > oldest)
    },
    forgetUntil,
  }
}
