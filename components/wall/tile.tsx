import Link from 'next/link'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Count } from '@/components/ui/count'
import { useLacking } from '@/components/ui/lacking'
import { MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { useAddresses } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { wantedOf } from '@/lib/kubernetes/summary'
import { troubleOf } from '@/lib/topology/summary'
import { StateBar } from './state-bar'
import styles from './tile.module.css'
import { causeOf } from './trouble'

/**
 * One Service of the wall: its name, its count, a mark for each endpoint. With `explain` a second line says what the
 * figures mean. Repaints only when its own summary is another object.
 */
export const Tile = memo(function Tile({
  summary,
  explain = false,
}: {
  readonly summary: ServiceSummary
  readonly explain?: boolean
}) {
  const to = useAddresses()
  const { unknown = false } = summary
  const trouble = troubleOf(summary)
  return (
    <Link
      className={explain ? `${styles.tile} ${styles.explained}` : styles.tile}
      href={to.service(summary.namespace, summary.name)}
      prefetch={false}
      data-service={`${summary.namespace}/${summary.name}`}
      data-state={unknown ? 'unknown' : (trouble ?? 'ready')}
    >
      <span className={styles.head}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={12} />}
        <span className={styles.name}>
          {explain ? <span className={styles.namespace}>{summary.namespace}/</span> : null}
          <Name name={summary.name} />
        </span>
        {summary.type === 'ExternalName' ? (
          <span className={styles.type}>ExternalName</span>
        ) : (
          <Count counts={summary} unknown={unknown} />
        )}
      </span>
      <span className={styles.marks}>
        {summary.marks === '' ? (
          <StateBar counts={summary} />
        ) : (
          <MarkStrip letters={summary.marks} size={10} pitch={12} columns={19} />
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

function CauseText({ summary }: { readonly summary: ServiceSummary }) {
  const t = useTranslations('trouble')
  const lacking = useLacking()
  const cause = causeOf(summary)
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
