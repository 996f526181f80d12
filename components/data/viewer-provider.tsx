'use client'

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import useSWRSubscription from 'swr/subscription'
import { openStream } from './open-stream'
import type { ViewerSnapshot } from './viewer-snapshot'
import type { StoreClock, ViewerStore } from './viewer-store'
import { idleStore } from './viewer-store'
import { createViewerStores, type ViewerStores, type Viewing, viewingKey } from './viewer-stores'

const StoreContext = createContext<ViewerStore>(idleStore)
const LiveContext = createContext<ViewerStore>(idleStore)

/**
 * Gives everything below it one shared stream of the named views. It stands in the layout, above the shell, so that
 * the connection line and the page read the same stream and a change of page keeps what both pages show.
 *
 * While there is a `past`, everything below reads that store in the place of the stream's, which stays open: `useLiveStore`.
 * `stores` is for tests; a page leaves it out.
 */
export function ViewerProvider({
  views,
  context,
  past,
  stores: given,
  children,
}: {
  readonly views: readonly string[]
  readonly context?: string | undefined
  readonly past?: ViewerStore | undefined
  readonly stores?: ViewerStores
  readonly children: ReactNode
}) {
  const [own] = useState(() => given ?? createViewerStores({ open: openStream, clock: browserClock }))
  const viewing: Viewing = context === undefined ? { views } : { context, views }
  const { data } = useSWRSubscription(
    ['viewer', viewingKey(viewing)],
    (_key: readonly string[], { next }: { next: (error: null, store: ViewerStore) => void }) => {
      next(null, own.acquire(viewing))
      return () => own.release(viewing)
    },
    { compare: Object.is },
  )
  const live = own.find(viewing) ?? data ?? idleStore
  return (
    <LiveContext value={live}>
      <StoreContext value={past ?? live}>{children}</StoreContext>
    </LiveContext>
  )
}

/** Gives everything below it a store of its own, a recording for instance, in the place of the stream's. */
export function StoreProvider({ store, children }: { readonly store: ViewerStore; readonly children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>
}

/** The store of the stream above; outside a provider one that stays idle. */
export function useViewerStore(): ViewerStore {
  return useContext(StoreContext)
}

/** The store of the stream above, also while the page shows the past. */
export function useLiveStore(): ViewerStore {
  return useContext(LiveContext)
}

/**
 * A part of what the viewer knows. The component renders again when, and only when, the selected part is another
 * object than before: select parts, never build new ones.
 */
export function useViewer<T>(select: (snapshot: ViewerSnapshot) => T): T {
  const store = useViewerStore()
  const get = () => select(store.get())
  return useSyncExternalStore(store.subscribe, get, get)
}

const browserClock: StoreClock = {
  now: () => Date.now(),
  every: (ms, task) => {
    const timer = setInterval(task, ms)
    return () => clearInterval(timer)
  },
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
