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
  /** Whether the server has reached this version; `gone` where it has not. */
  verify(resourceVersion: string, signal: AbortSignal): Promise<ApiError | undefined>
}

export interface ReflectorOptions {
  readonly source: Source
  readonly resource: Resource
  /** `''`, the default: every namespace. */
  readonly namespace?: string
  readonly store: Store
  readonly interner: Interner
  /** Sees each object beside the record that was made of it, before the object is forgotten. */
  readonly inspect?: (record: KubernetesRecord, json: unknown) => void
  readonly clock: Clock
  readonly random: Random
  /** Milliseconds before what was denied is asked for again; half a minute by default. */
  readonly deniedWait?: number
  /** Hears of every change of state, the first one included. */
  readonly onState: (state: ResourceState) => void
}

/** What a reflector has done so far. */
export interface ReflectorCounts {
  readonly lists: number
  /** Lists of what had been listed before. */
  readonly relists: number
  readonly watches: number
  readonly events: number
  /** Answers, events and objects that could not be read. */
  readonly malformed: number
}

export interface Reflector {
  readonly resource: Resource
  readonly namespace: string
  state(): ResourceState
  start(): void
  /** The server has just answered another reflector: there is no use in waiting out a back-off. */
  nudge(): void
  /** What was denied may be allowed by now: there is no use in waiting longer. */
  retry(): void
  /**
   * Ends the watch under way as if it had ended so by itself; without one, nothing happens. After `ended` the server
   * is asked again at once, and decides anew. `heard` is when the watch was last known to work, for the badge.
   */
  breakOff(end: WatchEnd, heard?: string): void
  /** Ends every request. What is in the store stays. */
  stop(): void
  counts(): ReflectorCounts
  /** Monotone milliseconds since the server last said something of this resource; undefined while nothing is read. */
  silence(): number | undefined
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
/** Bookmarks come about once a minute: two missed ones are a dead connection, less proves nothing. */
const BOOKMARKS_MS = 150_000
/**
 * An API server that has just started refuses everybody until it has read its roles, a second or two later: the RBAC
 * authorizer answers before its informers have synced. A refusal right after an outage counts once it has lasted.
 */
const DOUBT_MS = 10_000
const DOUBT_PAUSE_MS = 1_000
/** A role that is granted shows within a minute. */
const DENIED_MS = 25_000
/** So does a CRD that is installed: with 5 s of jitter, and 10 s for which an answer of discovery may be remembered. */
const ABSENT_MS = 40_000

/**
 * Keeps the store equal to what the API server holds of one resource: lists in pages, watches from the list's
 * version, resumes a watch from the last version seen, and lists anew only where that version is no longer known.
 * A list replaces the records in one step, so that what was deleted unseen vanishes; only the first one is published
 * page by page, under the state `syncing`. A failure keeps the last good
 * records and says since when they are stale; a denial, and the absence of the resource, take them away.
 * After client-go tools/cache/reflector.go. resourceVersions are opaque and never compared.
 *
 * An etcd that is restored from a backup has versions below ours, and a watch from ours is accepted and then silent
 * (the watch cache passes on what is newer alone, apiserver storage/cacher/cache_watcher.go), which client-go does
 * not notice. So after every break the server is asked whether it has reached our version, and everything is listed
 * anew if not. What nobody can notice: a restored etcd that wrote more, before we came back, than the backup lacked.
 * `etcdutl snapshot restore --bump-revision --mark-compacted` turns that into a version that is too old, which is.
 */
export function createReflector(options: ReflectorOptions): Reflector {
  const { source, resource, store, interner, inspect, clock, random, onState } = options
  const namespace = options.namespace ?? ''
  const deniedWait = options.deniedWait ?? DENIED_MS
  const read = readers[resource.kind]
  const backoff = createBackoff(clock, random)
  /** Counted apart: after a long outage a list is often due, and is no reason to wait as for a dead server. */
  const relistBackoff = createBackoff(clock, random)
  const stopped = new AbortController()
  const { signal } = stopped
  const counts = { lists: 0, relists: 0, watches: 0, events: 0, malformed: 0 }

  let state: ResourceState = { resource: resource.plural, namespace, status: 'syncing', since: now() }
  let started = false
  let listed = false
  let heardAt: number | undefined
  /** Where to watch from; undefined: list first. */
  let version: string | undefined
  /** Records of a list that wait for their watch to be granted. */
  let held: readonly KubernetesRecord[] | undefined
  let limit = resource.page ?? PAGE_LIMIT
  /** The connection broke since the version was had: the server that answers now may not know it. */
  let unsure = false
  /** An interruption under way: when it began, and how to take its badge back. */
  let outage: { readonly since: string; readonly cancel: () => void } | undefined
  /** When the server that came back first refused us. */
  let doubtedAt: number | undefined
  /** When a watch that was broken off had last been known to work. */
  let lastHeard: string | undefined
  let hurry: (why: 'reached' | 'allowed') => void = () => {}
  let breakOff: Reflector['breakOff'] = () => {}

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
    doubtedAt = undefined
    lastHeard = undefined
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
      outage = { since: lastHeard ?? now(), cancel: clock.setTimeout(show, lastHeard === undefined ? GRACE_MS : 0) }
      lastHeard = undefined
      if (state.status === 'syncing') show()
    } else {
      outage.cancel()
      show()
    }
  }

  function purged(said: Said) {
    outage?.cancel()
    outage = undefined
    doubtedAt = undefined
    version = undefined
    held = undefined
    listed = false
    heardAt = undefined
    // Only what this reflector put there: while it may not read everything, others may read a part.
    if (state.status !== 'denied' && state.status !== 'absent') store.replace(resource.kind, namespace, [])
    if (state.status !== said.status || state.reason !== said.reason || state.verb !== said.verb) say(said)
  }

  /** Whether a refusal may be that of a server which has not read its roles yet. */
  function isDoubtful(): boolean {
    if (outage === undefined || (state.status !== 'live' && state.status !== 'stale')) return false
    doubtedAt ??= clock.now()
    return clock.now() - doubtedAt < DOUBT_MS
  }

  /** Lists every page and makes the store equal to it; an error leaves the store as it is. */
  async function list(): Promise<ApiError | undefined> {
    counts.lists += 1
    if (listed) counts.relists += 1
    const records: KubernetesRecord[] = []
    let token: string | undefined
    do {
      const answer = await source.list(token === undefined ? { limit } : { limit, continue: token }, signal)
      if (!answer.ok) {
        if (answer.error.type === 'tooLarge') limit = Math.max(1, limit >> 2)
        return answer.error
      }
      const page = answer.value
      const arrived: KubernetesRecord[] = []
      for (const item of page.items) {
        const record = read(item, interner)
        if (record === undefined) {
          counts.malformed += 1
          continue
        }
        inspect?.(record, item)
        // Compared page by page: one comparison of a whole cluster would hold the process up.
        arrived.push(store.reuse(record))
      }
      records.push(...arrived)
      // Nothing is promised while syncing, and all that depends on a whole cluster's pods is not worked out in one go.
      if (state.status === 'syncing') store.apply(arrived.map((record) => ({ type: 'put', record })))
      if (page.bytes > PAGE_BYTES) limit = Math.max(1, Math.floor((limit * PAGE_BYTES) / page.bytes))
      token = page.continue
      if (token === undefined) version = page.resourceVersion
      else if (state.status === 'syncing') {
        const { remaining } = page
        say({ status: 'syncing', loaded: records.length, ...(remaining === undefined ? {} : { remaining }) })
      }
    } while (token !== undefined)
    if (signal.aborted) return { type: 'aborted', message: '' }
    unsure = false
    listed = true
    heardAt = clock.now()
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
      else if (event.type === 'put') {
        inspect?.(record, event.object)
        changes.push({ type: 'put', record })
      } else changes.push({ type: 'remove', kind: record.kind, key: keyOf(record) })
    }
    store.apply(changes)
  }

  /** Watches from the last version seen until the watch is over. */
  async function watch(resourceVersion: string): Promise<ApiError | undefined> {
    counts.watches += 1
    const events = counts.events
    const timeoutSeconds = Math.round(300 + random() * 300)
    const own = new AbortController()
    const either = AbortSignal.any([signal, own.signal])
    let broken: WatchEnd | undefined
    let openedAt: number | undefined
    let lastEventAt = clock.now()
    let cancelSettled = () => {}
    let cancelSilence: (() => void) | undefined

    breakOff = (end, heard) => {
      broken = end
      lastHeard = heard
      own.abort()
    }

    /** A first bookmark shows that this server sends them: from then on their absence says something. */
    function expectMore() {
      const silent = clock.now() - lastEventAt
      if (silent < BOOKMARKS_MS) cancelSilence = clock.setTimeout(expectMore, BOOKMARKS_MS - silent)
      else breakOff({ type: 'unreachable', message: 'the watch fell silent' })
    }

    /** Live once the server has had the time to tell that the version is too old, and has told that it knows it. */
    function settle() {
      let open = unsure ? 2 : 1
      const oneOff = () => {
        open -= 1
        if (open === 0 && !either.aborted) recovered()
      }
      cancelSettled = clock.setTimeout(oneOff, SETTLE_MS)
      if (!unsure) return
      void source.verify(resourceVersion, either).then((error) => {
        if (either.aborted) return
        // A question that failed is no answer; that a server does not understand it is one, and all that it can say.
        if (error !== undefined && !(error.type === 'server' && error.status < 500)) return breakOff(error)
        unsure = false
        oneOff()
      })
    }

    const end = await source.watch(
      { resourceVersion, timeoutSeconds },
      {
        opened() {
          openedAt = clock.now()
          if (held === undefined) return settle()
          recovered()
          store.replace(resource.kind, namespace, held)
          held = undefined
        },
        events(arrived) {
          if (either.aborted) return
          lastEventAt = clock.now()
          heardAt = lastEventAt
          if (cancelSilence === undefined && arrived.some(({ type }) => type === 'bookmark')) expectMore()
          take(arrived)
          cancelSettled()
          recovered()
        },
      },
      either,
    )
    breakOff = () => {}
    cancelSettled()
    cancelSilence?.()
    const lasted = openedAt === undefined ? 0 : clock.now() - openedAt
    // The server's ordinary end comes at the time that we asked for; an earlier one may be that of the server.
    if (end.type !== 'ended' || lasted < (timeoutSeconds - 1) * 1000) unsure = true
    if (broken !== undefined && !signal.aborted) return broken.type === 'ended' ? undefined : broken
    if (end.type !== 'ended') return end
    if (lasted >= SHORT_WATCH_MS || counts.events > events) return undefined
    return { type: 'unreachable', message: 'the watch was closed at once' }
  }

  /** Waits for a time, or until that happens which makes the wait useless. */
  async function wait(delay: number, until?: 'reached' | 'allowed') {
    const waiting = new AbortController()
    hurry = (why) => {
      if (why === until) waiting.abort()
    }
    await sleep(clock, delay, AbortSignal.any([signal, waiting.signal]))
    hurry = () => {}
  }

  /** What follows from a failure: how it shows, where to go on from, and how long to wait. */
  function recover(error: ApiError, verb: 'list' | 'watch'): Promise<void> {
    switch (error.type) {
      case 'aborted':
        return Promise.resolve()
      case 'denied':
        if (isDoubtful()) {
          interrupted(error.message)
          return wait(DOUBT_PAUSE_MS * (1 + random()))
        }
        purged({ status: 'denied', reason: error.message, verb })
        return wait(deniedWait + random() * 5_000, 'allowed')
      case 'absent':
        purged({ status: 'absent' })
        return wait(ABSENT_MS + random() * 5_000)
      case 'throttled':
        interrupted(error.message)
        return wait(error.retryAfter + random() * 1_000)
      case 'gone':
        version = undefined
        interrupted(error.message)
        return wait(relistBackoff())
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
    return wait(backoff(), 'reached')
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
    resource,
    namespace,
    state: () => state,
    start() {
      if (started) return
      started = true
      void run()
    },
    nudge: () => hurry('reached'),
    retry: () => hurry('allowed'),
    breakOff: (end, heard) => breakOff(end, heard),
    stop: () => stopped.abort(),
    counts: () => ({ ...counts }),
    silence: () => (heardAt === undefined ? undefined : clock.now() - heardAt),
  }
}
