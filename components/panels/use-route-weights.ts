'use client'

import { useMemo } from 'react'
import useSWRImmutable from 'swr/immutable'
import { useRecords } from '@/components/data/use-records'
import type { RouteWeight } from '@/components/graph/route-weight'
import type { ServiceGraph } from '@/lib/topology/graph'

/**
 * What part of its requests each route sends to the Services of a picture, by client id, where that is not all of them.
 * Undefined until the rules of routes have come: they are asked for only where a route leads to one of the Services.
 */
export function useRouteWeights(graphs: readonly ServiceGraph[]): ReadonlyMap<string, RouteWeight> | undefined {
  const isRouted = graphs.some(({ clients }) => clients.some(({ kind }) => kind === 'route'))
  const http = useRecords('HTTPRoute')
  const grpc = useRecords('GRPCRoute')
  const tls = useRecords('TLSRoute')
  const tcp = useRecords('TCPRoute')
  const udp = useRecords('UDPRoute')
  const { data: rules } = useSWRImmutable(isRouted ? 'route-weights' : null, () => import('./route-weights-of'))
  const weights = useMemo(
    () =>
      rules?.routeWeightsOf(
        graphs,
        [http, grpc, tls, tcp, udp].flatMap((routes) => [...routes.values()]),
      ),
    [rules, graphs, http, grpc, tls, tcp, udp],
  )
  // The same map as long as it says the same: a pod that changes draws no client anew.
  const text = weights && JSON.stringify([...weights])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says all of it.
  return useMemo(() => weights, [text])
}
