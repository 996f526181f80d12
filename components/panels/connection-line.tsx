'use client'

import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { deniedOf, feedOf, statesOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { late } from '@/components/ui/late'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import styles from './connection-line.module.css'
import { useLostReason } from './lost-reason'
import { useProgress } from './progress'
import { useClock } from './use-clock'
import { useSecondsSinceHeard, useSecondsUntil } from './use-heard'

const ConnectionDetails = late(() => import('./connection-details').then((module) => module.ConnectionDetails))

const markOfFeed: Readonly<Record<Feed['type'], MarkState>> = {
  connecting: 'pending',
  syncing: 'pending',
  live: 'ready',
  stale: 'stale',
  lost: 'stale',
  busy: 'stale',
  refused: 'unknown',
  denied: 'unknown',
}

/**
 * The line that tells how true the page is. It is a button: behind it stands what is known of each resource, so that
 * "live" can be checked, and "stale" and "denied" be understood.
 */
export function ConnectionLine({ namespace }: { readonly namespace: string | undefined }) {
  const t = useTranslations('connection')
  const upstream = useUpstream()
  const feed = feedOf(useConnection(), upstream, namespace)
  const aside = useAside(namespace)
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={styles.line} popoverTarget={id} data-feed={feed.type} title={t('details')}>
        <Mark state={markOfFeed[feed.type]} size={10} />
        <span className={styles.text} role="status">
          <FeedText feed={feed} />
        </span>
        {feed.type === 'live' && aside !== undefined ? <span className={styles.aside}>{aside}</span> : null}
      </button>
      <div id={id} popover="auto" className={styles.details} onToggle={({ newState }) => setOpen(newState === 'open')}>
        <h2 className={styles.heading}>{t('details')}</h2>
        {open ? (
          <ConnectionDetails namespace={namespace} feed={feed}>
            <FeedText feed={feed} />
          </ConnectionDetails>
        ) : null}
      </div>
    </>
  )
}

/** What a live picture lacks, in a few words. */
function useAside(namespace: string | undefined): string | undefined {
  const t = useTranslations('connection')
  const upstream = useUpstream()
  const states = statesOf(upstream, namespace)
  const denied = deniedOf(upstream, namespace).length
  const stale = states.filter(({ status }) => status === 'stale').length
  const parts = [
    namespace === undefined && states.some(({ status }) => status === 'partial') ? t('status.partial') : undefined,
    denied > 0 ? t('denied', { count: denied }) : undefined,
    stale > 0 ? t('staleReads', { count: stale }) : undefined,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}

function FeedText({ feed }: { readonly feed: Feed }) {
  const t = useTranslations('connection')
  const lost = useLostReason()
  const progress = useProgress()
  const clock = useClock()
  switch (feed.type) {
    case 'connecting':
      return t('connecting')
    case 'live':
      return <Heard />
    case 'syncing':
      return t('syncing', { progress: feed.lists.map(progress).join(', ') })
    case 'stale':
      if (feed.empty) return t('noAnswer', { reason: feed.reason ?? '' })
      return feed.reason === undefined
        ? t('stale', { time: clock(new Date(feed.since)) })
        : t('staleBecause', { time: clock(new Date(feed.since)), reason: feed.reason })
    case 'lost':
      return (
        <>
          {t('lost', { time: clock(new Date(performance.timeOrigin + feed.since)), reason: lost(feed.reason) })}
          {' · '}
          <Retry at={feed.retryAt} />
        </>
      )
    case 'busy':
      return (
        <>
          {t('busy')}
          {' · '}
          <Retry at={feed.retryAt} />
        </>
      )
    case 'refused':
      return t('refused', { code: String(feed.code), reason: feed.reason })
    case 'denied':
      return t('deniedCore', { resources: [...new Set(feed.reads.map(({ resource }) => resource))].join(', ') })
  }
}

function Heard() {
  const t = useTranslations('connection')
  const seconds = useSecondsSinceHeard()
  return (
    <>
      {t('live')}
      <span className={styles.heard} aria-hidden="true">
        {t('seconds', { count: seconds })}
      </span>
    </>
  )
}

function Retry({ at }: { readonly at: number }) {
  const t = useTranslations('connection')
  const seconds = useSecondsUntil(at)
  return <span aria-hidden="true">{t('retry', { count: seconds })}</span>
}
