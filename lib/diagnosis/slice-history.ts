import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice } from '@/lib/kubernetes/record'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import type { Taken } from './cluster-index'
import type { SliceLag } from './cluster-view'
import { PATIENCE_MS } from './lasting'
import { MEMORY_MS } from './readiness-history'

/** How far slices were behind the readiness of their pods: of each Service the longest of late, where it was long. */
export interface SliceHistory {
  /** `now` in milliseconds since 1970; it never runs back. */
  note(taken: Taken, now: number): void
  lagOf(service: Key): SliceLag | undefined
}

/** `changesOf`: when a pod's Ready condition changed, the latest last. Both are timed by when they were seen, so that no clock but ours counts. */
export function createSliceHistory(changesOf: (pod: Key) => readonly number[]): SliceHistory {
  const lags = new Map<Key, SliceLag>()

  function take(service: Key, lag: SliceLag): void {
    const known = lags.get(service)
    if (known !== undefined && known.at > lag.at - MEMORY_MS && known.lag >= lag.lag) return
    lags.set(service, lag)
  }

  return {
    note({ kind, key, before, after }, now) {
      if (kind === 'Service' && after === undefined) lags.delete(key)
      if (kind !== 'EndpointSlice' || before === undefined || after === undefined) return
      const [old, slice] = [before as EndpointSlice, after as EndpointSlice]
      const { service, managedBy, namespace, endpoints } = slice
      if (service === undefined || managedBy !== SLICE_CONTROLLER || old.endpoints === endpoints) return
      for (const { target, serving } of endpoints) {
        if (target?.kind !== 'Pod') continue
        const changed = changesOf(keyOf(target)).at(-1)
        if (changed === undefined || now - changed <= PATIENCE_MS) continue
        // `serving` is the Ready condition alone; `ready` also follows the delete, which is another moment.
        const was = old.endpoints.find((each) => each.target?.name === target.name && each.target?.uid === target.uid)
        if (was !== undefined && was.serving !== serving)
          take(keyOf({ namespace, name: service }), { pod: target.name, lag: now - changed, at: now })
      }
    },
    lagOf: (service) => lags.get(service),
  }
}
