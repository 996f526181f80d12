import type { Clock, Random } from '@/lib/cluster/clock'
import { coveredBy, denialsBetween } from './denials'
import type { Feed } from './feed'
import { createMentions } from './mentions'
import type { Scope, StreamMessage, StreamRecord, Upstream, WireMessage } from './message'
import { createReplay, type Frame } from './replay'
import { type AskedView, formatView, scopeKey } from './scope'
import { encodeEvent, formatEventId, parseEventId } from './sse'
import { createTold, type Told } from './told'

/** Milliseconds and bytes; every one has a default that the contract of the stream names. */
export interface HubLimits {
  /** Streams at one time. The next one is told `busy`. */
  readonly viewers: number
  /** How long the first change after a quiet time waits for its companions. */
  readonly quietDelay: number
  /** How long changes are joined while more of them come. */
  readonly frameDelay: number
  readonly replayBytes: number
  /** What a viewer's own queue holds before it counts as full. */
  readonly queueBytes: number
  /** How far a viewer with a full queue may fall behind. */
  readonly lagBytes: number
  /** How long a full queue may stand still. */
  readonly stall: number
  readonly heartbeat: number
  /** Records in one part of a snapshot: encoding and parsing one stays well under a frame of the screen. */
  readonly partRecords: number
  /** How long a snapshot is kept for the next viewer. */
  readonly snapshotLife: number
  /** How long a viewer turned away at capacity should wait. */
  readonly busyRetry: number
}

export const defaultLimits: HubLimits = {
  viewers: 200,
  quietDelay: 15, // joins the writes of one controller's sync, and is not felt
  frameDelay: 50,
  replayBytes: 8 * 1024 * 1024,
  queueBytes: 64 * 1024,
  lagBytes: 256 * 1024,
  stall: 10_000,
  heartbeat: 15_000,
  partRecords: 500,
  snapshotLife: 30_000,
  busyRetry: 30_000,
}

/** What an EventSource waits before it reconnects; our own viewer draws its delays itself. */
const RETRY = 2000

export interface HubOptions {
  /** Names this life of the hub: revisions of another epoch mean nothing. Lower-case letters and digits. */
  readonly epoch: string
  readonly feed: Feed
  readonly upstream: () => Upstream
  /** Calls back when `upstream` would answer differently. */
  readonly subscribeUpstream: (listener: () => void) => () => void
  readonly clock: Clock
  /** The moment that viewers count ages from, RFC 3339: by the API server's clock, where that is known. */
  readonly now: () => string
  readonly random: Random
  readonly limits?: Partial<HubLimits>
  /** Hears of every viewer whom the hub itself sends away. */
  readonly onDrop?: (reason: DropReason) => void
}

export interface Connect {
  readonly views: readonly AskedView[]
  /** The header of a viewer that comes back. */
  readonly lastEventId?: string
  /** The end of the request: frees the viewer even where nobody ever reads the stream. */
  readonly signal?: AbortSignal
}

/**
 * Why a viewer's stream was broken off: too far `behind`, its queue `stalled`, or, where its queue still held what may
 * no longer be read, `denied`.
 */
export type DropReason = 'behind' | 'stalled' | 'denied'

/** What is and, in the past tense, what was since the hub began. */
export interface HubFigures {
  readonly viewers: number
  readonly revision: number
  readonly frames: number
  /** Bytes that were encoded, each once, however many viewers received them. */
  readonly encodedBytes: number
  /** Bytes that were handed to viewers' queues, before whoever writes them compresses them. */
  readonly sentBytes: number
  readonly replayBytes: number
  readonly dropped: number
  readonly drops: Readonly<Record<DropReason, number>>
  /** Viewers told `busy`. */
  readonly refused: number
  /** Streams that began with a resume, and pictures that were told from the start, by their reason. */
  readonly resumed: number
  readonly resets: Readonly<Record<ResetReason, number>>
  /** Snapshots of scopes that were taken from the records; all others were reused. */
  readonly snapshots: number
}

