'use client'

import type { CSSProperties } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useFormatter, useTranslations } from 'use-intl'
import { feedOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { useKey } from '@/components/ui/keys'
import { Mark } from '@/components/ui/mark'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { FeedLine } from './feed-line'
import { fitOf, GAP } from './fit'
import styles from './full-screen.module.css'
import { FullTile, GroupTile } from './full-tile'
import { type Grouping, groupsOf, type Sort } from './grouping'
import type { Totals } from './totals'
import { useAlone } from './use-alone'
import { usePages } from './use-pages'
import { useSize } from './use-size'
import { useWakeLock } from './use-wake-lock'
import { useWallText } from './use-wall-text'

/** A tile with its sentence, in pixels. */
const TROUBLE = { width: 360, height: 192 }

/**
 * The wall alone, for a screen that hangs in a room: trouble with its causes on top, below it everything else as large as
 * it fits, turned over like pages where it does not; the time, and how true it all is, in sight at every moment.
 */
export function FullScreen({
  services,
  inTrouble,
  totals,
  all,
  grouping,
  sort,
  onLeave,
}: {
  readonly services: readonly ServiceSummary[]
  readonly inTrouble: readonly ServiceSummary[]
  readonly totals: Totals
  /** Those of every Service, where a filter leaves some out. */
  readonly all: Totals | undefined
  readonly grouping: Grouping
  readonly sort: Sort
  readonly onLeave: () => void
}) {
  const t = useTranslations('wall')
  const text = useWallText()
  const feed = feedOf(useConnection(), useUpstream())
  const isDemo = useUpstream()?.source === 'demo'
  const app = useTranslations('app')
  const screen = useRef<HTMLElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const room = useSize(body)
  const whole = useSize(screen)
  const isOld = feed.type === 'stale' || feed.type === 'lost' || feed.type === 'busy' || feed.type === 'refused'
  useAlone(screen)
  useWakeLock()
  useKey('back', onLeave)

  const groups = useMemo(() => groupsOf(services, grouping, sort), [services, grouping, sort])
  const flat = useMemo(() => groups.flatMap((group) => group.services), [groups])
  const fit = room === undefined ? undefined : fitOf(flat.length, groups.length, room.width, room.height)
  const size = fit?.size
  const pages = usePages(fit?.pages ?? 1)
  const places = fit === undefined ? 0 : fit.columns * fit.rows
  const from = pages.page * places

  if (typeof document === 'undefined') return null
  return createPortal(
    <section
      ref={screen}
      className={styles.screen}
      aria-label={t('heading')}
      data-old={isOld || undefined}
      data-screen="full"
    >
      <title>{t('titleWith', { services: totals.services, troubled: totals.troubled })}</title>
      <header className={styles.head}>
        <FullHeading totals={totals} all={all} />
        {isDemo ? <span className={styles.demo}>{app('demo')}</span> : null}
        <FeedLine feed={feed} />
        <Clock />
      </header>
      <div className={styles.picture}>
        {inTrouble.length === 0 ? null : (
          <Trouble services={inTrouble} width={whole?.width ?? 0} height={whole?.height ?? 0} />
        )}
        <div ref={body} className={styles.body}>
          {fit === undefined || size === undefined ? null : (
            <ul
              key={`${size} ${pages.page}`}
              className={styles.tiles}
              data-size={size}
              style={{ '--columns': fit.columns, '--rows': fit.rows, '--gap': `${GAP}px` } as CSSProperties}
            >
              {size === 'group'
                ? groups.slice(from, from + places).map((group) => (
                    <li key={group.id}>
                      <GroupTile group={group} grouping={grouping} />
                    </li>
                  ))
                : flat.slice(from, from + places).map((summary, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a Service may stand in several groups; its place tells them apart.
                    <li key={`${summary.namespace}/${summary.name} ${at}`}>
                      <FullTile summary={summary} size={size} />
                    </li>
                  ))}
            </ul>
          )}
        </div>
      </div>
      {text === undefined ? null : (
        <footer className={styles.foot}>
          {pages.pages > 1 ? (
            <>
              <span className={styles.page} role="status">
                {text('page', { page: pages.page + 1, pages: pages.pages })}
              </span>
              <button type="button" className={styles.button} onClick={pages.toggle}>
                {text(pages.isPaused ? 'go' : 'pause')}
              </button>
            </>
          ) : null}
          <button type="button" className={`${styles.button} ${styles.leave}`} onClick={onLeave}>
            {text('leave')}
          </button>
        </footer>
      )}
    </section>,
    document.body,
  )
}

function FullHeading({ totals, all }: { readonly totals: Totals; readonly all: Totals | undefined }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const { services, unknown, troubled, ready, wanted } = totals
  return (
    <>
      <h1 className={styles.heading}>
        {all === undefined
          ? t('services', { count: services })
          : t('servicesOf', { shown: services, count: all.services })}
      </h1>
      {troubled > 0 ? (
        <p className={styles.troubled}>{t('troubled', { count: troubled })}</p>
      ) : unknown > 0 ? null : (
        <p className={styles.calm}>
          <Mark state="ready" size={20} />
          {all === undefined ? t('calm') : t('troubled', { count: 0 })}
        </p>
      )}
      <p className={styles.figures}>
        {unknown > 0 && wanted === 0
          ? t('unknown')
          : t('answering', { ready: format.number(ready), wanted: format.number(wanted) })}
        {unknown > 0 && wanted > 0 ? ` · ${t('partlyUnknown', { count: unknown })}` : null}
      </p>
    </>
  )
}

/** The worst, on at most half of the screen; the last place counts those that have no room. */
function Trouble({
  services,
  width,
  height,
}: {
  readonly services: readonly ServiceSummary[]
  readonly width: number
  readonly height: number
}) {
  const t = useTranslations('wall')
  const text = useWallText()
  const most = Math.max(1, Math.floor((width + GAP) / (TROUBLE.width + GAP)))
  const rows = Math.max(1, Math.floor((height / 2 + GAP) / (TROUBLE.height + GAP)))
  // No more columns than it takes to have as few rows as can be: a single tile does not need a row.
  const columns = Math.max(1, Math.min(most, Math.ceil(services.length / Math.ceil(services.length / most))))
  const room = columns * rows
  const shown = services.length > room ? services.slice(0, Math.max(1, room - 1)) : services
  const more = services.length - shown.length
  return (
    <section aria-label={t('trouble')}>
      <ul
        className={styles.trouble}
        style={{ '--columns': columns, '--gap': `${GAP}px`, '--height': `${TROUBLE.height}px` } as CSSProperties}
      >
        {shown.map((summary) => (
          <li key={`${summary.namespace}/${summary.name}`}>
            <FullTile summary={summary} size="trouble" />
          </li>
        ))}
        {more > 0 && room > 1 && text !== undefined ? (
          <li className={styles.more}>{text('moreInTrouble', { count: more })}</li>
        ) : null}
      </ul>
    </section>
  )
}

/** The time of day where the viewer is: it runs on while the picture is old. */
function Clock() {
  const format = useFormatter()
  const [now, tick] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => tick(new Date()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time className={styles.clock}>
      {format.dateTime(now, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })}
    </time>
  )
}
