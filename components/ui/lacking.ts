'use client'

import { useTranslations } from 'use-intl'
import type { EndpointState } from '@/lib/kubernetes/summary'

const states = ['notReady', 'missing', 'pending', 'terminating'] as const satisfies readonly EndpointState[]

/** Says what the figures of a Service lack, as the tail of a sentence: `2 not ready, 1 pending`. */
export function useLacking(): (counts: Readonly<Record<(typeof states)[number], number>>) => string {
  const t = useTranslations('lacking')
  return (counts) =>
    states
      .filter((state) => counts[state] > 0)
      .map((state) => t(state, { count: counts[state] }))
      .join(t('comma'))
}