/** One mirror, many viewers. */
export interface Hub {
  /**
   * The event stream of some views, as bytes of `text/event-stream`. Ends with `busy` at capacity and with `bye` when
   * the hub closes; cancelling it frees everything. It fails with an AbortError when the viewer does not keep up.
   */
  connect(request: Connect): ReadableStream<Uint8Array>
  readonly figures: HubFigures
  /** Says `bye` to everyone, and to whoever still comes. */
  close(): void
}

/** A scope as it was at one revision; its parts are encoded when the first viewer needs them, and kept for the next. */
interface Snapshot {
  readonly revision: number
  readonly parts: (readonly StreamRecord[] | Uint8Array)[]
  usedAt: number
}

interface ScopeState {
  /** Of its last frame. */
  revision: number
  snapshot?: Snapshot
  /** While somebody looks at the scope: what its next frame may tell as a difference. */
  told?: Told
  /** Bytes of the frames since `snapshot`. */
  bytesSince: number
  /** What stood in the frames up to this revision may no longer be told. */
  purged: number
}

/** Viewers of the same views: what is due to one is due to all, so it is put together once. */
interface Audience {
  readonly views: readonly AskedView[]
  readonly wants: (scope: string) => boolean
  readonly viewers: Set<Viewer>
}

interface Viewer {
  readonly audience: Audience
  readonly controller: ReadableStreamDefaultController<Uint8Array>
  /** The revision up to which it has everything. */
  revision: number
  /** What is still to be told before live frames can be: the opening, or what was missed while the queue was full. */
  story: Generator<Uint8Array, void> | undefined
  missedBytes: number
  owesState: boolean
  /** When its queue last had room. */
  movedAt: number
}

export type ResetReason = Extract<StreamMessage, { type: 'reset' }>['reason']

/**
 * Joins what the feed tells into numbered frames and hands the same bytes to everyone who asked for the scope.
 * A viewer who cannot take a frame keeps only a revision and reads the rest from the shared replay: slow viewers cost
 * their own queue and nothing else.
 */
