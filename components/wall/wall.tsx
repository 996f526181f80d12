'use client'

import { useDeferredValue, useMemo, useRef } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { deniedOf } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
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

const TILE = 256
const GAP = 8

/**
 * Every Service of the cluster, trouble first. What it shows of them stands in the address: `q` a text, `ns` a
 * namespace, `healthy=hide`.
 */
export function Wall() {
  const summaries = useSummaries()
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

  return (
    <div ref={page} className={styles.wall}>
      {columns === undefined ? null : summaries.size === 0 ? (
        <NoService />
      ) : (
        <>
          <Heading totals={totals} unknown={unknown} />
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

function Heading({ totals, unknown }: { readonly totals: Totals; readonly unknown: boolean }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  return (
    <header className={styles.heading}>
      <title>{t('titleWith', { services: totals.services, troubled: totals.troubled })}</title>
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
