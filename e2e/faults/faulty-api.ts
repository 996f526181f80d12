import type { Api, Collection, Page, WatchEnd, WatchEvent, WatchHandlers } from '@/lib/cluster/api'
import type { ApiError } from '@/lib/cluster/api-error'
import type { Clock } from '@/lib/cluster/clock'
import { anonymous } from '@/lib/cluster/credentials'
import { failure, type Result, success } from '@/lib/cluster/result'
import type { Chance } from '@/lib/demo/chance'
import { type Resource, resources } from '@/lib/kubernetes/resources'
import type { KubeObject, Past, Truth } from './truth'

/** What is wrong with an API server at this moment, for everyone who asks it. */
export interface Trouble {
  /** How likely a single request fails in some way. */
  restless: number
  /** Nobody gets a connection. */
  out: boolean
  /** Plurals that nobody may list or watch. */
  readonly denied: Set<string>
  /** Plurals whose custom resource is not installed. */
  readonly absent: Set<string>
}

export type WatchFault = 'cut' | 'end' | 'gone' | 'malformed' | 'stall' | 'throttled' | 'denied'

/** An API server in memory: a truth, its troubles, and everyone's open watches. */
export interface FaultyServer {
  readonly truth: Truth
  readonly trouble: Trouble
  /** What happened to requests and watches, by name. */
  readonly tally: Map<string, number>
  /** A client of it. */
  connect(context: string): Api
  /** Does something to the open watches that are chosen. */
  disturb(fault: WatchFault, chosen: (resource: Resource) => boolean): void
}

interface OpenWatch {
  readonly resource: Resource
  disturb(fault: WatchFault): void
}

/** What TCP keep-alive takes to give up on a connection whose other end is silent. */
const KEEP_ALIVE_MS = 20_000
const unreachable: ApiError = { type: 'unreachable', message: 'connection reset' }
const errors: Record<WatchFault, WatchEnd> = {
  cut: unreachable,
  end: { type: 'ended' },
  gone: { type: 'gone', message: 'too old resource version' },
  malformed: { type: 'malformed', message: 'an event of the watch cannot be read' },
  stall: unreachable,
  throttled: { type: 'throttled', message: 'too many requests', retryAfter: 7_000 },
  denied: { type: 'denied', message: 'forbidden' },
}

