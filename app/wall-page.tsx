'use client'

import { useTranslations } from 'use-intl'
import { Standing } from '@/components/panels/standing'
import { Wall } from '@/components/wall/wall'
import { WallSkeleton } from '@/components/wall/wall-skeleton'

/** The wall, once there is something to hang on it. */
export function WallPage() {
  const t = useTranslations('wall')
  return (
    <Standing title={t('title')} skeleton={<WallSkeleton />}>
      <Wall />
    </Standing>
  )
}
