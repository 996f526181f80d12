import Link from 'next/link'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Count } from '@/components/ui/count'
import { MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { useAddresses } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { CauseText } from './cause-text'
import { StateBar } from './state-bar'
import styles from './tile.module.css'

/** Marks in a row of the tile's width. */
const COLUMNS = 19

/**
 * One Service of the wall: its name, its count, a mark for each endpoint. With `explain` it shows what is wrong, in the
 * first words of the worst finding, which others only read out; `qualified` where tiles of several namespaces stand
 * together. A Service that others call and that is not there is drawn dashed. Repaints only when its own summary is
 * another object. The wall's arrows lead to it: the Tab key does not, but for the one that `useWalk` picks.
 */
export const Tile = memo(function Tile({
  summary,
  explain = false,
  qualified = explain,
}: {
  readonly summary: ServiceSummary
  readonly explain?: boolean
  readonly qualified?: boolean
}) {
  const t = useTranslations('wall')
  const to = useAddresses()
  const { unknown = false, absent = false } = summary
  const trouble = troubleOf(summary)
  return (
    <Link
      className={explain ? `${styles.tile} ${styles.explained}` : styles.tile}
      href={to.service(summary.namespace, summary.name)}
      prefetch={false}
      tabIndex={-1}
      data-service={`${summary.namespace}/${summary.name}`}
      data-state={unknown ? 'unknown' : (trouble ?? 'ready')}
      data-absent={absent || undefined}
    >
      <span className={styles.head}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={12} />}
        <span className={styles.name}>
          {qualified ? <span className={styles.namespace}>{summary.namespace}/</span> : null}
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
      <span className={styles.marks} data-rows={explain ? markRows(summary) : undefined}>
        {summary.marks === '' ? (
          <StateBar counts={summary} />
        ) : (
          <MarkStrip letters={summary.marks} size={10} pitch={12} columns={COLUMNS} />
        )}
      </span>
      {explain || trouble !== undefined ? (
        <span className={explain ? styles.cause : 'visually-hidden'}>
          <CauseText summary={summary} />
        </span>
      ) : null}
    </Link>
  )
})

/** Rows that the marks take; the room that they leave is the sentence's. */
function markRows({ marks, absent, ready, draining, terminating, ...counts }: ServiceSummary): number {
  if (marks !== '') return Math.ceil(marks.length / COLUMNS)
  return absent || wantedOf({ ready, ...counts }) + draining + terminating === 0 ? 0 : 1
}
