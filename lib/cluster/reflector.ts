import type { Interner } from '@/lib/kubernetes/intern'
import { keyOf } from '@/lib/kubernetes/key'
import { readers } from '@/lib/kubernetes/read'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { Resource } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Page, WatchEnd, WatchEvent, WatchHandlers } from './api'
import type { ApiError } from './api-error'
import { createBackoff } from './backoff'
import { type Clock, type Random, sleep } from './clock'
import type { Result } from './result'
import type { Store } from './store'

/** Lists and watches one resource in one scope: the API server, or a faulty stand-in for it. */
export interface Source {
  list(
    page: { readonly limit: number; readonly continue?: string },
    signal: AbortSignal,
  ): Promise<Result<Page, ApiError>>
  watch(
    from: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    handlers: WatchHandlers,
    signal: AbortSignal,
  ): Promise<WatchEnd>
}

export interface ReflectorOptions {
  readonly source: Source
  readonly resource: Resource
  /** `''`, the default: every namespace. */
  readonly namespace?: string
  readonly store: Store
  readonly interner: Interner
  readonly clock: Clock
  readonly random: Random
  /** Hears of every change of state, the first one included. */
  readonly onState: (state: ResourceState) => void
}

/** What a reflector has done so far. */
export interface ReflectorCounts {
  readonly lists: number
  readonly watches: number
  readonly events: number
  /** Answers, events and objects that could not be read. */
  readonly malformed: number
}

export interface Reflector {
  start(): void
  /** The server has just answered another reflector: there is no use in waiting out a back-off. */
  nudge(): void
  /** Ends every request. What is in the store stays. */
  stop(): void
  counts(): ReflectorCounts
}

const PAGE_LIMIT = 500
/** Pages above this are parsed in too long a stretch; the following ones are asked for smaller. */
const PAGE_BYTES = 4 * 1024 * 1024
/** An interruption that is over within this time is not worth a badge; the promise is 5 s. */
const GRACE_MS = 2_000
/** A watch that ends sooner without an event is a failure, as in client-go: asking again at once would be a storm. */
const SHORT_WATCH_MS = 1_000
/** A version that is no longer known is told right after a watch is opened: only then is an outage over. */
const SETTLE_MS = 250
/** A role that is granted, or a CRD that is installed, shows within a minute. */
const DENIED_MS = 25_000
const ABSENT_MS = 45_000

/**
 * Keeps the store equal to what the API server holds of one resource: lists in pages, watches from the list's
 * version, resumes a watch from the last version seen, and lists anew only where that version is no longer known.
 * A list replaces the records in one step, so that what was deleted unseen vanishes. A failure keeps the last good
 * records and says since when they are stale; a denial, and the absence of the resource, take them away.
 * After client-go tools/cache/reflector.go. resourceVersions are opaque and never compared.
 */
