'use client'

import dynamic from 'next/dynamic'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { stateAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useSummaries } from '@/components/data/use-records'
import { useKey } from '@/components/ui/keys'
import { usePinned } from '@/components/ui/pinned'
import { parseKey } from '@/lib/kubernetes/key'
import { matcherOf } from './filter'
import { PinnedRow } from './pinned-row'
import { Stripes } from './stripes'
import type { Totals } from './totals'
import { totalsOf } from './totals'
import { troubled } from './trouble'
import { TroubleRow } from './trouble-row'
import { useFullScreen } from './use-full-screen'
import { useWalk } from './use-walk'
import { useClearFilters, useHideHealthy, useWallAddress } from './use-wall-address'
import { useWidth } from './use-width'
import styles from './wall.module.css'
import { NoMatch, NoService } from './wall-empty'
import { WallFilter } from './wall-filter'

// A screen of its own, for walls that hang on walls.
const FullScreen = dynamic(() => import('./full-screen').then((module) => module.FullScreen), { ssr: false })

const TILE = 256
const GAP = 8

/**
 * Every Service of the cluster, trouble first. What it shows of them stands in the address, see `useWallAddress`;
 * `screen=full` leaves nothing but the wall.
 */
export function Wall() {
  const summaries = useSummaries()
  const inParts = stateAt(useUpstream(), 'services')?.status === 'partial'
  const { filter, grouping, sort, isFiltered } = useWallAddress()
  const [, toggleHealthy] = useHideHealthy()
  const deferredFilter = useDeferredValue(filter)
  const { isFull, enter, leave } = useFullScreen()
  const page = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const width = useWidth(page)
  const columns = width === undefined ? undefined : Math.max(1, Math.floor((width + GAP) / (TILE + GAP)))
  const walk = useWalk(page)
  useWallKeys({
    focusFilter: () => input.current?.focus(),
    toggleHealthy,
    toggleFullScreen: isFull ? leave : (enter ?? false),
  })

  const services = useMemo(() => [...summaries.values()].filter(matcherOf(deferredFilter)), [summaries, deferredFilter])
  const totals = useMemo(() => totalsOf(services), [services])
  const all = useMemo(() => totalsOf(summaries.values()), [summaries])
  const inTrouble = useMemo(() => troubled(services), [services])
  // Who asks for trouble alone finds it explained in place, and needs no copy of it on top.
  const explain = filter.hideHealthy || filter.states.length > 0
  // That every Service answers can be said only where every Service is known, and looked at.
  const tellsTrouble = inTrouble.length > 0 || (totals.unknown === 0 && !isFiltered)

  return (
    <div ref={page} className={styles.wall} {...walk}>
      {columns === undefined ? null : summaries.size === 0 ? (
        <NoService inParts={inParts} />
      ) : isFull ? (
        <FullScreen
          services={services}
          inTrouble={inTrouble}
          totals={totals}
          all={isFiltered ? all : undefined}
          grouping={grouping}
          sort={sort}
          onLeave={leave}
        />
      ) : (
        <>
          <Heading totals={totals} all={isFiltered ? all : undefined} />
          <WallFilter summaries={summaries} input={input} onFullScreen={enter} />
          <PinnedRow summaries={summaries} columns={columns} />
          {services.length === 0 ? <NoMatch /> : null}
          {explain || !tellsTrouble ? null : <TroubleRow services={inTrouble} columns={columns} />}
          <Stripes services={services} grouping={grouping} sort={sort} columns={columns} explain={explain} />
        </>
      )}
    </div>
  )
}

/** The keys of the wall; a Service is pinned by the tile that has the focus. */
function useWallKeys({
  focusFilter,
  toggleHealthy,
  toggleFullScreen,
}: {
  readonly focusFilter: () => void
  readonly toggleHealthy: () => void
  readonly toggleFullScreen: (() => void) | false
}) {
  const { toggle } = usePinned(useUpstream()?.context)
  useKey('filter', focusFilter)
  useKey('hideHealthy', toggleHealthy)
  useKey('fullScreen', toggleFullScreen)
  useKey('walk')
  useKey('choose')
  useKey('pin', () => {
    const tile = document.activeElement
    const key = tile instanceof HTMLElement ? tile.dataset.service : undefined
    if (key !== undefined) toggle(parseKey(key))
  })
}

/** What the wall shows, and, where a filter leaves some out, of how much. */
function Heading({ totals, all }: { readonly totals: Totals; readonly all: Totals | undefined }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const clear = useClearFilters()
  const { services, unknown, troubled, ready, wanted } = totals
  return (
    <header className={styles.heading}>
      <title>{t('titleWith', { services, troubled })}</title>
      <h1 className={styles.services}>
        {all === undefined
          ? t('services', { count: services })
          : t('servicesOf', { shown: services, count: all.services })}
      </h1>
      {unknown > 0 && wanted === 0 ? (
        <p>{t('unknown')}</p>
      ) : (
        <>
          {unknown > 0 && troubled === 0 ? null : (
            <p className={troubled > 0 ? styles.troubled : undefined}>
              {all === undefined || all.troubled === troubled
                ? t('troubled', { count: troubled })
                : t('troubledOf', { shown: troubled, count: all.troubled })}
            </p>
          )}
          <p>{t('answering', { ready: format.number(ready), wanted: format.number(wanted) })}</p>
          {unknown > 0 ? <p>{t('partlyUnknown', { count: unknown })}</p> : null}
        </>
      )}
      {all === undefined ? null : (
        <button type="button" className={styles.clear} onClick={clear}>
          {t('clearFilters')}
        </button>
      )}
    </header>
  )
}
