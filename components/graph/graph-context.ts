'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import { createInteraction, type Interaction, type InteractionStore } from './interaction'
import type { RouteWeight } from './route-weight'
import type { CardShare, Stub } from './shares'
import type { Target } from './target'

/** What cards and edges share without passing it through React Flow. The same object as long as the graph is mounted. */
export interface GraphContext {
  readonly interaction: InteractionStore
  /** The address of a card's page, for links that can be opened elsewhere; undefined where there are no pages. */
  readonly hrefOf: (target: Target) => string | undefined
  readonly open: (target: Target) => void
}

export const GraphContext = createContext<GraphContext>({
  interaction: createInteraction(),
  hrefOf: () => undefined,
  open: () => undefined,
})

/** Whether pods are known, and with them how many endpoints a Service with a selector should have. */
export const PodsKnown = createContext(true)

/** What cards tell of a vantage's new connections. */
export interface CardShares {
  readonly cards: ReadonlyMap<string, CardShare>
  readonly stubs: readonly Stub[]
  /** Where edges have no room for figures, cards show them. */
  readonly inside: boolean
}

/** Undefined where nobody chose a vantage. */
export const CardSharesContext = createContext<CardShares | undefined>(undefined)

/** What routes send to the Services that they lead to, by client id. */
export interface CardWeights {
  readonly weights: ReadonlyMap<string, RouteWeight>
  /** As of shares. */
  readonly inside: boolean
}

/** Undefined until the weights have come, and where no route leads anywhere. */
export const CardWeightsContext = createContext<CardWeights | undefined>(undefined)

/** A part of the interaction: only a change of that part renders again, so select text, truth or nothing. */
export function useInteraction<T extends string | boolean | undefined>(select: (interaction: Interaction) => T): T {
  const { interaction } = useContext(GraphContext)
  const get = () => select(interaction.get())
  return useSyncExternalStore(interaction.subscribe, get, get)
}

/** The ids of all that is lit, for what draws them together; undefined where nothing is pointed at. */
export function useLit(): ReadonlySet<string> | undefined {
  const { interaction } = useContext(GraphContext)
  const get = () => interaction.get().lit
  return useSyncExternalStore(interaction.subscribe, get, get)
}
