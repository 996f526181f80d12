import type { RouteWeight } from '@/components/graph/route-weight'
import type { Route } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { routeWays } from '@/lib/traffic/routes'

/** What each route sends to each Service as far as its rules say, by client id; those that send all they have are left out. */
export function routeWeightsOf(
  graphs: readonly ServiceGraph[],
  routes: readonly Route[],
): ReadonlyMap<string, RouteWeight> {
  const weights = new Map<string, RouteWeight>()
  for (const graph of graphs) {
    const clients = graph.clients.filter((client) => client.kind === 'route')
    if (clients.length === 0) continue
    const ways = routeWays(graph, { ingresses: [], routes })
    for (const { id, routeKind, namespace, name } of clients) {
      const shares = ways
        .filter((way) => way.kind === routeKind && way.namespace === namespace && way.name === name)
        .map(({ share }) => share)
      const share = Math.max(...shares)
      if (shares.length === 0 || shares.every((each) => each === 1)) continue
      weights.set(id, { share, ...(shares.some((each) => each !== share) && { isMost: true }) })
    }
  }
  return weights
}
