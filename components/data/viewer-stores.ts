import type { OpenViewer, StoreClock, ViewerStore } from './viewer-store'
import { createViewerStore } from './viewer-store'

/** How a page looks: into which context (absent: the server's current one), with which views. */
export interface Viewing {
  readonly context?: string
  /** As `/api/stream?view=` takes them: `overview`, `namespace:shop`. */
  readonly views: readonly string[]
}

export interface ViewerStores {
  /** The open store of these views, opened when there is none. Each call wants one `release`. */
  readonly acquire: (viewing: Viewing) => ViewerStore
  readonly release: (viewing: Viewing) => void
  /** The open store of these views, if there is one. */
  readonly find: (viewing: Viewing) => ViewerStore | undefined
}

// Long enough for Back and for a click from a Service to its pod, short enough that a server is soon rid of a viewer.
const LINGER_MS = 5_000

/**
 * The streams of one page. Whoever looks at the same views shares one stream, and a stream that nobody looks at
 * stays open for a moment, so that going to a page and back finds its picture where it was.
 */
export function createViewerStores({
  open,
  clock,
}: {
  open: (viewing: Viewing) => OpenViewer
  clock: StoreClock
}): ViewerStores {
  const held = new Map<string, { readonly store: ViewerStore; users: number; cancel?: (() => void) | undefined }>()

  return {
    acquire: (viewing) => {
      const key = viewingKey(viewing)
      let entry = held.get(key)
      if (entry === undefined) {
        entry = { store: createViewerStore({ open: open(viewing), clock }), users: 0 }
        held.set(key, entry)
      }
      entry.cancel?.()
      entry.cancel = undefined
      entry.users += 1
      return entry.store
    },
    release: (viewing) => {
      const key = viewingKey(viewing)
      const entry = held.get(key)
      if (entry === undefined) return
      entry.users -= 1
      if (entry.users > 0) return
      entry.cancel = clock.after(LINGER_MS, () => {
        held.delete(key)
        entry.store.close()
      })
    },
    find: (viewing) => held.get(viewingKey(viewing))?.store,
  }
}

/** The same text for the same views in whatever order. */
export function viewingKey({ context, views }: Viewing): string {
  return JSON.stringify([context ?? null, ...[...views].sort()])
}
