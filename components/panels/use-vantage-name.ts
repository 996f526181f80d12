'use client'

import { useTranslations } from 'use-intl'
import { unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useRecords } from '@/components/data/use-records'
import { keyOf } from '@/lib/kubernetes/key'
import type { Vantage } from '@/lib/traffic/vantage'
import type { VantageState } from './use-vantage'

/** A vantage in a few words: `worker-2`, `zone a`, `outside, by worker-1`. */
export function useVantageName(): (vantage: Vantage | undefined) => string {
  const t = useTranslations('vantage')
  return (vantage) => {
    switch (vantage?.type) {
      case undefined:
        return t('anyone')
      case 'node':
      case 'pod':
        return vantage.name
      case 'zone':
        return t('zoneName', { name: vantage.name })
      case 'outside':
        return vantage.node === undefined ? t('balancer') : t('byNode', { name: vantage.node })
    }
  }
}

/**
 * Why nobody can stand where the address says, in words. Only where nodes or pods are known is one that this page does
 * not hold one that does not exist.
 */
export function useMissingVantage({ asked, vantage }: VantageState): string | undefined {
  const t = useTranslations('vantage.missing')
  const upstream = useUpstream()
  const nodes = useRecords('Node')
  const pods = useRecords('Pod')
  if (vantage === undefined) return asked === undefined ? undefined : t('place')
  const { type } = vantage
  if (type === 'pod') {
    const pod = pods.get(keyOf(vantage))
    if (pod !== undefined) return pod.node === undefined ? t('waiting') : undefined
    return unknownAt(upstream, 'pods', vantage.namespace) === undefined ? t('pod') : undefined
  }
  if (unknownAt(upstream, 'nodes') !== undefined) return undefined
  if (type === 'zone') return [...nodes.values()].some(({ zone }) => zone === vantage.name) ? undefined : t('zone')
  const name = type === 'node' ? vantage.name : vantage.node
  return name === undefined || nodes.has(`/${name}`) ? undefined : t('node')
}
