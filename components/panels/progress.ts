'use client'

import { useFormatter, useTranslations } from 'use-intl'
import type { ResourceState } from '@/lib/kubernetes/state'

/** How far a first list is: `pods 3,500 of ~10,000`; the server's remainder is an estimate, hence the tilde. */
export function useProgress(): (list: ResourceState) => string {
  const t = useTranslations('connection')
  const format = useFormatter()
  return ({ resource, loaded, remaining }) => {
    if (loaded === undefined) return resource
    if (remaining === undefined) return t('loaded', { resource, loaded: format.number(loaded) })
    return t('loadedOf', { resource, loaded: format.number(loaded), total: format.number(loaded + remaining) })
  }
}
