'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { feedOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { ViewerProvider } from '@/components/data/viewer-provider'
import type { Place } from '@/components/ui/address'
import { placeOf } from '@/components/ui/address'
import { Choice } from '@/components/ui/choice'
import { late } from '@/components/ui/late'
import { Logo } from '@/components/ui/logo'
import { SeverityMark } from '@/components/ui/mark'
import { usePreferences } from '@/components/ui/preferences'
import { themes } from '@/components/ui/theme'
import { useAddresses } from '@/components/ui/use-address'
import { parseVantage } from '@/lib/traffic/vantage'
import { locales } from '@/messages/locale'
import { ConnectionLine } from './connection-line'
import { ContextChoice } from './context-choice'
import styles from './shell.module.css'

// An editor's worth of code, and no first picture needs it.
const YamlSheet = late(() => import('./yaml-sheet').then((module) => module.YamlSheet))

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
  return (
    <ViewerProvider key={context} views={views} context={context}>
      <meta name="description" content={t('promise')} />
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <header className={styles.bar}>
        <Trail place={place} />
        <div className={styles.controls}>
          <DemoChip />
          <WarningChips />
          <ConnectionLine namespace={namespace} />
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </header>
      <Content namespace={namespace}>{children}</Content>
      {query.has('yaml') ? <YamlSheet /> : null}
    </ViewerProvider>
  )
}

/** The page itself. It loses its colour while it is not fed: nobody should take the past for now. */
function Content({ namespace, children }: { readonly namespace: string | undefined; readonly children: ReactNode }) {
  const feed = feedOf(useConnection(), useUpstream(), namespace)
  const old = feed.type === 'stale' || feed.type === 'lost' || feed.type === 'busy' || feed.type === 'refused'
  return (
    <main id="content" className={styles.content} data-old={old || undefined} tabIndex={-1}>
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

/** Constant while the cluster is the built-in one: nobody should take a demo for their own. */
function DemoChip() {
  const t = useTranslations('app')
  const upstream = useUpstream()
  if (upstream?.source !== 'demo') return null
  return (
    <span className={styles.demo} title={t('demoHint')}>
      {t('demo')}
    </span>
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
