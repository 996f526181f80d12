'use client'

import { unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useRecords } from '@/components/data/use-records'
import { keyOf } from '@/lib/kubernetes/key'
import type { VantageState } from './use-vantage'

/** Why nobody can stand where the address says: it names no place, or one that is not there, or a pod on no node yet. */
export type MissingVantage = 'place' | 'node' | 'zone' | 'pod' | 'waiting'

/**
 * Why nobody can stand where the address says; undefined where somebody can, or may. Only where nodes or pods are known is one that this page does
 * not hold one that does not exist.
 */
export function useMissingVantage({ asked, vantage }: VantageState): MissingVantage | undefined {
  const upstream = useUpstream()
  const nodes = useRecords('Node')
  const pods = useRecords('Pod')
  if (vantage === undefined) return asked === undefined ? undefined : 'place'
  const { type } = vantage
  if (type === 'pod') {
    const pod = pods.get(keyOf(vantage))
    if (pod !== undefined) return pod.node === undefined ? 'waiting' : undefined
    return unknownAt(upstream, 'pods', vantage.namespace) === undefined ? 'pod' : undefined
  }
  if (unknownAt(upstream, 'nodes') !== undefined) return undefined
  if (type === 'zone') return [...nodes.values()].some(({ zone }) => zone === vantage.name) ? undefined : 'zone'
  const name = type === 'node' ? vantage.name : vantage.node
  return name === undefined || nodes.has(`/${name}`) ? undefined : 'node'
}
