import { type BuiltTopology, buildTopology } from '@/lib/topology/build'
import type { ServiceGraph, Topology } from '@/lib/topology/graph'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import { feedOf } from './feed'

/** What the components of a page read: the viewer's state and what follows from its records. Immutable, like the state. */
export interface ViewerSnapshot {
  readonly state: ViewerState
  readonly topology: BuiltTopology
  /** The Services of each namespace in order of name; an array is the same one as before while its graphs are. */
  readonly graphs: ReadonlyMap<string, readonly ServiceGraph[]>
}

/**
 * An open stream: `heardAt` is the local wall clock at its last byte, `retry` tries again at once, `close` ends it,
 * after which it emits nothing.
 */
export interface OpenStream {
  readonly heardAt: () => number
  readonly retry: () => void
  readonly close: () => void
}

/** Opens a stream and calls `emit` with each new state. */
export type OpenViewer = (emit: (state: ViewerState) => void) => OpenStream

/** One open stream, seen by any number of components. The methods need no `this`. */
export interface ViewerStore {
  readonly get: () => ViewerSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Wall-clock milliseconds of the server, as far as known; stands still while the picture is stale. */
  readonly now: () => number
  /** Milliseconds since the stream last told anything, heartbeats included. */
  readonly silence: () => number
  /** Calls once a second as long as somebody listens: for what `now` is shown in. */
  readonly onTick: (listener: () => void) => () => void
  /** Tries the stream again at once, also after a refusal. */
  readonly retry: () => void
  readonly close: () => void
}

const idle: ViewerSnapshot = { state: initialState(0), topology: buildTopology({}), graphs: new Map() }

/** The time a store runs on. */
export interface StoreClock {
  /** Local wall clock in milliseconds. */
  readonly now: () => number
  /** Runs a task every so many milliseconds until the answer is called. */
  readonly every: (ms: number, task: () => void) => () => void
  /** Runs a task once after so many milliseconds unless the answer is called before. */
  readonly after: (ms: number, task: () => void) => () => void
}

/** Keeps the latest state of one stream outside React, and derives its topology once per change of its records. */
export function createViewerStore({ open, clock }: { open: OpenViewer; clock: StoreClock }): ViewerStore {
  const listeners = new Set<() => void>()
  const tickListeners = new Set<() => void>()
  let stopTicks: (() => void) | undefined
  // A topology of its own: what `buildTopology` remembers is not to be shared by two stores.
  let snapshot: ViewerSnapshot = { ...idle, topology: buildTopology({}) }
  let frozenAt: number | undefined

  const publish = (next: ViewerSnapshot) => {
    snapshot = next
    for (const listener of listeners) listener()
  }
  const stream = open((state) => {
    if (isCurrent(state)) frozenAt = undefined
    else frozenAt ??= clock.now() + snapshot.state.skew
    publish(derive(snapshot, state))
  })

  return {
    get: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => frozenAt ?? clock.now() + snapshot.state.skew,
    silence: () => Math.max(0, clock.now() - stream.heardAt()),
    onTick: (listener) => {
      tickListeners.add(listener)
      stopTicks ??= clock.every(TICK_MS, () => {
        for (const each of tickListeners) each()
      })
      return () => {
        tickListeners.delete(listener)
        if (tickListeners.size > 0) return
        stopTicks?.()
        stopTicks = undefined
      }
    },
    retry: () => stream.retry(),
    close: () => {
      stream.close()
      snapshot = idle
      listeners.clear()
    },
  }
}

// The finest unit that an age is shown in.
const TICK_MS = 1_000

/** A store that never opens anything, for what is drawn before there is one. */
export const idleStore: ViewerStore = {
  get: () => idle,
  subscribe: () => () => undefined,
  now: () => 0,
  silence: () => 0,
  onTick: () => () => undefined,
  retry: () => undefined,
  close: () => undefined,
}

function derive(previous: ViewerSnapshot, state: ViewerState): ViewerSnapshot {
  if (state.records === previous.state.records) return { ...previous, state }
  const topology = buildTopology(state.records, previous.topology)
  const graphs = topology === previous.topology ? previous.graphs : byNamespace(topology, previous.graphs)
  return { state, topology, graphs }
}

function byNamespace(
  topology: Topology,
  previous: ReadonlyMap<string, readonly ServiceGraph[]>,
): ReadonlyMap<string, readonly ServiceGraph[]> {
  const groups = new Map<string, ServiceGraph[]>()
  for (const graph of topology.services.values()) {
    const group = groups.get(graph.service.namespace)
    if (group === undefined) groups.set(graph.service.namespace, [graph])
    else group.push(graph)
  }
  return new Map([...groups].map(([namespace, graphs]) => [namespace, sameOr(previous.get(namespace), graphs)]))
}

function sameOr<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return previous?.length === next.length && next.every((item, i) => item === previous[i]) ? previous : next
}

/** Whether time may pass in the picture: our stream is open, and the cluster still answers our server. */
function isCurrent({ connection, upstream }: ViewerState): boolean {
  switch (feedOf(connection, upstream).type) {
    case 'live':
    case 'syncing':
    case 'denied':
      return true
    case 'connecting':
    case 'lost':
    case 'refused':
    case 'busy':
    case 'stale':
      return false
  }
}
