'use client'

import { useMemo } from 'react'
import useSWRImmutable from 'swr/immutable'
import type { Key } from '@/lib/kubernetes/key'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { Traffic } from '@/lib/traffic/traffic'
import { useGround } from './use-ground'
import type { VantageState } from './use-vantage'

/**
 * Where the new connections of the chosen vantage go, by Service; undefined where none is chosen, and until the rules of
 * traffic have come: nobody needs them for a first picture.
 */
export function useTraffic(
  namespace: string,
  graphs: readonly ServiceGraph[],
  { vantage }: VantageState,
): ReadonlyMap<Key, Traffic> | undefined {
  const { data: rules } = useSWRImmutable(vantage === undefined ? null : 'traffic', () => import('./world'))
  const ground = useGround(namespace, vantage, vantage !== undefined)
  const trafficOf = useMemo(
    () => (rules && vantage && ground ? rules.trafficFrom(vantage, ground) : undefined),
    [rules, vantage, ground],
  )
  return useMemo(() => trafficOf && new Map(graphs.map((graph) => [graph.key, trafficOf(graph)])), [graphs, trafficOf])
}
