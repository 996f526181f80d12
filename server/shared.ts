import type { Metrics } from './metrics'
import type { Switchboard } from './switchboard'

/** What the outer server and Next's handlers have in common. */
export interface Shared {
  readonly switchboard: Switchboard
  readonly metrics: Metrics
}

const place = Symbol.for('switchboard')

type Place = typeof globalThis & { [place]?: Shared }

/** They are bundled apart; the process is where they meet. */
export function share(shared: Shared): void {
  const global: Place = globalThis
  global[place] = shared
}

export function sharedSwitchboard(): Switchboard {
  return shared().switchboard
}

export function sharedMetrics(): Metrics {
  return shared().metrics
}

/** @throws {Error} outside our own server: `next start` alone has no cluster to show */
function shared(): Shared {
  const global: Place = globalThis
  const there = global[place]
  if (there === undefined) throw new Error('Start Switchboard with `npm start`: Next alone has no cluster to show.')
  return there
}
