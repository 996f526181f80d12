'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { feedOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { ViewerProvider } from '@/components/data/viewer-provider'
import { viewingKey } from '@/components/data/viewer-stores'
import { Finder } from '@/components/search/finder'
import { TimeContext } from '@/components/time/time-context'
import { type PageTime, usePageTime } from '@/components/time/use-page-time'
import type { Place } from '@/components/ui/address'
import { placeOf } from '@/components/ui/address'
import { Choice } from '@/components/ui/choice'
import { late } from '@/components/ui/late'
import { Logo } from '@/components/ui/logo'
import { Mark, SeverityMark } from '@/components/ui/mark'
import { usePreferences } from '@/components/ui/preferences'
import { Terms } from '@/components/ui/terms'
import { themes } from '@/components/ui/theme'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { parseVantage } from '@/lib/traffic/vantage'
import { locales } from '@/messages/locale'
import { ConnectionLine } from './connection-line'
import { ContextChoice } from './context-choice'
import styles from './shell.module.css'

// An editor's worth of code, and no first picture needs it.
const YamlSheet = late(() => import('./yaml-sheet').then((module) => module.YamlSheet))
const LegendSheet = late(() => import('@/components/graph/legend-sheet').then((module) => module.LegendSheet))
const PageHabits = late(() => import('./page-habits').then((module) => module.PageHabits))
const TimeMachine = late(() => import('@/components/time/time-machine').then((module) => module.TimeMachine))

/** What every page stands in: the stream that it reads, the top bar, and the way past it. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('app')
  const place = placeOf(usePathname())
  const query = useSearchParams()
  const context = query.get('context') ?? undefined
  const namespace = place?.namespace
  const view = namespace === undefined ? 'overview' : `namespace:${namespace}`
  // A client that is a pod elsewhere is known with what its namespace lets it do.
  const from = parseVantage(query.get('from') ?? '')
  const isElsewhere = namespace !== undefined && from?.type === 'pod' && from.namespace !== namespace
  const views = isElsewhere ? [view, `namespace:${from.namespace}`] : [view]
  const viewing = context === undefined ? { views } : { context, views }
  const time = usePageTime(place === undefined)
  return (
    <ViewerProvider key={context} views={views} context={context} past={time.past}>
      <meta name="description" content={t('promise')} />
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <header className={styles.bar}>
        <Trail place={place} />
        <Finder />
        <div className={styles.controls}>
          <DemoChip />
          <WarningChips />
          {time.past === undefined ? <ConnectionLine namespace={namespace} /> : <PastLine />}
          <TimeButton time={time} />
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </header>
      <PageHabits />
      <TimeContext value={time.control}>
        {time.isWanted ? <TimeMachine key={viewingKey(viewing)} viewing={viewing} onControl={time.setControl} /> : null}
        <Content namespace={namespace} time={time}>
          {children}
        </Content>
      </TimeContext>
      {query.has('yaml') ? <YamlSheet /> : null}
      {query.has('legend') ? <LegendSheet /> : null}
      <Terms />
    </ViewerProvider>
  )
}

/** The page itself. It loses its colour while it is not fed: nobody should take the past for now. */
function Content({
  namespace,
  time: { isDocked, isPartial },
  children,
}: {
  readonly namespace: string | undefined
  readonly time: PageTime
  readonly children: ReactNode
}) {
  const feed = feedOf(useConnection(), useUpstream(), namespace)
  const old =
    isPartial || feed.type === 'stale' || feed.type === 'lost' || feed.type === 'busy' || feed.type === 'refused'
  return (
    <main
      id="content"
      className={styles.content}
      data-old={old || undefined}
      data-docked={isDocked || undefined}
      tabIndex={-1}
    >
      {children}
    </main>
  )
}

/** The way back, from the whole to the part; the page's own name is its heading, and not said twice. */
function Trail({ place }: { readonly place: Place | undefined }) {
  const t = useTranslations('app')
  const to = useAddresses()
  return (
    <nav className={styles.trail} aria-label={t('trail')}>
      <Link className={styles.home} href={to.wall()} aria-current={place?.page === 'wall' ? 'page' : undefined}>
        <Logo />
        <span className={styles.product}>{t('name')}</span>
      </Link>
      <span className={styles.context} data-above={place?.page === 'service' || place?.page === 'pod' || undefined}>
        <ContextChoice />
      </span>
      {place?.page === 'service' || place?.page === 'pod' ? (
        <>
          <Slash />
          <Link className={styles.step} href={to.namespace(place.namespace)}>
            {place.namespace}
          </Link>
        </>
      ) : null}
    </nav>
  )
}

function Slash() {
  return (
    <span className={styles.slash} aria-hidden="true">
      /
    </span>
  )
}

/** In the place of the connection line while the page shows the past: how true now is does not matter there. */
function PastLine() {
  const t = useTranslations('connection')
  return (
    <span className={styles.past} data-feed="past" role="status">
      <Mark state="stale" size={10} />
      <span>{t('past')}</span>
    </span>
  )
}

/** Opens the bar that moves the page through time, and closes it. */
function TimeButton({ time: { control, past, isDocked } }: { readonly time: PageTime }) {
  const t = useTranslations('app')
  const [, setTime] = useAddressState('time')
  const [tab, setTab] = useAddressState('tab')
  const isOpen = isDocked || tab === 'time'
  const toggle = () => {
    if (past !== undefined) control?.toNow()
    setTime(isOpen ? undefined : '15m')
    if (isOpen && tab === 'time') setTab(undefined)
  }
  return (
    <button
      type="button"
      className={styles.time}
      aria-label={t('time')}
      title={t('time')}
      aria-pressed={isOpen}
      onClick={toggle}
    >
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <path d="M2.2 5.5A6.25 6.25 0 1 1 1.75 8M1.75 2.5v3.25H5M8 4.5V8l2.5 1.5" />
      </svg>
    </button>
  )
}

/** Constant while the cluster is the built-in one: nobody should take a demo for their own. */
function DemoChip() {
  const t = useTranslations('app')
  const upstream = useUpstream()
  if (upstream?.source !== 'demo') return null
  return (
    <Link className={styles.demo} href="/tour" prefetch={false} title={t('demoHint')}>
      {t('demo')}
    </Link>
  )
}

/** Constant while the way to the cluster is one that somebody could stand in. */
function WarningChips() {
  const t = useTranslations('warning')
  const upstream = useUpstream()
  return upstream?.warnings?.map((warning) => (
    <span key={warning} className={styles.warning} title={t(`${warning}Hint`)}>
      <SeverityMark severity="warning" size={10} />
      <span className={styles.warningText}>{t(warning)}</span>
    </span>
  ))
}

function ThemeChoice() {
  const t = useTranslations('theme')
  const { theme, setTheme } = usePreferences()
  return (
    <Choice
      compact
      label={t('label')}
      value={theme}
      options={themes.map((value) => ({ value, text: t(value) }))}
      onChange={setTheme}
      icon={
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5Z" fill="currentColor" />
        </svg>
      }
    />
  )
}

function LanguageChoice() {
  const t = useTranslations('language')
  const { locale, setLocale } = usePreferences()
  return (
    <Choice
      compact
      label={t('label')}
      value={locale}
      options={locales.map((value) => ({ value, text: t(value) }))}
      onChange={setLocale}
      icon={
        <svg
          width="16"
          height="16"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden="true"
        >
          <circle cx="8" cy="8" r="6.25" />
          <path d="M1.75 8h12.5M8 1.75c-4 3.5-4 9 0 12.5M8 1.75c4 3.5 4 9 0 12.5" />
        </svg>
      }
    />
  )
}
