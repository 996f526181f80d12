/** Why a card catches the eye for a moment. */
export type Freshness = 'entered' | 'changed'

/** What a viewer's hand does to a picture. It lies outside React, so that a hover repaints the cards it lights and no other. */
export interface Interaction {
  /** The card that keyboard focus goes to. */
  readonly focus?: string
  readonly selected?: string
  /** Cards and edges on the path under the pointer; absent when nothing is pointed at. */
  readonly lit?: ReadonlySet<string>
  readonly fresh: ReadonlyMap<string, Freshness>
}

export interface InteractionStore {
  readonly get: () => Interaction
  readonly set: (change: { readonly [K in keyof Interaction]?: Interaction[K] | undefined }) => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createInteraction(): InteractionStore {
  const listeners = new Set<() => void>()
  let interaction: Interaction = { fresh: new Map() }
  return {
    get: () => interaction,
    set: (change) => {
      interaction = { ...interaction, ...change } as Interaction
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
