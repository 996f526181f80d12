'use client'

import { useSyncExternalStore } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { useViewerStore } from '@/components/data/viewer-provider'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import styles from './feed-line.module.css'

const marks: Readonly<Record<Feed['type'], MarkState>> = {
  connecting: 'pending',
  syncing: 'pending',
  live: 'ready',
  stale: 'stale',
  lost: 'stale',
  busy: 'stale',
  refused: 'unknown',
  denied: 'unknown',
}

/** How true the wall is, to be read across a room. */
export function FeedLine({ feed }: { readonly feed: Feed }) {
  return (
    <p className={styles.line} data-feed={feed.type} role="status">
      <Mark state={marks[feed.type]} size={20} />
      <span>
        <FeedWords feed={feed} />
      </span>
    </p>
  )
}

function FeedWords({ feed }: { readonly feed: Feed }) {
  const t = useTranslations('connection')
  const format = useFormatter()
  const clock = (moment: Date) =>
    format.dateTime(moment, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  switch (feed.type) {
    case 'connecting':
      return t('connecting')
    case 'syncing':
      return t('syncing', { progress: feed.lists.map(({ resource }) => resource).join(', ') })
    case 'live':
      return <Live />
    case 'stale':
      if (feed.empty) return t('noAnswer', { reason: feed.reason ?? '' })
      return feed.reason === undefined
        ? t('stale', { time: clock(new Date(feed.since)) })
        : t('staleBecause', { time: clock(new Date(feed.since)), reason: feed.reason })
    case 'lost':
      return t('stale', { time: clock(new Date(performance.timeOrigin + feed.since)) })
    case 'busy':
      return t('busy')
    case 'refused':
      return t('refused', { code: String(feed.code), reason: feed.reason })
    case 'denied':
      return t('deniedCore', { resources: [...new Set(feed.reads.map(({ resource }) => resource))].join(', ') })
  }
}

/** How long ago anything was heard: a wall that nobody touches must show that it still listens. */
function Live() {
  const t = useTranslations('connection')
  const store = useViewerStore()
  const read = () => Math.floor(store.silence() / 1000)
  const seconds = useSyncExternalStore(store.onTick, read, () => 0)
  return (
    <>
      {t('live')}{' '}
      <span className={styles.heard} aria-hidden="true">
        {t('seconds', { count: seconds })}
      </span>
    </>
  )
}