/** Answers list, watch and discovery from a truth, late, in pieces, and wrongly where its troubles say so. */
export function createFaultyServer(truth: Truth, clock: Clock, chance: Chance): FaultyServer {
  const trouble: Trouble = { restless: 0, out: false, denied: new Set(), absent: new Set() }
  const tally = new Map<string, number>()
  const watches = new Set<OpenWatch>()
  const lists = new Map<string, { readonly version: bigint; readonly objects: readonly KubeObject[] }>()

  const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1)

  /** Some milliseconds later, or at once when nobody waits any more. */
  function travel(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const arrive = () => {
        cancel()
        signal.removeEventListener('abort', arrive)
        resolve()
      }
      const cancel = clock.setTimeout(arrive, chance.between(1, trouble.restless > 0 ? 400 : 5))
      signal.addEventListener('abort', arrive)
    })
  }

  /** Why a request fails, if it does. */
  function refusal(resource: Resource): ApiError | undefined {
    if (trouble.out) return note({ type: 'unreachable', message: 'connection refused' })
    if (trouble.absent.has(resource.plural)) return { type: 'absent', message: 'not found' }
    if (trouble.denied.has(resource.plural)) return note({ type: 'denied', message: `${resource.plural} is forbidden` })
    if (chance.next() >= trouble.restless) return undefined
    const roll = chance.next()
    if (roll < 0.25) return note({ type: 'throttled', message: 'busy', retryAfter: chance.between(0, 20_000) })
    if (roll < 0.5) return note({ type: 'server', status: 500, message: 'internal error' })
    if (roll < 0.6) return note({ type: 'server', status: 503, message: 'unavailable' })
    if (roll < 0.7) return note({ type: 'malformed', message: 'the answer is text/html' })
    if (roll < 0.75) return note({ type: 'unauthorized', message: 'Unauthorized' })
    if (roll < 0.8) return note({ type: 'tooLarge', message: 'too large' })
    return note(unreachable)
  }

  function note<T extends ApiError>(error: T): T {
    count(error.type)
    return error
  }

  const gone = (message: string) => failure(note({ type: 'gone', message } satisfies ApiError))
  const tooLarge = { type: 'gone', message: 'Too large resource version' } as const

  const within = (collection: Collection, object: KubeObject) =>
    collection.namespace === '' || object.metadata.namespace === collection.namespace

  function pageOf(collection: Collection, page: { limit: number; continue?: string }): Result<Page, ApiError> {
    let id = page.continue?.split(':')[0] ?? ''
    const from = Number(page.continue?.split(':')[1] ?? 0)
    if (page.continue === undefined) {
      id = String(lists.size)
      const objects = truth.objects(collection.resource).filter((object) => within(collection, object))
      lists.set(id, { version: truth.version(), objects })
    }
    const list = lists.get(id)
    if (list === undefined || list.version < truth.oldest() || list.version > truth.version())
      return gone('The provided continue parameter is too old')
    // Small pages whatever was asked for, so that a list is often under way when something happens.
    const end = from + Math.min(page.limit, 7)
    const remaining = list.objects.length - end
    return success({
      items: list.objects.slice(from, end).map((object) => JSON.parse(JSON.stringify(object))),
      resourceVersion: String(list.version),
      bytes: 1000,
      ...(remaining > 0 ? { continue: `${id}:${end}`, remaining } : {}),
    })
  }

  function watch(
    collection: Collection,
    from: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    handlers: WatchHandlers,
    signal: AbortSignal,
  ): Promise<WatchEnd> {
    const { resource } = collection
    return new Promise((resolve) => {
      let waiting: WatchEvent[] = []
      let stalled = false
      const cancels = new Set<() => void>()
      const later = (run: () => void, delay: number) => {
        const cancel = clock.setTimeout(() => {
          cancels.delete(cancel)
          run()
        }, delay)
        cancels.add(cancel)
      }
      const end = (reason: WatchEnd) => {
        watches.delete(open)
        unsubscribe()
        for (const cancel of cancels) cancel()
        signal.removeEventListener('abort', abort)
        resolve(reason)
      }
      const abort = () => end({ type: 'aborted', message: '' })
      const deliver = () => {
        const arrived = waiting
        waiting = []
        if (!stalled && arrived.length > 0) handlers.events(arrived)
      }
      // As the watch cache does: what is newer than the watch began with, and nothing else.
      const version = BigInt(from.resourceVersion)
      const receive = ({ resource: changed, event }: Past) => {
        if (changed !== resource || !within(collection, event.object as KubeObject)) return
        if (BigInt(event.resourceVersion) <= version) return
        if (waiting.length === 0) later(deliver, chance.between(0, 60))
        waiting.push({ ...event, object: JSON.parse(JSON.stringify(event.object)) })
      }
      const bookmark = () => {
        const ahead = version > truth.version()
        if (waiting.length === 0 && !ahead) waiting.push({ type: 'bookmark', resourceVersion: String(truth.version()) })
        deliver()
        later(bookmark, chance.between(50_000, 60_000))
      }
      const open: OpenWatch = {
        resource,
        disturb(fault) {
          count(`watch ${fault}`)
          if (fault === 'stall') {
            stalled = true
            later(() => end(errors.stall), KEEP_ALIVE_MS)
            return
          }
          // Half of the time what is under way still arrives before the end.
          if (chance.next() < 0.5) deliver()
          end(errors[fault])
        },
      }
      watches.add(open)
      const unsubscribe = truth.subscribe(receive)
      signal.addEventListener('abort', abort)
      later(() => end({ type: 'ended' }), from.timeoutSeconds * 1000)
      later(bookmark, chance.between(50_000, 60_000))
      handlers.opened()
      // A version that is no longer known is told inside the stream, a moment after it was opened.
      if (version < truth.oldest()) later(() => end(note({ type: 'gone', message: 'too old' })), 5)
      else for (const past of truth.since(version)) receive(past)
    })
  }

  return {
    truth,
    trouble,
    tally,
    connect(context) {
      const closed = new AbortController()
      return {
        credentials: anonymous(context, 'http://127.0.0.1:1'),
        async list(collection, page, given) {
          const signal = AbortSignal.any([given, closed.signal])
          await travel(signal)
          if (signal.aborted) return failure({ type: 'aborted', message: '' })
          const refused = refusal(collection.resource)
          const answer = refused === undefined ? pageOf(collection, page) : failure(refused)
          await travel(signal)
          if (signal.aborted) return failure({ type: 'aborted', message: '' })
          return trouble.out ? failure(note(unreachable)) : answer
        },
        async watch(collection, from, handlers, given) {
          const signal = AbortSignal.any([given, closed.signal])
          await travel(signal)
          if (signal.aborted) return { type: 'aborted', message: '' }
          const refused = refusal(collection.resource)
          if (refused !== undefined) return refused
          // The watch cache accepts a version that it has not reached, and is silent; etcd itself refuses it.
          if (BigInt(from.resourceVersion) > truth.version() && chance.next() < 0.5) return note(tooLarge)
          if (BigInt(from.resourceVersion) < truth.oldest() && chance.next() < 0.5)
            return note({ type: 'gone', message: 'too old resource version' })
          return watch(collection, from, handlers, signal)
        },
        async verify(collection, resourceVersion, given) {
          const signal = AbortSignal.any([given, closed.signal])
          await travel(signal)
          if (signal.aborted) return { type: 'aborted', message: '' }
          return (
            refusal(collection.resource) ?? (BigInt(resourceVersion) > truth.version() ? note(tooLarge) : undefined)
          )
        },
        async review(_review, spec, given) {
          const signal = AbortSignal.any([given, closed.signal])
          await travel(signal)
          if (trouble.out) return failure(note({ type: 'unreachable', message: 'connection refused' }))
          const plural = 'resourceAttributes' in spec ? pluralOf(spec.resourceAttributes) : ''
          return success({ spec, status: { allowed: !trouble.denied.has(plural) } })
        },
        async ping(given) {
          await travel(AbortSignal.any([given, closed.signal]))
          return trouble.out ? note({ type: 'unreachable', message: 'connection refused' }) : undefined
        },
        async get(path, given) {
          const signal = AbortSignal.any([given, closed.signal])
          await travel(signal)
          if (trouble.out) return failure(note({ type: 'unreachable', message: 'connection refused' }))
          if (chance.next() < trouble.restless)
            return failure(note({ type: 'server', status: 500, message: 'internal error' }))
          const [, group, version] = path.slice(1).split('/')
          const served = resources.filter(
            (each) => each.custom === true && each.group === group && !trouble.absent.has(each.plural),
          )
          if (path === '/version') return success({ gitVersion: 'v1.35.0' })
          if (version === undefined) return success({ versions: [{ version: 'v1' }] })
          return success({ resources: served.map(({ plural }) => ({ name: plural })) })
        },
        skew: () => 0,
        close: () => closed.abort(),
      }
    },
    disturb(fault, chosen) {
      for (const each of [...watches]) if (chosen(each.resource)) each.disturb(fault)
    },
  }
}

function pluralOf(attributes: unknown): string {
  return typeof attributes === 'object' && attributes !== null && 'resource' in attributes
    ? String(attributes.resource)
    : ''
}