export function createReflector(options: ReflectorOptions): Reflector {
  const { source, resource, store, interner, clock, random, onState } = options
  const namespace = options.namespace ?? ''
  const read = readers[resource.kind]
  const backoff = createBackoff(clock, random)
  /** Counted apart: after a long outage a list is often due, and is no reason to wait as for a dead server. */
  const relistBackoff = createBackoff(clock, random)
  const stopped = new AbortController()
  const { signal } = stopped
  const counts = { lists: 0, watches: 0, events: 0, malformed: 0 }

  let state: ResourceState = { resource: resource.plural, namespace, status: 'syncing', since: now() }
  let started = false
  /** Where to watch from; undefined: list first. */
  let version: string | undefined
  /** Records of a list that wait for their watch to be granted. */
  let held: readonly KubernetesRecord[] | undefined
  let limit = PAGE_LIMIT
  /** An interruption under way: when it began, and how to take its badge back. */
  let outage: { readonly since: string; readonly cancel: () => void } | undefined
  let nudge = () => {}

  function now(): string {
    return new Date(clock.wallNow()).toISOString()
  }

  type Said = Pick<ResourceState, 'status'> &
    Partial<Pick<ResourceState, 'since' | 'reason' | 'verb' | 'loaded' | 'remaining'>>

  function say(next: Said) {
    const since = next.since ?? (next.status === state.status ? state.since : now())
    state = { resource: resource.plural, namespace, ...next, since }
    onState(state)
  }

  function recovered() {
    outage?.cancel()
    outage = undefined
    if (state.status !== 'live') say({ status: 'live' })
  }

  /** The first failure after good times is given a moment; a second one, or that moment's end, shows. */
  function interrupted(reason: string) {
    if (state.status === 'denied' || state.status === 'absent') return
    const show = () => {
      const since = outage?.since ?? now()
      if (state.status === 'syncing') {
        if (state.reason !== reason) say({ ...state, reason })
      } else if (state.status !== 'stale' || state.reason !== reason) say({ status: 'stale', since, reason })
    }
    if (outage === undefined) {
      outage = { since: now(), cancel: clock.setTimeout(show, GRACE_MS) }
      if (state.status === 'syncing') show()
    } else {
      outage.cancel()
      show()
    }
  }

  function purged(said: Said) {
    outage?.cancel()
    outage = undefined
    version = undefined
    held = undefined
    store.replace(resource.kind, namespace, [])
    if (state.status !== said.status || state.reason !== said.reason || state.verb !== said.verb) say(said)
  }

  /** Lists every page and makes the store equal to it; an error leaves the store as it is. */
  async function list(): Promise<ApiError | undefined> {
    counts.lists += 1
    const records: KubernetesRecord[] = []
    let token: string | undefined
    do {
      const answer = await source.list(token === undefined ? { limit } : { limit, continue: token }, signal)
      if (!answer.ok) {
        if (answer.error.type === 'tooLarge') limit = Math.max(1, limit >> 2)
        return answer.error
      }
      const page = answer.value
      for (const item of page.items) {
        const record = read(item, interner)
        if (record === undefined) counts.malformed += 1
        // Compared page by page: one comparison of a whole cluster would hold the process up.
        else records.push(store.reuse(record))
      }
      if (page.bytes > PAGE_BYTES) limit = Math.max(1, Math.floor((limit * PAGE_BYTES) / page.bytes))
      token = page.continue
      if (token === undefined) version = page.resourceVersion
      else if (state.status === 'syncing') {
        const { remaining } = page
        say({ status: 'syncing', loaded: records.length, ...(remaining === undefined ? {} : { remaining }) })
      }
    } while (token !== undefined)
    // Where a watch was refused before, a list alone must not bring back what the refusal took away.
    if (state.status === 'denied') held = records
    else {
      store.replace(resource.kind, namespace, records)
      recovered()
    }
    return undefined
  }

  function take(events: readonly WatchEvent[]) {
    const changes: Change[] = []
    for (const event of events) {
      version = event.resourceVersion
      if (event.type === 'bookmark') continue
      counts.events += 1
      const record = read(event.object, interner)
      if (record === undefined) counts.malformed += 1
      else if (event.type === 'put') changes.push({ type: 'put', record })
      else changes.push({ type: 'remove', kind: record.kind, key: keyOf(record) })
    }
    store.apply(changes)
  }

  /** Watches from the last version seen until the watch is over. */
  async function watch(resourceVersion: string): Promise<ApiError | undefined> {
    counts.watches += 1
    const events = counts.events
    let openedAt: number | undefined
    let cancelSettled = () => {}
    const end = await source.watch(
      { resourceVersion, timeoutSeconds: Math.round(300 + random() * 300) },
      {
        opened() {
          openedAt = clock.now()
          if (held !== undefined) store.replace(resource.kind, namespace, held)
          held = undefined
          cancelSettled = clock.setTimeout(recovered, SETTLE_MS)
        },
        events(arrived) {
          take(arrived)
          cancelSettled()
          recovered()
        },
      },
      signal,
    )
    cancelSettled()
    if (end.type !== 'ended') return end
    if (openedAt !== undefined && (clock.now() - openedAt >= SHORT_WATCH_MS || counts.events > events)) return undefined
    return { type: 'unreachable', message: 'the watch was closed at once' }
  }

  /** Waits for a time that nothing shortens but the end. */
  const fully = (delay: number) => sleep(clock, delay, signal)

  /** Waits for a time, or until a nudge. */
  async function atMost(delay: number) {
    const waiting = new AbortController()
    nudge = () => waiting.abort()
    await sleep(clock, delay, AbortSignal.any([signal, waiting.signal]))
    nudge = () => {}
  }

  /** What follows from a failure: how it shows, where to go on from, and how long to wait. */
  function recover(error: ApiError, verb: 'list' | 'watch'): Promise<void> {
    switch (error.type) {
      case 'aborted':
        return Promise.resolve()
      case 'denied':
        purged({ status: 'denied', reason: error.message, verb })
        return fully(DENIED_MS + random() * 5_000)
      case 'absent':
        purged({ status: 'absent' })
        return fully(ABSENT_MS + random() * 5_000)
      case 'throttled':
        interrupted(error.message)
        return fully(error.retryAfter + random() * 1_000)
      case 'gone':
        version = undefined
        interrupted(error.message)
        return fully(relistBackoff())
      case 'malformed':
        counts.malformed += 1
        version = undefined
        break
      case 'tooLarge':
      case 'unauthorized':
      case 'credentials':
      case 'unreachable':
      case 'tls':
      case 'server':
        break
    }
    interrupted(error.message)
    return atMost(backoff())
  }

  async function run() {
    onState(state)
    while (!signal.aborted) {
      const verb = version === undefined ? 'list' : 'watch'
      const error = version === undefined ? await list() : await watch(version)
      if (error !== undefined) await recover(error, verb)
    }
    outage?.cancel()
  }

  return {
    start() {
      if (started) return
      started = true
      void run()
    },
    nudge: () => nudge(),
    stop: () => stopped.abort(),
    counts: () => ({ ...counts }),
  }
}
