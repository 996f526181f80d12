'use client'

import { useTranslations } from 'use-intl'
import type { Vantage } from '@/lib/traffic/vantage'

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
