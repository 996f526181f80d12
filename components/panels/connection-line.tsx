'use client'

import { useId } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { deniedOf, feedOf, statesOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import styles from './connection-line.module.css'
import { useLostReason } from './lost-reason'
import { useSecondsSinceHeard, useSecondsUntil } from './use-heard'

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
 * "live" can be checked and "stale" can be understood.
 */
export function ConnectionLine({ namespace }: { readonly namespace: string | undefined }) {
  const t = useTranslations('connection')
  const upstream = useUpstream()
  const feed = feedOf(useConnection(), upstream, namespace)
  const denied = deniedOf(upstream, namespace).length
  const id = useId()
  return (
    <>
      <button type="button" className={styles.line} popoverTarget={id} data-feed={feed.type} title={t('details')}>
        <Mark state={markOfFeed[feed.type]} size={10} />
        <span className={styles.text} role="status">
          <FeedText feed={feed} />
        </span>
        {denied > 0 && feed.type !== 'denied' ? (
          <span className={styles.aside}>{t('denied', { count: denied })}</span>
        ) : null}
      </button>
      <div id={id} popover="auto" className={styles.details}>
        <h2 className={styles.heading}>{t('details')}</h2>
        {upstream === undefined ? (
          <p className={styles.none}>{t('nothingHeard')}</p>
        ) : (
          <ResourceTable states={statesOf(upstream, namespace)} />
        )}
      </div>
    </>
  )
}

function FeedText({ feed }: { readonly feed: Feed }) {
  const t = useTranslations('connection')
  const lost = useLostReason()
  const format = useFormatter()
  const clock = (moment: number): string =>
    format.dateTime(new Date(moment), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  switch (feed.type) {
    case 'connecting':
      return t('connecting')
    case 'live':
      return <Heard />
    case 'syncing':
      return t('syncing', { progress: feed.lists.map((list) => progressOf(list, t, format.number)).join(', ') })
    case 'stale':
      if (feed.empty) return t('noAnswer', { reason: feed.reason ?? '' })
      return feed.reason === undefined
        ? t('stale', { time: clock(Date.parse(feed.since)) })
        : t('staleBecause', { time: clock(Date.parse(feed.since)), reason: feed.reason })
    case 'lost':
      return (
        <>
          {t('lost', { time: clock(performance.timeOrigin + feed.since), reason: lost(feed.reason) })}
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

/** `pods 3,500 of ~10,000`; the server's remainder is an estimate, hence the tilde. */
function progressOf(
  { resource, loaded, remaining }: ResourceState,
  t: ReturnType<typeof useTranslations<'connection'>>,
  number: (value: number) => string,
): string {
  if (loaded === undefined) return resource
  if (remaining === undefined) return t('loaded', { resource, loaded: number(loaded) })
  return t('loadedOf', { resource, loaded: number(loaded), total: number(loaded + remaining) })
}

const markOfStatus: Readonly<Record<ResourceStatus, MarkState>> = {
  syncing: 'pending',
  live: 'ready',
  stale: 'stale',
  denied: 'unknown',
  absent: 'unknown',
  partial: 'pending',
}

function ResourceTable({ states }: { readonly states: readonly ResourceState[] }) {
  const t = useTranslations('connection')
  const format = useFormatter()
  return (
    <table className={styles.resources}>
      <tbody>
        {states.map((state) => (
          <tr key={`${state.resource}/${state.namespace}`}>
            <th scope="row">
              <code>{state.namespace === '' ? state.resource : `${state.resource} · ${state.namespace}`}</code>
            </th>
            <td>
              <span className={styles.status}>
                <Mark state={markOfStatus[state.status]} size={8} />
                {state.status === 'syncing' && state.loaded !== undefined
                  ? progressOf(state, t, format.number)
                  : t(`status.${state.status}`)}
              </span>
              {state.reason === undefined ? null : <span className={styles.reason}>{state.reason}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
