import { createInterner } from '@/lib/kubernetes/intern'
import { resources as allResources, type Resource } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Api } from './api'
import type { Clock, Random } from './clock'
import { createReflector, type ReflectorCounts } from './reflector'
import { createDiscovery, createSource } from './source'
import { createStore, type Store } from './store'

export type StateListener = (states: readonly ResourceState[]) => void

/** One context, kept in memory: what it holds, and how far that can be trusted. */
export interface Mirror {
  readonly context: string
  readonly store: Store
  /** One state for each resource and scope, in the order of the table; the same array until one changes. */
  states(): readonly ResourceState[]
  /** Hears of changes of states, those of one moment together. Returns the way to end it. */
  subscribeState(listener: StateListener): () => void
  /** Whether every resource has been listed once, or is denied or absent. True for good: an outage keeps the picture. */
  readonly synced: boolean
  /** Resolves when `synced` becomes true. */
  readonly ready: Promise<void>
  /** The moment by the API server's clock, RFC 3339: what ages are counted from. */
  now(): string
  counts(): ReadonlyMap<string, ReflectorCounts>
  start(): void
  /** Ends every watch. The API's connections are its maker's to close. */
  stop(): void
}

export interface MirrorOptions {
  readonly api: Api
  readonly context: string
  readonly clock: Clock
  readonly random: Random
  /** All of the table by default. */
  readonly resources?: readonly Resource[]
}

/** Twenty resources change their state at nearly the same time when a server goes or comes. */
const TOGETHER_MS = 20
/** The waiting reflectors ask again within this time, spread, once one has reached the server. */
const NUDGE_MS = 1_000

/**
 * Mirrors one context with one reflector for each resource, cluster-wide. Services, EndpointSlices and pods are
 * listed first, since nothing can be drawn without them; the others follow once these have their first answer. When
 * one reflector reaches a server that was gone, the others do not wait out their back-off.
 */
export function createMirror({ api, context, clock, random, resources = allResources }: MirrorOptions): Mirror {
  const store = createStore()
  const interner = createInterner()
  const discovery = createDiscovery(api, clock)
  const listeners = new Set<StateListener>()
  const serverClock: Clock = {
    now: () => clock.now(),
    wallNow: () => clock.wallNow() + api.skew(),
    setTimeout: (run, delay) => clock.setTimeout(run, delay),
  }
  const now = () => new Date(serverClock.wallNow()).toISOString()

  let states: readonly ResourceState[] = resources.map((resource) => ({
    resource: resource.plural,
    namespace: '',
    status: 'syncing',
    since: now(),
  }))
  let synced = false
  let started = false
  let othersStarted = false
  let telling = false
  let announce = () => {}
  const ready = new Promise<void>((resolve) => {
    announce = resolve
  })

  const reflectors = resources.map((resource, index) =>
    createReflector({
      source: createSource(api, discovery, resource, ''),
      resource,
      store,
      interner,
      clock: serverClock,
      random,
      onState: (state) => note(index, state),
    }),
  )

  function note(index: number, state: ResourceState) {
    const before = states[index]
    states = states.with(index, state)
    if (!synced && states.every((each) => each.status !== 'syncing')) {
      synced = true
      announce()
    }
    tellSoon()
    startOthers()
    if (state.status === 'live' && before?.reason !== undefined)
      for (const reflector of reflectors) clock.setTimeout(reflector.nudge, random() * NUDGE_MS)
  }

  function tellSoon() {
    if (telling) return
    telling = true
    clock.setTimeout(() => {
      telling = false
      for (const listener of [...listeners]) listener(states)
    }, TOGETHER_MS)
  }

  function startOthers() {
    if (othersStarted || !resources.every((resource, index) => resource.core !== true || answered(states[index])))
      return
    othersStarted = true
    for (const [index, resource] of resources.entries()) if (resource.core !== true) reflectors[index]?.start()
  }

  return {
    context,
    store,
    states: () => states,
    subscribeState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get synced() {
      return synced
    },
    ready,
    now,
    counts: () => new Map(resources.map((resource, index) => [resource.plural, reflectors[index]?.counts() ?? none])),
    start() {
      if (started) return
      started = true
      for (const [index, resource] of resources.entries()) if (resource.core === true) reflectors[index]?.start()
      startOthers()
    },
    stop() {
      othersStarted = true
      for (const reflector of reflectors) reflector.stop()
    },
  }
}

const none: ReflectorCounts = { lists: 0, watches: 0, events: 0, malformed: 0 }

/** Whether the first list has ended, well or not. */
function answered(state: ResourceState | undefined): boolean {
  return state === undefined || state.status !== 'syncing' || state.reason !== undefined
}