export function createHub(options: HubOptions): Hub {
  const { epoch, feed, upstream, subscribeUpstream, clock, now, random, limits = {}, onDrop = () => {} } = options
  const limit: HubLimits = { ...defaultLimits, ...limits }
  const audiences = new Map<string, Audience>()
  const viewers = new Set<Viewer>()
  const scopes = new Map<string, ScopeState>()
  const mentions = createMentions()
  const replay = createReplay(limit.replayBytes, 0)
  let revision = 0
  let lastFlush = Number.NEGATIVE_INFINITY
  let cancelFlush: (() => void) | undefined
  let cancelTick: (() => void) | undefined
  let lastHeartbeat = 0
  let stateChanged = false
  let closed = false
  let known = upstream().resources
  let encodedBytes = 0
  let sentBytes = 0
  let refused = 0
  let resumes = 0
  let snapshots = 0
  const drops: Record<DropReason, number> = { behind: 0, stalled: 0, denied: 0 }
  const resets: Record<ResetReason, number> = { start: 0, epoch: 0, expired: 0, denied: 0, lagging: 0 }

  function encode(message: WireMessage, fields?: Parameters<typeof encodeEvent>[1]): Uint8Array {
    const bytes = encodeEvent(message, fields)
    encodedBytes += bytes.byteLength
    return bytes
  }

  const stateEvent = () => encode({ type: 'state', now: now(), upstream: upstream() })

  // --- from the feed to frames

  function stateOf(scope: string): ScopeState {
    let state = scopes.get(scope)
    if (state === undefined) {
      state = { revision: 0, bytesSince: 0, purged: 0 }
      scopes.set(scope, state)
    }
    return state
  }

  const purgedOf = (scope: Scope) => scopes.get(scopeKey(scope))?.purged ?? 0

  function schedule() {
    if (closed || cancelFlush !== undefined) return
    const delay = Math.max(limit.quietDelay, limit.frameDelay - (clock.now() - lastFlush))
    cancelFlush = clock.setTimeout(() => {
      purgeDenied()
      flush()
    }, delay)
  }

  /** Frames of everything that changed: numbered, encoded, kept, and written to whoever has room. */
  function flush() {
    cancelFlush?.()
    cancelFlush = undefined
    const taken = feed.take()
    for (const each of taken) mentions.note(each)
    for (const { scope } of taken) forgetUnwatched(scope)
    const frames = taken.flatMap(({ scope, changes }) =>
      inParts(changes, limit.partRecords).map((part): Frame => {
        const name = scopeKey(scope)
        const state = stateOf(name)
        const { revision: previous, told } = state
        revision += 1
        const changes = told === undefined ? part : part.map(told.tell)
        const bytes = encode(
          { type: 'delta', ...scope, previous, revision, changes },
          { id: formatEventId(epoch, revision) },
        )
        state.revision = revision
        state.bytesSince += bytes.byteLength
        return { scope: name, revision, bytes }
      }),
    )
    if (frames.length > 0) lastFlush = clock.now()
    for (const frame of frames) replay.add(frame)
    const state = stateChanged ? stateEvent() : undefined
    stateChanged = false
    for (const audience of audiences.values()) {
      const pieces = frames.filter((frame) => audience.wants(frame.scope)).map((frame) => frame.bytes)
      const chunk = joined(pieces)
      for (const viewer of audience.viewers) {
        if (chunk !== undefined) give(viewer, chunk)
        else if (viewer.story === undefined && viewer.missedBytes === 0) viewer.revision = revision
        if (state !== undefined) tellState(viewer, state)
      }
    }
  }

  /** Differences are made for those who look: for a scope that nobody looks at, none are, and nothing is kept. */
  function forgetUnwatched(scope: Scope) {
    const name = scopeKey(scope)
    const state = stateOf(name)
    const isWatched = [...audiences.values()].some((audience) => audience.wants(name))
    if (!isWatched) delete state.told
    else if (state.revision === 0) state.told ??= createTold([])
  }

  /** From now on all changes of these scopes are told as differences: of what was told, or is in a snapshot. */
  function rememberTold(asked: readonly Scope[]) {
    flush()
    for (const scope of asked) stateOf(scopeKey(scope)).told ??= createTold(feed.snapshot(scope))
  }

  /**
   * What may no longer be read is told to nobody any more: from no queue, no replay and no snapshot. Viewers who have
   * everything hear the reason first, since unknown is not none, and then of every record that goes; whoever is behind
   * starts anew. Called before anything is told, since rights may go at any time.
   */
  function purgeDenied() {
    const { resources } = upstream()
    if (resources === known) return
    const denials = denialsBetween(known, resources)
    known = resources
    if (denials.length === 0) return
    const isCovered = coveredBy(denials)
    const covers = (scope: string) =>
      isCovered(scope) || denials.some(({ namespace }) => mentions.has(scope, namespace))
    const affected = [...audiences.values()]
      .filter(({ views }) => scopesOf(views).some((scope) => covers(scopeKey(scope))))
      .flatMap((audience) => [...audience.viewers])
    for (const viewer of affected) if (hasQueued(viewer)) drop(viewer, 'denied')
    const state = stateEvent()
    stateChanged = false
    for (const viewer of viewers) tellState(viewer, state)
    flush()
    for (const [name, scope] of scopes) {
      if (!covers(name)) continue
      scope.purged = revision
      delete scope.snapshot
    }
    replay.forget((frame) => covers(frame.scope))
    for (const viewer of affected)
      if (viewer.story !== undefined || viewer.missedBytes > 0) viewer.story = anew(viewer, 'denied')
  }

  // --- from frames to viewers

  const hasRoom = (viewer: Viewer) => (viewer.controller.desiredSize ?? 0) > 0
  const hasQueued = (viewer: Viewer) => (viewer.controller.desiredSize ?? 0) < limit.queueBytes

  function enqueue(viewer: Viewer, bytes: Uint8Array) {
    sentBytes += bytes.byteLength
    viewer.controller.enqueue(bytes)
  }

  function write(viewer: Viewer, bytes: Uint8Array) {
    viewer.movedAt = clock.now()
    enqueue(viewer, bytes)
  }

  function give(viewer: Viewer, chunk: Uint8Array) {
    if (viewer.story !== undefined) return
    if (viewer.missedBytes === 0 && hasRoom(viewer)) {
      viewer.revision = revision
      write(viewer, chunk)
      return
    }
    viewer.missedBytes += chunk.byteLength
    if (viewer.missedBytes > limit.lagBytes) drop(viewer, 'behind')
  }

  function tellState(viewer: Viewer, bytes: Uint8Array) {
    if (viewer.story === undefined && viewer.missedBytes === 0 && hasRoom(viewer)) write(viewer, bytes)
    else viewer.owesState = true
  }

  /** Called by the stream whenever its queue has room. */
  function pull(viewer: Viewer) {
    purgeDenied()
    if (!viewers.has(viewer)) return
    viewer.movedAt = clock.now()
    if (viewer.story === undefined && viewer.missedBytes > 0) viewer.story = catchUp(viewer)
    while (viewer.story !== undefined) {
      const next = viewer.story.next()
      if (next.done !== true) {
        enqueue(viewer, next.value)
        return
      }
      // Frames may have come after the story had read the replay to its end.
      viewer.story = viewer.revision < revision ? catchUp(viewer) : undefined
    }
    if (viewer.owesState) {
      viewer.owesState = false
      write(viewer, stateEvent())
    }
  }

  function* open(viewer: Viewer, lastEventId: string | undefined): Generator<Uint8Array, void> {
    const last = lastEventId === undefined ? undefined : parseEventId(lastEventId)
    const ours = last !== undefined && last.epoch === epoch && last.revision <= revision
    const denied = ours && scopesOf(viewer.audience.views).some((scope) => last.revision < purgedOf(scope))
    const resumed = ours && !denied && last.revision >= replay.since
    rememberTold(scopesOf(viewer.audience.views))
    yield encode({ type: 'hello', epoch, resumed, now: now(), upstream: upstream() }, { retry: RETRY })
    if (resumed) {
      resumes += 1
      viewer.revision = last.revision
      yield* upToDate(viewer)
    } else yield* anew(viewer, lastEventId === undefined ? 'start' : denied ? 'denied' : ours ? 'expired' : 'epoch')
  }

  function* anew(viewer: Viewer, reason: ResetReason): Generator<Uint8Array, void> {
    yield* retell(viewer, reason)
    yield* upToDate(viewer)
  }

  function* upToDate(viewer: Viewer): Generator<Uint8Array, void> {
    yield* catchUp(viewer)
    yield encode({ type: 'ready', revision: viewer.revision }, { id: formatEventId(epoch, viewer.revision) })
  }

  /** The missed frames, and everything anew where the replay no longer reaches back. */
  function* catchUp(viewer: Viewer): Generator<Uint8Array, void> {
    for (;;) {
      if (viewer.revision < replay.since) {
        yield* anew(viewer, 'lagging')
        return
      }
      const frame = replay.after(viewer.revision, (each) => viewer.audience.wants(each.scope))
      if (frame === undefined) break
      viewer.revision = frame.revision
      yield frame.bytes
    }
    viewer.revision = revision
    viewer.missedBytes = 0
  }

  /** Every record of the viewer's scopes. The frames that the snapshots lack are left to `catchUp`. */
  function* retell(viewer: Viewer, reason: ResetReason): Generator<Uint8Array, void> {
    resets[reason] += 1
    yield encode({ type: 'reset', reason })
    flush()
    viewer.revision = revision
    const asked = scopesOf(viewer.audience.views).map((scope) => {
      const snapshot = snapshotOf(scope)
      if (stateOf(scopeKey(scope)).revision > snapshot.revision)
        viewer.revision = Math.min(viewer.revision, snapshot.revision)
      return { scope, snapshot }
    })
    for (const { scope, snapshot } of asked)
      for (let part = 0; part < snapshot.parts.length; part += 1) yield partOf(scope, snapshot, part)
  }

  function scopesOf(views: readonly AskedView[]): Scope[] {
    const asked = views.flatMap((view): Scope[] =>
      view.view === 'overview' ? overviewNamespaces().map((namespace) => ({ view: 'overview', namespace })) : [view],
    )
    const refers = views.some((view) => view.view === 'namespace')
    return refers ? [...asked, { view: 'cluster', namespace: '' }] : asked
  }

  /** Those emptied since are told too: their next frame names the one that emptied them. */
  function overviewNamespaces(): string[] {
    const names = new Set(feed.namespaces('overview'))
    for (const scope of scopes.keys()) if (scope.startsWith('overview/')) names.add(scope.slice('overview/'.length))
    return [...names].sort()
  }

  // --- snapshots

  /** The kept snapshot while the frames since are still at hand and weigh less than it does, else a new one. */
  function snapshotOf(scope: Scope): Snapshot {
    const state = stateOf(scopeKey(scope))
    const kept = state.snapshot
    const current = state.bytesSince === 0
    if (kept !== undefined && (current || (kept.revision >= replay.since && state.bytesSince < bytesOf(kept)))) {
      kept.usedAt = clock.now()
      return kept
    }
    const parts = inParts(feed.snapshot(scope), limit.partRecords)
    const snapshot: Snapshot = {
      revision: state.revision,
      parts: parts.length === 0 ? [[]] : parts,
      usedAt: clock.now(),
    }
    snapshots += 1
    state.snapshot = snapshot
    state.bytesSince = 0
    return snapshot
  }

  function partOf(scope: Scope, snapshot: Snapshot, index: number): Uint8Array {
    const part = snapshot.parts[index]
    if (part instanceof Uint8Array) return part
    const more = index + 1 < snapshot.parts.length
    const bytes = encode({
      type: 'snapshot',
      ...scope,
      revision: snapshot.revision,
      ...(more ? { more } : {}),
      records: part ?? [],
    })
    snapshot.parts[index] = bytes
    return bytes
  }

  // --- coming, staying, going

  /** Once a second: heartbeats that are due, and the end of whoever stands still, and of snapshots that nobody needs. */
  function tick() {
    const time = clock.now()
    let kept = 0
    for (const state of scopes.values()) {
      if (state.snapshot === undefined) continue
      if (time - state.snapshot.usedAt > limit.snapshotLife) delete state.snapshot
      else kept += 1
    }
    cancelTick = viewers.size + kept === 0 ? undefined : clock.setTimeout(tick, 1000)
    for (const viewer of viewers) if (!hasRoom(viewer) && time - viewer.movedAt > limit.stall) drop(viewer, 'stalled')
    if (time - lastHeartbeat < limit.heartbeat) return
    lastHeartbeat = time
    const bytes = encode({ type: 'heartbeat', now: now(), revision, upstream: upstream() })
    for (const viewer of viewers)
      if (viewer.story === undefined && viewer.missedBytes === 0 && hasRoom(viewer)) write(viewer, bytes)
  }

  function audienceOf(views: readonly AskedView[]): Audience {
    const name = views.map(formatView).join()
    let audience = audiences.get(name)
    if (audience === undefined) {
      const overview = views.some((view) => view.view === 'overview')
      const exact = new Set(scopesOf(views.filter((view) => view.view !== 'overview')).map(scopeKey))
      const wants = (scope: string) => exact.has(scope) || (overview && scope.startsWith('overview/'))
      audience = { views, wants, viewers: new Set() }
      audiences.set(name, audience)
    }
    return audience
  }

  function forget(viewer: Viewer) {
    viewers.delete(viewer)
    viewer.story = undefined
    const { audience } = viewer
    audience.viewers.delete(viewer)
    if (audience.viewers.size === 0) audiences.delete(audience.views.map(formatView).join())
  }

  function drop(viewer: Viewer, reason: DropReason) {
    forget(viewer)
    drops[reason] += 1
    onDrop(reason)
    viewer.controller.error(new DOMException('The viewer does not keep up.', 'AbortError'))
  }

  /** A stream of one message, for those who cannot be served. */
  function turnAway(message: StreamMessage & { readonly retry: number }): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start(controller) {
        controller.enqueue(encode(message, { retry: message.retry }))
        controller.close()
      },
    })
  }

  const byeRetry = () => Math.round(1000 + random() * 9000)

  const unsubscribe = [
    feed.subscribe(schedule),
    subscribeUpstream(() => {
      stateChanged = true
      purgeDenied()
      schedule()
    }),
  ]

  return {
    connect({ views, lastEventId, signal }) {
      if (closed) return turnAway({ type: 'bye', retry: byeRetry() })
      if (viewers.size >= limit.viewers) {
        refused += 1
        return turnAway({ type: 'busy', retry: limit.busyRetry })
      }
      let viewer: Viewer | undefined
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const audience = audienceOf(views)
            viewer = {
              audience,
              controller,
              revision,
              story: undefined,
              missedBytes: 0,
              owesState: false,
              movedAt: clock.now(),
            }
            viewer.story = open(viewer, lastEventId)
            viewers.add(viewer)
            audience.viewers.add(viewer)
            if (viewers.size === 1) lastHeartbeat = clock.now()
            cancelTick ??= clock.setTimeout(tick, 1000)
            const leave = () => {
              if (viewer === undefined || !viewers.has(viewer)) return
              forget(viewer)
              controller.error(new DOMException('The viewer left.', 'AbortError'))
            }
            if (signal?.aborted) leave()
            else signal?.addEventListener('abort', leave, { once: true })
          },
          pull() {
            if (viewer !== undefined) pull(viewer)
          },
          cancel() {
            if (viewer !== undefined) forget(viewer)
          },
        },
        new ByteLengthQueuingStrategy({ highWaterMark: limit.queueBytes }),
      )
    },
    get figures() {
      return {
        viewers: viewers.size,
        revision,
        frames: revision,
        encodedBytes,
        sentBytes,
        replayBytes: replay.bytes,
        dropped: drops.behind + drops.stalled + drops.denied,
        drops: { ...drops },
        refused,
        resumed: resumes,
        resets: { ...resets },
        snapshots,
      }
    },
    close() {
      if (closed) return
      closed = true
      for (const end of unsubscribe) end()
      cancelFlush?.()
      cancelTick?.()
      for (const viewer of [...viewers]) {
        forget(viewer)
        const retry = byeRetry()
        viewer.controller.enqueue(encode({ type: 'bye', retry }, { retry }))
        viewer.controller.close()
      }
      scopes.clear()
    },
  }
}

/** Lists of at most `size`, in order; none of nothing. */
function inParts<T>(list: readonly T[], size: number): (readonly T[])[] {
  if (list.length <= size) return list.length === 0 ? [] : [list]
  const parts: (readonly T[])[] = []
  for (let start = 0; start < list.length; start += size) parts.push(list.slice(start, start + size))
  return parts
}

function joined(pieces: readonly Uint8Array[]): Uint8Array | undefined {
  if (pieces.length <= 1) return pieces[0]
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.byteLength
  }
  return whole
}

/** Bytes encoded so far; parts that nobody has needed yet weigh nothing. */
function bytesOf(snapshot: Snapshot): number {
  return snapshot.parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.byteLength : 0), 0)
}
