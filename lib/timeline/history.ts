import { keyOf, parseKey } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import { sameRecord } from '@/lib/kubernetes/same-record'
import { type ResourceState, stateIn } from '@/lib/kubernetes/state'
import { coveredBy, type Denial, denialsBetween } from '@/lib/stream/denials'
import type { ScopeChanges } from '@/lib/stream/feed'
import { createMentions } from '@/lib/stream/mentions'
import type { Scope, StreamRecord, View } from '@/lib/stream/message'
import { scopeKey } from '@/lib/stream/scope'
import { type Gap, gapsOf } from './gaps'
import { createQueue } from './queue'
import { weightBeyond } from './weight'

/** Records of one scope, by kind and key: `Pod/shop/web-1`. */
export type ScopeState = ReadonlyMap<string, StreamRecord>

/** What viewers of one scope were told at one time. */
export interface Step {
  /** Milliseconds since 1970 by the API server's clock. */
  readonly at: number
  readonly scope: Scope
  readonly changes: readonly Change<StreamRecord>[]
  /** What each change took the place of; undefined where there was nothing. */
  readonly before: readonly (StreamRecord | undefined)[]
}

/** How far the reads reached from a moment on. */
export interface Reads {
  readonly at: number
  readonly states: readonly ResourceState[]
}

/** What has become of the mirror since it was last looked at. */
export interface Moment extends Reads {
  /**
   * Whether what is told is a picture: before the first lists have ended, and anything was looked for in them, it is the
   * making of one. Once true it stays so.
   */
  readonly begun: boolean
  readonly told: readonly ScopeChanges[]
}

/**
 * What viewers were told, kept as far back as a number of bytes reaches. Of the past only what is no longer true is
 * kept: a state is the present one with later changes taken back, so that the cost of a moment is that of the changes
 * since, whatever the cluster's size.
 */
export interface History {
  /** Takes in a moment; they come in order. */
  record(moment: Moment): void
  /** The earliest moment that is known; undefined before there was a whole picture. */
  readonly since: number | undefined
  /** The same for some scopes: what may no longer be read has no past either. */
  sinceOf(scopes: readonly Scope[]): number | undefined
  /** The scopes of a view that ever held anything, by namespace. */
  scopes(view: View): readonly Scope[]
  /** The records of a scope as they were; from `since` on. The present one where `at` lies behind it. */
  stateAt(scope: Scope, at: number): ScopeState
  /** What was told later than `from` and up to `to`, in order. */
  steps(wanted: (scope: Scope) => boolean, from: number, to: number): readonly Step[]
  /** How far the reads reached then; none before anything was recorded. */
  readsAt(at: number): readonly ResourceState[]
  /** Each change of it later than `from` and up to `to`. Progress of a list under way is no change. */
  readsBetween(from: number, to: number): readonly Reads[]
  /** The stretches of [from, to] of which not everything in these scopes is known. */
  gaps(scopes: readonly Scope[], from: number, to: number): readonly Gap[]
  /** About what it takes of the heap, and how many changes it holds. */
  readonly figures: { readonly bytes: number; readonly changes: number }
}

/** The API server's clock as we reckon it may step back a little; a history that went back further would not be one. */
const STEP_BACK_MS = 10_000

/** A step and a change of one, without the records. */
const STEP_BYTES = 200
const CHANGE_BYTES = 72
/** An entry of the present state, without the record, which the store holds. */
const ENTRY_BYTES = 56
const STATE_BYTES = 160

const pluralOf: ReadonlyMap<string, string> = new Map(resources.map(({ kind, plural }) => [kind, plural]))

interface Log {
  readonly scope: Scope
  readonly name: string
  readonly present: Map<string, StreamRecord>
  /** Nothing is known of it before. */
  since: number
}

interface HeavyStep extends Step {
  readonly log: Log
  readonly bytes: number
}

