import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
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

const core: ReadonlySet<string> = new Set(resources.filter((resource) => resource.core).map(({ plural }) => plural))

/** The states that bear on one namespace, or on the whole cluster where none is given. */
export function statesOf(upstream: Upstream | undefined, namespace?: string): readonly ResourceState[] {
  const states = upstream?.resources ?? []
  if (namespace === undefined) return states
  return states.filter((state) => state.namespace === '' || state.namespace === namespace)
}

/** The reads that are refused for a namespace: what they would tell is unknown, never none. */
export function deniedOf(upstream: Upstream | undefined, namespace?: string): readonly ResourceState[] {
  const states = statesOf(upstream, namespace)
  return states.filter(
    ({ resource, status }) =>
      status === 'denied' &&
      // Denied cluster-wide and allowed in this namespace is allowed.
      !states.some((other) => other.resource === resource && other.namespace !== '' && other.status !== 'denied'),
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
  const states = statesOf(upstream, namespace).filter(({ resource }) => core.has(resource))
  const stale = states.filter(({ status }) => status === 'stale')
  const [oldest] = [...stale].sort((a, b) => a.since.localeCompare(b.since))
  if (oldest !== undefined) return { type: 'stale', since: oldest.since, reason: oldest.reason, empty: false }
  const lists = states.filter(({ status }) => status === 'syncing')
  const failing = lists.find(({ reason }) => reason !== undefined)
  if (failing !== undefined) return { type: 'stale', since: failing.since, reason: failing.reason, empty: true }
  if (lists.length > 0) return { type: 'syncing', lists }
  const reads = deniedOf(upstream, namespace).filter(({ resource }) => core.has(resource))
  if (reads.length > 0) return { type: 'denied', reads }
  return { type: 'live' }
}
