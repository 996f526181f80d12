import { resources } from '@/lib/kubernetes/resources'
import { type ResourceState, stateIn } from '@/lib/kubernetes/state'
import type { Upstream } from '@/lib/stream/message'
import type { Connection } from '@/lib/viewer/state'

/**
 * How true the picture is at this moment, and why: the one line of the top bar. It looks at both hops, the page's
 * own stream first, since nothing newer than that is known of the cluster.
 */
export type Feed =
  | { readonly type: 'connecting' }
  | { readonly type: 'lost'; readonly since: number; readonly reason: string; readonly retryAt: number }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string }
  | { readonly type: 'busy'; readonly retryAt: number }
  /** The cluster no longer answers our server: the picture is that of `since` (RFC 3339), or `empty` if it never did. */
  | { readonly type: 'stale'; readonly since: string; readonly reason: string | undefined; readonly empty: boolean }
  /** First lists under way: how many objects of each resource have come, and how many are still to come. */
  | { readonly type: 'syncing'; readonly lists: readonly ResourceState[] }
  /** Nothing can be drawn without these reads, and they are refused. */
  | { readonly type: 'denied'; readonly reads: readonly ResourceState[] }
  | { readonly type: 'live' }

const core: readonly string[] = resources.filter((resource) => resource.core).map(({ plural }) => plural)
const namespaced: ReadonlySet<string> = new Set(resources.filter((each) => each.namespaced).map(({ plural }) => plural))

/**
 * What is known of one resource where a page looks: in `namespace`, or in the whole cluster without one. A namespace
 * that is not among those read answers with the `partial` state of the whole.
 */
export function stateAt(
  upstream: Upstream | undefined,
  resource: string,
  namespace?: string,
): ResourceState | undefined {
  const states = upstream?.resources ?? []
  const whole = states.find((state) => state.resource === resource && state.namespace === '')
  return namespace === undefined || !namespaced.has(resource) ? whole : (stateIn(states, resource, namespace) ?? whole)
}

/** One state for each resource where a page looks, in the order of the table. */
export function statesOf(upstream: Upstream | undefined, namespace?: string): readonly ResourceState[] {
  return resources.flatMap(({ plural }) => stateAt(upstream, plural, namespace) ?? [])
}

/** The namespaces that are read apart where a resource may not be read as a whole, by name. */
export function partsOf(upstream: Upstream | undefined, resource: string): readonly ResourceState[] {
  const parts = upstream?.resources.filter((state) => state.resource === resource && state.namespace !== '') ?? []
  return [...parts].sort((a, b) => (a.namespace < b.namespace ? -1 : 1))
}

/**
 * Why nothing can be said of a resource where a page looks: refused, or not read yet. Undefined: its records are the
 * truth, if only that of a moment ago. For the whole cluster, what is read in parts is known in those parts.
 */
export function unknownAt(
  upstream: Upstream | undefined,
  resource: string,
  namespace?: string,
): ResourceState | undefined {
  const state = stateAt(upstream, resource, namespace)
  switch (state?.status) {
    case undefined:
    case 'live':
    case 'stale':
    case 'absent':
      return undefined
    case 'partial':
      return namespace === undefined ? undefined : state
    case 'denied':
    case 'syncing':
      return state
  }
}

/** The reads that are refused where a page looks: what they would tell is unknown, never none. */
export function deniedOf(upstream: Upstream | undefined, namespace?: string): readonly ResourceState[] {
  return statesOf(upstream, namespace).filter(
    ({ status }) => status === 'denied' || (status === 'partial' && namespace !== undefined),
  )
}

/** What the top bar says of a page about `namespace`, or about the whole cluster. */
export function feedOf(connection: Connection, upstream: Upstream | undefined, namespace?: string): Feed {
  switch (connection.status) {
    case 'lost':
      return { type: 'lost', since: connection.since, reason: connection.reason, retryAt: connection.retryAt }
    case 'refused':
      return { type: 'refused', code: connection.code, reason: connection.reason }
    case 'busy':
      return { type: 'busy', retryAt: connection.retryAt }
    case 'connecting':
      return { type: 'connecting' }
    case 'open':
      return upstream === undefined ? { type: 'connecting' } : upstreamFeed(upstream, namespace)
  }
}

function upstreamFeed(upstream: Upstream, namespace: string | undefined): Feed {
  const states = core.flatMap((resource) => bearing(upstream, resource, namespace))
  const stale = states.filter(({ status }) => status === 'stale')
  const [oldest] = [...stale].sort((a, b) => a.since.localeCompare(b.since))
  if (oldest !== undefined) return { type: 'stale', since: oldest.since, reason: oldest.reason, empty: false }
  const lists = states.filter(({ status }) => status === 'syncing')
  const failing = lists.find(({ reason }) => reason !== undefined)
  if (failing !== undefined) return { type: 'stale', since: failing.since, reason: failing.reason, empty: true }
  if (lists.length > 0) return { type: 'syncing', lists }
  const reads = deniedOf(upstream, namespace).filter(({ resource }) => core.includes(resource))
  if (reads.length > 0) return { type: 'denied', reads }
  return { type: 'live' }
}

/** The states that a picture stands on. A namespace that is just being added to those read apart takes nothing from it. */
function bearing(upstream: Upstream, resource: string, namespace: string | undefined): readonly ResourceState[] {
  const state = stateAt(upstream, resource, namespace)
  if (state?.status !== 'partial' || namespace !== undefined) return state === undefined ? [] : [state]
  const parts = partsOf(upstream, resource)
  const read = parts.filter(({ status }) => status === 'live' || status === 'stale')
  return read.length > 0 ? read : parts
}
