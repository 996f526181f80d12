import type { Endpoint, Member, ServiceGraph } from '@/lib/topology/graph'

/** The members that take new connections. */
export function readyMembers({ members }: ServiceGraph): readonly Member[] {
  return members.filter(({ state }) => state === 'ready')
}

/** The endpoints that kube-proxy counts as ready, unset conditions as it reads them. Source: pkg/proxy endpointslicecache.go addEndpoints. */
export function readyEndpoints({ members }: ServiceGraph): readonly Endpoint[] {
  return members.flatMap(({ endpoints }) =>
    endpoints.filter(({ ready, state }) => ready !== false && state !== 'missing'),
  )
}

/**
 * How many answer on each node for clients that must stay there: the ready ones, and where a node has none, those that
 * still serve while they end. Source: pkg/proxy CategorizeEndpoints.
 */
export function localCounts({ members }: ServiceGraph): ReadonlyMap<string, number> {
  const ready = new Map<string, number>()
  const draining = new Map<string, number>()
  for (const { state, node } of members) {
    if (node === undefined) continue
    if (state === 'ready') ready.set(node, (ready.get(node) ?? 0) + 1)
    if (state === 'draining') draining.set(node, (draining.get(node) ?? 0) + 1)
  }
  return new Map([...draining, ...ready])
}
