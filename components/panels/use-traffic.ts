'use client'

import { useMemo } from 'react'
import useSWRImmutable from 'swr/immutable'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { TrafficView } from './traffic-view'
import { useGround } from './use-ground'
import { useMissingVantage } from './use-missing-vantage'
import type { VantageState } from './use-vantage'

/**
 * Where the new connections of the chosen vantage go; undefined where none is chosen or nobody can stand there, and
 * until the rules of traffic have come: no first picture needs them.
 */
export function useTraffic(
  namespace: string,
  graphs: readonly ServiceGraph[],
  state: VantageState,
): TrafficView | undefined {
  const vantage = useMissingVantage(state) === undefined ? state.vantage : undefined
  const { data: rules } = useSWRImmutable(vantage === undefined ? null : 'traffic', () => import('./traffic-view'))
  const ground = useGround(namespace, vantage, vantage !== undefined)
  const trafficOf = useMemo(
    () => (rules && vantage && ground ? rules.trafficFrom(vantage, ground) : undefined),
    [rules, vantage, ground],
  )
  return useMemo(() => rules && trafficOf && rules.trafficView(graphs, trafficOf), [rules, graphs, trafficOf])
}
