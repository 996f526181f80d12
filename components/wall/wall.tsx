'use client'

import { useDeferredValue, useMemo, useRef } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { stateAt } from '@/components/data/feed'
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
  const inParts = stateAt(useUpstream(), 'services')?.status === 'partial'
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
  const inTrouble = useMemo(() => troubled(services), [services])
  // That every Service answers can be said only where every Service is known.
  const tellsTrouble = inTrouble.length > 0 || (totals.unknown === 0 && services.length > 0)

  return (
    <div ref={page} className={styles.wall}>
      {columns === undefined ? null : summaries.size === 0 ? (
        <NoService inParts={inParts} />
      ) : (
        <>
          <Heading totals={totals} />
          <WallFilter summaries={summaries} />
          {services.length === 0 ? <NoMatch /> : null}
          {healthy === 'hide' || !tellsTrouble ? null : <TroubleRow services={inTrouble} columns={columns} />}
          <Stripes services={services} columns={columns} />
        </>
      )}
    </div>
  )
}

function Heading({ totals }: { readonly totals: Totals }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const { services, unknown, troubled, ready, wanted } = totals
  return (
    <header className={styles.heading}>
      <title>{t('titleWith', { services, troubled })}</title>
      <h1 className={styles.services}>{t('services', { count: services })}</h1>
      {unknown > 0 && wanted === 0 ? (
        <p>{t('unknown')}</p>
      ) : (
        <>
          {unknown > 0 && troubled === 0 ? null : (
            <p className={troubled > 0 ? styles.troubled : undefined}>{t('troubled', { count: troubled })}</p>
          )}
          <p>{t('answering', { ready: format.number(ready), wanted: format.number(wanted) })}</p>
          {unknown > 0 ? <p>{t('partlyUnknown', { count: unknown })}</p> : null}
        </>
      )}
    </header>
  )
}
