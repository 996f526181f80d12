import { type ResourceState, stateIn } from '@/lib/kubernetes/state'
import type { Scope } from '@/lib/stream/message'

/** Why not everything is known: the status of the read that failed, or `unread` where a part is not read at all. */
export type GapReason = 'syncing' | 'stale' | 'denied' | 'unread'

/** A stretch of which not everything is known: what looks like none there is unknown. Milliseconds since 1970. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly reason: GapReason
}

/** Without these nothing can be said of who answers. */
const needed = ['services', 'endpointslices', 'pods'] as const

/**
 * The gaps of [from, to] in order, none touching the next with the same reason. The first of `reads` holds at `from`.
 * A watch that broke tells when it was last heard, which is before it was found to be broken.
 */
export function gapsOf({
  reads,
  scopes,
  from,
  to,
  purged,
}: {
  readonly reads: readonly { readonly at: number; readonly states: readonly ResourceState[] }[]
  readonly scopes: readonly Scope[]
  readonly from: number
  readonly to: number
  /** What is no longer known, whatever it was then. */
  readonly purged: readonly Gap[]
}): readonly Gap[] {
  const found = [...purged]
  for (const [place, { at, states }] of reads.entries()) {
    const lack = lackIn(states, scopes)
    if (lack === undefined) continue
    const end = Math.min(reads[place + 1]?.at ?? to, to)
    found.push({
      from: Math.max(from, lack.reason === 'stale' ? Math.min(at, lack.since) : at),
      to: end,
      reason: lack.reason,
    })
  }
  return merged(found.sort((a, b) => a.from - b.from || b.to - a.to))
}

function merged(gaps: readonly Gap[]): readonly Gap[] {
  const result: Gap[] = []
  for (const gap of gaps) {
    const before = result.at(-1)
    if (before === undefined || gap.from > before.to) result.push(gap)
    else if (gap.to > before.to) {
      if (gap.reason === before.reason) result[result.length - 1] = { ...before, to: gap.to }
      else result.push({ ...gap, from: before.to })
    }
  }
  return result
}

interface Lack {
  readonly reason: GapReason
  readonly since: number
}

function lackIn(states: readonly ResourceState[], scopes: readonly Scope[]): Lack | undefined {
  for (const { view, namespace } of scopes) {
    for (const resource of needed) {
      const lack =
        view === 'overview'
          ? lackOfWhole(states, resource)
          : view === 'namespace'
            ? lackOf(stateIn(states, resource, namespace))
            : undefined
      if (lack !== undefined) return lack
    }
  }
  return undefined
}

/** Of a resource that is read namespace by namespace, what is not read is no gap: it never was a part of the picture. */
function lackOfWhole(states: readonly ResourceState[], resource: string): Lack | undefined {
  const state = states.find((each) => each.resource === resource && each.namespace === '')
  return state?.status === 'partial' ? undefined : lackOf(state)
}

function lackOf(state: ResourceState | undefined): Lack | undefined {
  if (state === undefined) return { reason: 'unread', since: Number.POSITIVE_INFINITY }
  const { status } = state
  if (status === 'live' || status === 'absent' || status === 'partial') return undefined
  return { reason: status, since: Date.parse(state.since) }
}