/** An empty history that keeps at most about `limitBytes`; the oldest goes first. */
export function createHistory(limitBytes: number): History {
  const logs = new Map<string, Log>()
  const steps = createQueue<HeavyStep>()
  const reads = createQueue<Reads>()
  const none: ScopeState = new Map()
  let mentions = createMentions()
  let since: number | undefined
  let last = Number.NEGATIVE_INFINITY
  let known: readonly ResourceState[] = []
  let bytes = 0
  let changes = 0

  function logOf(scope: Scope): Log {
    const name = scopeKey(scope)
    let log = logs.get(name)
    if (log === undefined) {
      log = {
        scope: { view: scope.view, namespace: scope.namespace },
        name,
        present: new Map(),
        since: Number.NEGATIVE_INFINITY,
      }
      logs.set(name, log)
    }
    return log
  }

  /** Brings the present state up to date and gives what leads back; undefined where nothing differs. */
  function advance(log: Log, told: readonly Change<StreamRecord>[], at: number): HeavyStep | undefined {
    const real: Change<StreamRecord>[] = []
    const before: (StreamRecord | undefined)[] = []
    let weight = STEP_BYTES
    for (const change of told) {
      const id = idOf(change)
      const old = log.present.get(id)
      const next = change.type === 'put' ? change.record : undefined
      if (old === next || (old !== undefined && next !== undefined && sameRecord(old, next))) continue
      if (next === undefined) {
        log.present.delete(id)
        bytes -= ENTRY_BYTES + weightBeyond(id)
      } else {
        log.present.set(id, next)
        if (old === undefined) bytes += ENTRY_BYTES + weightBeyond(id)
      }
      real.push(change)
      before.push(old)
      weight += CHANGE_BYTES + weightBeyond(old, next) + (change.type === 'put' ? 0 : weightBeyond(change.key))
    }
    if (real.length === 0) return undefined
    // A list that grew has room for sixteen more; a copy has none.
    return { at, scope: log.scope, log, changes: real.slice(), before: before.slice(), bytes: weight }
  }

  function keep(step: HeavyStep) {
    steps.push(step)
    bytes += step.bytes
    changes += step.changes.length
  }

  function letGo(step: HeavyStep) {
    bytes -= step.bytes
    changes -= step.changes.length
  }

  function trim() {
    while (bytes > limitBytes) {
      const step = steps.shift()
      if (step === undefined) break
      letGo(step)
      since = step.at
    }
    if (since !== undefined) trimReads(since)
  }

  /** The last of those that began before stays: it still holds then. */
  function trimReads(to: number) {
    for (let next = reads.at(1); next !== undefined && next.at <= to; next = reads.at(1))
      bytes -= weightOf(reads.shift())
  }

  function noteReads(states: readonly ResourceState[], at: number) {
    const before = reads.at(reads.length - 1)?.states
    if (before !== undefined && sayTheSame(before, states)) return
    const noted = { at, states }
    reads.push(noted)
    bytes += weightOf(noted)
  }

  function readsAt(at: number): readonly ResourceState[] {
    const place = reads.firstPlace((each) => each.at > at)
    return (reads.at(place - 1) ?? reads.at(0))?.states ?? []
  }

  function readsBetween(from: number, to: number): readonly Reads[] {
    const found: Reads[] = []
    for (let place = reads.firstPlace((each) => each.at > from); place < reads.length; place += 1) {
      const each = reads.at(place)
      if (each === undefined || each.at > to) break
      found.push(each)
    }
    return found
  }

  function forgetAll(at: number) {
    steps.clear()
    reads.clear()
    bytes = 0
    changes = 0
    mentions = createMentions()
    for (const { present } of logs.values()) for (const id of present.keys()) bytes += ENTRY_BYTES + weightBeyond(id)
    if (since !== undefined) since = at
  }

  /** What may no longer be read is forgotten, with every scope that told of it. */
  function purge(denials: readonly Denial[], at: number) {
    const isCovered = coveredBy(denials)
    const covers = (name: string) => isCovered(name) || denials.some(({ namespace }) => mentions.has(name, namespace))
    steps.keepOnly((step) => {
      if (!covers(step.log.name)) return true
      letGo(step)
      return false
    })
    for (const [name, log] of logs) if (covers(name)) log.since = at
    if (denials.some(({ namespace }) => namespace === '') && since !== undefined) since = at
  }

  return {
    record({ at: now, states, begun, told }) {
      if (now < last - STEP_BACK_MS) forgetAll(now)
      else if (now < last) now = last
      const at = now
      last = at
      const denials = states === known ? [] : [...denialsBetween(known, states)]
      if (states !== known) noteReads(states, at)
      known = states
      for (const each of told) {
        mentions.note(each)
        const step = advance(logOf(each.scope), each.changes, at)
        if (step === undefined || since === undefined) continue
        keep(step)
        denials.push(...goneWithRights(step, states))
      }
      if (denials.length > 0) purge(denials, at)
      if (since === undefined && begun) since = at
      if (since === undefined) trimReads(at)
      trim()
    },

    get since() {
      return since
    },

    sinceOf(scopes) {
      if (since === undefined) return undefined
      return Math.max(since, ...scopes.map((scope) => logs.get(scopeKey(scope))?.since ?? since ?? 0))
    },

    scopes: (view) => [...logs.values()].flatMap(({ scope }) => (scope.view === view ? [scope] : [])).sort(byNamespace),

    stateAt(scope, at) {
      const log = logs.get(scopeKey(scope))
      if (log === undefined || at < log.since) return none
      const state = new Map(log.present)
      for (let place = steps.length - 1; place >= 0; place -= 1) {
        const step = steps.at(place)
        if (step === undefined || step.at <= at) break
        if (step.log === log) takeBack(state, step)
      }
      return state
    },

    steps(wanted, from, to) {
      const found: Step[] = []
      for (let place = steps.firstPlace((step) => step.at > from); place < steps.length; place += 1) {
        const step = steps.at(place)
        if (step === undefined || step.at > to) break
        if (wanted(step.scope)) found.push(step)
      }
      return found
    },

    readsAt,
    readsBetween,

    gaps(scopes, from, to) {
      const told = [{ at: from, states: readsAt(from) }, ...readsBetween(from, to)]
      const purged = scopes.flatMap((scope): Gap[] => {
        const known = logs.get(scopeKey(scope))?.since ?? from
        return known > from ? [{ from, to: Math.min(known, to), reason: 'denied' }] : []
      })
      return gapsOf({ reads: told, from, to, scopes, purged })
    },

    get figures() {
      return { bytes, changes }
    },
  }
}

