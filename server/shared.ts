import type { Switchboard } from './switchboard'

const place = Symbol.for('switchboard')

type Shared = typeof globalThis & { [place]?: Switchboard }

/** The outer server and Next's handlers are bundled apart; the process is what they have in common. */
export function shareSwitchboard(switchboard: Switchboard): void {
  const shared: Shared = globalThis
  shared[place] = switchboard
}

/** @throws {Error} outside our own server: `next start` alone has no cluster to show */
export function sharedSwitchboard(): Switchboard {
  const shared: Shared = globalThis
  const switchboard = shared[place]
  if (switchboard === undefined)
    throw new Error('Start Switchboard with `npm start`: Next alone has no cluster to show.')
  return switchboard
}
