import type { Chance } from './chance'
import type { Clock } from './clock'
import type { Recorder } from './recorder'
import type { Registry } from './registry'
import type { Store } from './store'

/** What every controller works with. */
export interface Cluster {
  readonly clock: Clock
  readonly chance: Chance
  readonly store: Store
  readonly registry: Registry
  readonly recorder: Recorder
  /** While a past is lived through nobody watches, and a pod comes up in one step. */
  readonly pace: { hasty: boolean }
  /** Where a fault of our own goes: a controller that throws is told of, and the cluster goes on. */
  readonly report: (error: unknown) => void
}