/** The state before a step, of the one after it. */
export function takeBack(state: Map<string, StreamRecord>, { changes, before }: Step): void {
  for (let place = changes.length - 1; place >= 0; place -= 1) {
    const change = changes[place]
    if (change === undefined) continue
    const old = before[place]
    if (old === undefined) state.delete(idOf(change))
    else state.set(idOf(change), old)
  }
}

/** `Kind/namespace/name`, as states are keyed. */
export function idOf(change: Change<StreamRecord>): string {
  return change.type === 'put' ? `${change.record.kind}/${keyOf(change.record)}` : `${change.kind}/${change.key}`
}

/** Resources of which something went that may not be read: it went because of that, whatever is told of it first. */
function goneWithRights({ changes }: Step, states: readonly ResourceState[]): Denial[] {
  return changes.flatMap((change): readonly Denial[] => {
    const resource = change.type === 'remove' ? pluralOf.get(change.kind) : undefined
    if (resource === undefined || change.type === 'put') return []
    const { namespace } = parseKey(change.key)
    const state = stateIn(states, resource, namespace)
    return state === undefined || state.status === 'denied' ? [{ resource, namespace }] : []
  })
}

function sayTheSame(a: readonly ResourceState[], b: readonly ResourceState[]): boolean {
  return (
    a.length === b.length &&
    a.every((state, place) => {
      const other = b[place]
      return (
        state === other ||
        (state.resource === other?.resource &&
          state.namespace === other.namespace &&
          state.status === other.status &&
          state.reason === other.reason)
      )
    })
  )
}

function weightOf(reads: Reads | undefined): number {
  return reads === undefined ? 0 : STATE_BYTES + reads.states.length * 8
}

function byNamespace(a: Scope, b: Scope): number {
  return a.namespace < b.namespace ? -1 : Number(a.namespace > b.namespace)
}
