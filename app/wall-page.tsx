'use client'

import { useTranslations } from 'use-intl'
import { Standing } from '@/components/panels/standing'
import { WallNotices } from '@/components/panels/wall-notices'
import { Wall } from '@/components/wall/wall'
import { WallSkeleton } from '@/components/wall/wall-skeleton'

/** Where endpoints or pods are unknown, the tiles say so. */
const needs = ['services']

/** The wall, once there is something to hang on it. */
export function WallPage() {
  const t = useTranslations('wall')
  return (
    <Standing needs={needs} title={t('title')} skeleton={<WallSkeleton />}>
      <WallNotices />
      <Wall />
    </Standing>
  )
}
