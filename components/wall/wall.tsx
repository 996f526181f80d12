'use client'

import { useDeferredValue, useMemo, useRef } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { deniedOf } from '@/components/data/feed'
import { useComplete, useUpstream } from '@/components/data/use-connection'
import { useSummaries } from '@/components/data/use-records'
import { useAddressState } from '@/components/ui/use-address'
import type { Totals } from './rows'
import { shown, totalsOf, troubled } from './rows'
import { Stripes } from './stripes'
import { TroubleRow } from './trouble-row'
import { useWidth } from './use-width'
import styles from './wall.module.css'
import { NoMatch, NoService } from './wall-empty'
import { WallFilter } from './wall-filter'
import { WallSkeleton } from './wall-skeleton'

const TILE = 256
const GAP = 8

/**
 * Every Service of the cluster, trouble first. What it shows of them stands in the address: `q` a text, `ns` a
 * namespace, `healthy=hide`.
 */
export function Wall() {
  const summaries = useSummaries()
  const complete = useComplete()
  const unknown = deniedOf(useUpstream()).some(({ resource }) => resource === 'pods' || resource === 'endpointslices')
  const [text] = useAddressState('q')
  const [namespace] = useAddressState('ns')
  const [healthy] = useAddressState('healthy')
  const deferredText = useDeferredValue(text)
  const page = useRef<HTMLDivElement>(null)
  const width = useWidth(page)
  const columns = width === undefined ? undefined : Math.max(1, Math.floor((width + GAP) / (TILE + GAP)))

  const services = useMemo(
    () => shown(summaries, { text: deferredText, namespace, hideHealthy: healthy === 'hide' }),
    [summaries, deferredText, namespace, healthy],
  )
  const totals = useMemo(() => totalsOf(services), [services])
  const inTrouble = useMemo(() => (unknown ? [] : troubled(services)), [services, unknown])
  const loading = (!complete && summaries.size === 0) || columns === undefined

  return (
    <div ref={page} className={styles.wall}>
      <Heading totals={totals} loading={loading} unknown={unknown} />
      {loading ? (
        <WallSkeleton />
      ) : summaries.size === 0 ? (
        <NoService />
      ) : (
        <>
          <WallFilter summaries={summaries} />
          {services.length === 0 ? <NoMatch /> : null}
          {healthy === 'hide' || unknown || services.length === 0 ? null : (
            <TroubleRow services={inTrouble} columns={columns} />
          )}
          <Stripes services={services} columns={columns} unknown={unknown} />
        </>
      )}
    </div>
  )
}

function Heading({
  totals,
  loading,
  unknown,
}: {
  readonly totals: Totals
  readonly loading: boolean
  readonly unknown: boolean
}) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const title = (
    <title>{loading ? t('title') : t('titleWith', { services: totals.services, troubled: totals.troubled })}</title>
  )
  if (loading) {
    return (
      <header className={styles.heading}>
        {title}
        <h1 className={styles.services}>{t('title')}</h1>
      </header>
    )
  }
  return (
    <header className={styles.heading}>
      {title}
      <h1 className={styles.services}>{t('services', { count: totals.services })}</h1>
      {unknown ? (
        <p>{t('unknown')}</p>
      ) : (
        <>
          <p className={totals.troubled > 0 ? styles.troubled : undefined}>
            {t('troubled', { count: totals.troubled })}
          </p>
          <p>{t('answering', { ready: format.number(totals.ready), wanted: format.number(totals.wanted) })}</p>
        </>
      )}
    </header>
  )
}
