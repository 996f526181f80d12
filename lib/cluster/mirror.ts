import { createInterner } from '@/lib/kubernetes/intern'
import type { Change } from '@/lib/kubernetes/records'
import { resources as allResources, type Resource } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Api } from './api'
import { atMost } from './at-most'
import { createCallers } from './callers'
import type { Clock, Random } from './clock'
import { createCoverage } from './coverage'
import { createPermissions } from './permissions'
import { createPulse } from './pulse'
import { createReflector, type ReflectorCounts, type Source } from './reflector'
import { createDiscovery, createSource } from './source'
import { createStore, type Store } from './store'
import { createWarden } from './warden'

export type StateListener = (states: readonly ResourceState[]) => void

/** One context, kept in memory: what it holds, and how far that can be trusted. */
export interface Mirror {
  readonly context: string
  readonly store: Store
  /**
   * One state for each resource, in the order of the table, and behind one that is refused as a whole those of the
   * namespaces that are read instead; see `stateIn`. The same array until one changes.
   */
  states(): readonly ResourceState[]
  /** Hears of changes of states, those of one moment together. Returns the way to end it. */
  subscribeState(listener: StateListener): () => void
  /** Whether every resource has been listed once, or is denied or absent. True for good: an outage keeps the picture. */
  readonly synced: boolean
  /** Resolves when `synced` becomes true. */
  readonly ready: Promise<void>
  /** The moment by the API server's clock, RFC 3339: what ages are counted from. */
  now(): string
  /** By resource; the namespaces that are read apart are summed up. */
  counts(): ReadonlyMap<string, ReflectorCounts>
  /**
   * By resource, of those that are read: milliseconds since the server last sent an event, a bookmark or a list of it,
   * the longest where namespaces are read apart. Bookmarks come about once a minute, so that more means lag.
   */
  silence(): ReadonlyMap<string, number>
  /** Somebody wants to see this namespace: it is read apart where the whole is refused, for as long as few others are. */
  include(namespace: string): void
  start(): void
  /** Ends every watch. The API's connections are its maker's to close. */
  stop(): void
}

export interface MirrorOptions {
  readonly api: Api
  readonly context: string
  readonly clock: Clock
  readonly random: Random
  /** Namespaces to read one by one where the whole cluster is refused: those that the user and the context name. */
  readonly namespaces?: readonly string[]
  /** All of the table by default. */
  readonly resources?: readonly Resource[]
}

/** Twenty resources change their state at nearly the same time when a server goes or comes. */
const TOGETHER_MS = 20
/** The waiting reflectors ask again within this time, spread, once one has reached the server. */
const NUDGE_MS = 1_000
/** Lists under way: a server is not asked for everything at once, nor are all the answers unpacked at once. */
const LISTS = 8
/** Each namespace that is read apart costs a watch, and so a connection, for every resource. */
const MOST_NAMESPACES = 25
/** Of these, how many may come from what viewers ask for; the longest unasked makes room. */
const MOST_INCLUDED = 10
/** What is denied in one namespace is found by the warden; this is for a server that does not answer its questions. */
const DENIED_APART_MS = 120_000

/**
 * Mirrors one context with one reflector for each resource, cluster-wide, or for each namespace where that is refused.
 * Services, EndpointSlices and pods are listed first, since nothing can be drawn without them; the others follow once
 * these have their first answer. When one reflector reaches a server that was gone, the others do not wait out their
 * back-off; when nothing answers any more, all of them are told.
 */
