import Link from 'next/link'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Count } from '@/components/ui/count'
import { useLacking } from '@/components/ui/lacking'
import { MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { code, Told } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { StateBar } from './state-bar'
import styles from './tile.module.css'
import { causeOf } from './trouble'

/** Marks in a row of the tile's width. */
const COLUMNS = 19

/**
 * One Service of the wall: its name, its count, a mark for each endpoint. With `explain` it says what is wrong, in the
 * first words of the worst finding. A Service that others call and that is not there is drawn dashed. Repaints only when
 * its own summary is another object.
 */
export const Tile = memo(function Tile({
  summary,
  explain = false,
}: {
  readonly summary: ServiceSummary
  readonly explain?: boolean
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
      data-service={`${summary.namespace}/${summary.name}`}
      data-state={unknown ? 'unknown' : (trouble ?? 'ready')}
      data-absent={absent || undefined}
    >
      <span className={styles.head}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={12} />}
        <span className={styles.name}>
          {explain ? <span className={styles.namespace}>{summary.namespace}/</span> : null}
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
      {explain ? (
        <span className={styles.cause}>
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

function CauseText({ summary }: { readonly summary: ServiceSummary }) {
  const t = useTranslations('trouble')
  const teller = useFindingTeller()
  const lacking = useLacking()
  const cause = causeOf(summary)
  const { worst } = summary
  if (worst !== undefined && worst.severity !== 'info' && teller !== undefined)
    return <Told>{teller.rich(worst, code).title}</Told>
  switch (cause) {
    case undefined:
      return null
    case 'noEndpoint':
      return t('noEndpoint')
    case 'onlyDraining':
      return t('onlyDraining', { count: summary.draining })
    case 'lacking':
      return t('lacking', { ready: summary.ready, wanted: wantedOf(summary), parts: lacking(summary) })
  }
}
