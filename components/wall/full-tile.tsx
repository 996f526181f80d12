'use client'

import Link from 'next/link'
import { memo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Count } from '@/components/ui/count'
import { MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { useAddresses } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { CauseText } from './cause-text'
import { CommonName } from './common-name'
import type { FullSize } from './fit'
import styles from './full-tile.module.css'
import type { Group, Grouping } from './grouping'
import { StateBar } from './state-bar'
import { totalsOf } from './totals'
import { weightOf } from './trouble'

/** A bar for those who have more marks than there is room for beside the namespace, in pixels. */
const BAR = 144

/** Marks as large as their tile lets them be read from afar. */
const markSizes = {
  trouble: { size: 20, pitch: 24, most: 9 },
  large: { size: 20, pitch: 24, most: 9 },
  medium: { size: 12, pitch: 15, most: 12 },
  small: { size: 12, pitch: 15, most: 10 },
} as const

/** A Service on a full screen; with its sentence in the size `trouble`. */
export const FullTile = memo(function FullTile({
  summary,
  size,
}: {
  readonly summary: ServiceSummary
  readonly size: Exclude<FullSize, 'group'> | 'trouble'
}) {
  const t = useTranslations('wall')
  const to = useAddresses()
  const { unknown = false, absent = false, marks } = summary
  const mark = markSizes[size]
  const trouble = troubleOf(summary)
  return (
    <Link
      className={styles.tile}
      href={to.service(summary.namespace, summary.name)}
      prefetch={false}
      data-size={size}
      data-service={`${summary.namespace}/${summary.name}`}
      data-state={unknown ? 'unknown' : (trouble ?? 'ready')}
      data-absent={absent || undefined}
    >
      <span className={styles.head}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={20} />}
        <span className={styles.name}>
          <Name name={summary.name} />
        </span>
        {absent ? (
          <span className={styles.type}>{t('absent')}</span>
        ) : summary.type === 'ExternalName' ? (
          <span className={styles.type}>ExternalName</span>
        ) : (
          <Count counts={summary} unknown={unknown} />
        )}
      </span>
      <span className={styles.more}>
        <span className={styles.namespace}>{summary.namespace}</span>
        {marks.length > 0 && marks.length <= mark.most ? (
          <MarkStrip letters={marks} size={mark.size} pitch={mark.pitch} columns={mark.most} />
        ) : (
          <StateBar counts={summary} length={BAR} />
        )}
      </span>
      {size === 'trouble' ? (
        <span className={styles.cause}>
          <CauseText summary={summary} />
        </span>
      ) : null}
    </Link>
  )
})

/** All that a group holds as one tile: how many Services, and how their endpoints stand. */
export function GroupTile({ group, grouping }: { readonly group: Group; readonly grouping: Grouping }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const { services } = group
  const totals = totalsOf(services)
  const worst = services.reduce<ServiceSummary | undefined>(
    (last, summary) => (last === undefined || weightOf(summary) > weightOf(last) ? summary : last),
    undefined,
  )
  const trouble = worst && troubleOf(worst)
  return (
    <div className={styles.tile} data-size="group" data-group={group.id.trim()} data-state={trouble ?? 'ready'}>
      <span className={styles.head}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={20} />}
        <span className={styles.name}>
          <CommonName common={group.common} grouping={grouping} />
        </span>
        <span className={styles.type}>
          {totals.unknown > 0 ? '?/?' : `${format.number(totals.ready)}/${format.number(totals.wanted)}`}
        </span>
      </span>
      <span className={styles.more}>
        <span className={styles.services}>
          {t('services', { count: totals.services })}
          {totals.troubled > 0 ? ` · ${t('troubled', { count: totals.troubled })}` : null}
        </span>
        <StateBar counts={sumOf(services)} length={BAR} />
      </span>
    </div>
  )
}

const counted = ['ready', 'notReady', 'draining', 'terminating', 'pending', 'missing'] as const

function sumOf(services: readonly ServiceSummary[]): Readonly<Record<(typeof counted)[number], number>> {
  const sum = { ready: 0, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0 }
  for (const summary of services) for (const state of counted) sum[state] += summary[state]
  return sum
}