export function createMirror({
  api,
  context,
  clock,
  random,
  namespaces: named = [],
  resources = allResources,
}: MirrorOptions): Mirror {
  const store = createStore()
  const interner = createInterner()
  const callers = createCallers({ store, clock })
  const discovery = createDiscovery(api, clock)
  const listeners = new Set<StateListener>()
  const inTurn = atMost(LISTS)
  const serverClock: Clock = {
    now: () => clock.now(),
    wallNow: () => clock.wallNow() + api.skew(),
    setTimeout: (run, delay) => clock.setTimeout(run, delay),
  }
  const now = () => new Date(serverClock.wallNow()).toISOString()

  let states: readonly ResourceState[] = []
  let included: readonly string[] = []
  let readable: readonly string[] = []
  let synced = false
  let started = false
  let othersStarted = false
  let stopped = false
  let divided = false
  let divisionBefore = ''
  let telling = false
  let announce = () => {}
  const ready = new Promise<void>((resolve) => {
    announce = resolve
  })

  const pulse = createPulse({
    clock: serverClock,
    ping: (signal) => api.ping(signal),
    onDead(error, heard) {
      for (const reflector of reflectors()) reflector.breakOff(error, heard)
    },
  })

  const coverages = resources.map((resource) =>
    createCoverage({
      resource,
      store,
      onChange: () => note(),
      reflect: (namespace, onState) => {
        let reason: string | undefined
        return createReflector({
          source: unhurried(pulse.listenTo(createSource(api, discovery, resource, namespace))),
          resource,
          namespace,
          store,
          interner,
          ...(resource.kind === 'Pod' && { inspect: callers.inspect }),
          clock: serverClock,
          random,
          ...(namespace === '' || named.includes(namespace) ? {} : { deniedWait: DENIED_APART_MS }),
          onState(state) {
            if (state.status === 'live' && reason !== undefined) nudge()
            reason = state.reason
            onState()
          },
        })
      },
    }),
  )
  states = coverages.flatMap((coverage) => coverage.states())

  const warden = createWarden({
    permissions: createPermissions(api, resources),
    clock: serverClock,
    random,
    reflectors,
    refused,
    candidates: () => store.namespaces().filter((name) => !asked().includes(name)),
    onReadable(names) {
      readable = names
      divide()
    },
  })

  function reflectors() {
    return coverages.flatMap((coverage) => coverage.reflectors())
  }

  function unhurried(source: Source): Source {
    return { ...source, list: (page, signal) => inTurn(() => source.list(page, signal)) }
  }

  function nudge() {
    for (const reflector of reflectors()) clock.setTimeout(reflector.nudge, random() * NUDGE_MS)
  }

  /** The namespaced resources that may not be read as a whole, what cannot be done without first. */
  function refused() {
    const states = coverages.filter(({ resource, reflectors }) => {
      const [whole] = reflectors()
      return resource.namespaced && whole?.state().status === 'denied'
    })
    return states.map(({ resource }) => resource).sort((a, b) => Number(b.core ?? false) - Number(a.core ?? false))
  }

  function asked() {
    return [...named, ...included]
  }

  function divide() {
    const names = [...new Set([...asked(), ...readable])]
    const chosen = names.slice(0, MOST_NAMESPACES)
    const more = new Set([...store.namespaces(), ...names]).size - chosen.length
    const division = [more, ...[...chosen].sort()].join()
    if (division === divisionBefore) return
    divisionBefore = division
    for (const coverage of coverages) coverage.setNamespaces(chosen, more)
    if (divided) note()
  }

  function note() {
    states = coverages.flatMap((coverage) => coverage.states())
    if (!synced && states.every((each) => each.status !== 'syncing')) {
      synced = true
      announce()
    }
    tellSoon()
    startOthers()
    const isDivided = refused().length > 0
    if (isDivided && !divided) warden.hurry()
    divided = isDivided
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
    if (othersStarted || !coverages.every(({ resource, states }) => resource.core !== true || states().every(answered)))
      return
    othersStarted = true
    for (const coverage of coverages) if (coverage.resource.core !== true) coverage.start()
  }

  const endNamespaces = store.subscribe((changes) => {
    if (divided && changes.some((change) => kindOf(change) === 'Namespace')) warden.hurry()
  })
  divide()

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
    counts: () => new Map(coverages.map(({ resource, counts }) => [resource.plural, counts()])),
    silence: () =>
      new Map(
        coverages.flatMap(({ resource, reflectors }) => {
          const silences = reflectors().flatMap((reflector) => reflector.silence() ?? [])
          return silences.length === 0 ? [] : [[resource.plural, Math.max(...silences)] as const]
        }),
      ),
    include(namespace) {
      if (!NAME.test(namespace) || named.includes(namespace) || included[0] === namespace) return
      included = [namespace, ...included.filter((name) => name !== namespace)].slice(0, MOST_INCLUDED)
      divide()
    },
    start() {
      if (started || stopped) return
      started = true
      for (const coverage of coverages) if (coverage.resource.core === true) coverage.start()
      startOthers()
      warden.start()
    },
    stop() {
      stopped = true
      othersStarted = true
      endNamespaces()
      callers.stop()
      pulse.stop()
      warden.stop()
      for (const coverage of coverages) coverage.stop()
    },
  }
}

/** A namespace's name, see IsDNS1123Label of apimachinery. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

function kindOf(change: Change): string {
  return change.type === 'put' ? change.record.kind : change.kind
}

/** Whether the first list has ended, well or not. */
function answered(state: ResourceState): boolean {
  return state.status !== 'syncing' || state.reason !== undefined
}
