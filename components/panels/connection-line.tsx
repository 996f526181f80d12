'use client'

import { useId } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { deniedOf, feedOf, partsOf, statesOf } from '@/components/data/feed'
import { useConnection, useUpstream } from '@/components/data/use-connection'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import styles from './connection-line.module.css'
import { isPlainRefusal } from './grant'
import { useLostReason } from './lost-reason'
import { useProgress } from './progress'
import { GrantCommand } from './unknown'
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
 * "live" can be checked, and "stale" and "denied" be understood.
 */
export function ConnectionLine({ namespace }: { readonly namespace: string | undefined }) {
  const t = useTranslations('connection')
  const upstream = useUpstream()
  const feed = feedOf(useConnection(), upstream, namespace)
  const aside = useAside(namespace)
  const id = useId()
  return (
    <>
      <button type="button" className={styles.line} popoverTarget={id} data-feed={feed.type} title={t('details')}>
        <Mark state={markOfFeed[feed.type]} size={10} />
        <span className={styles.text} role="status">
          <FeedText feed={feed} />
        </span>
        {feed.type === 'live' && aside !== undefined ? <span className={styles.aside}>{aside}</span> : null}
      </button>
      <div id={id} popover="auto" className={styles.details}>
        <h2 className={styles.heading}>{t('details')}</h2>
        <Details namespace={namespace} feed={feed} />
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

/** The time of day, in the reader's zone. */
function useClock(): (moment: Date) => string {
  const format = useFormatter()
  return (moment) =>
    format.dateTime(moment, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
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

const markOfStatus: Readonly<Record<Exclude<ResourceStatus, 'absent'>, MarkState>> = {
  syncing: 'pending',
  live: 'ready',
  stale: 'stale',
  denied: 'unknown',
  partial: 'unknown',
}

/** Each resource with its state where the page looks, and what would grant the reads that are refused. */
function Details({ namespace, feed }: { readonly namespace: string | undefined; readonly feed: Feed }) {
  const t = useTranslations('connection')
  const upstream = useUpstream()
  if (upstream === undefined) return <p className={styles.none}>{t('nothingHeard')}</p>
  const states = statesOf(upstream, namespace)
  const refused = states.filter(({ status }) => status === 'denied' || status === 'partial')
  return (
    <>
      <p className={styles.place}>
        <code>{upstream.context}</code>
        {namespace === undefined ? null : (
          <>
            {' / '}
            <code>{namespace}</code>
          </>
        )}
      </p>
      {feed.type === 'live' ? null : (
        <p className={styles.feed}>
          <FeedText feed={feed} />
        </p>
      )}
      <table className={styles.resources}>
        <tbody>
          {states.map((state) => (
            <tr key={state.resource} data-resource={state.resource} data-status={state.status}>
              <th scope="row">
                <code>{state.resource}</code>
              </th>
              <td>
                <StatusText state={state} />
                {namespace === undefined && state.status === 'partial' ? (
                  <Parts parts={partsOf(upstream, state.resource)} more={state.remaining ?? 0} />
                ) : null}
                <Reason state={state} said={feed.type === 'stale' ? feed.reason : undefined} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {refused.length === 0 ? null : (
        <section className={styles.grant}>
          <h3>{t('toGrant')}</h3>
          <GrantCommand reads={refused} namespace={namespace} />
        </section>
      )}
    </>
  )
}

function StatusText({ state, names }: { readonly state: ResourceState; readonly names?: string }) {
  const t = useTranslations('connection')
  const progress = useProgress()
  const clock = useClock()
  const { status, loaded, since, verb = 'list' } = state
  const words = () => {
    if (status === 'syncing' && loaded !== undefined) return progress(state)
    if (status === 'stale') return t('staleSince', { time: clock(new Date(since)) })
    if (status === 'denied') return t('mayNot', { verb })
    return t(`status.${status}`)
  }
  return (
    <span className={styles.status}>
      {status === 'absent' ? <span className={styles.noMark} /> : <Mark state={markOfStatus[status]} size={8} />}
      <span>{names === undefined ? words() : t('statusIn', { status: words(), names })}</span>
    </span>
  )
}

/** The namespaces that are read apart, those in the same state together. */
function Parts({ parts, more }: { readonly parts: readonly ResourceState[]; readonly more: number }) {
  const t = useTranslations('connection')
  const groups = new Map<ResourceStatus, ResourceState[]>()
  for (const part of parts) groups.set(part.status, [...(groups.get(part.status) ?? []), part])
  return (
    <>
      {[...groups].map(([status, [first, ...rest]]) =>
        first === undefined ? null : (
          <StatusText key={status} state={first} names={[first, ...rest].map((part) => part.namespace).join(', ')} />
        ),
      )}
      {more > 0 ? <span className={styles.reason}>{t('moreNamespaces', { count: more })}</span> : null}
    </>
  )
}

/** In whose words a read fails, unless they only repeat what stands here already, or above as `said`. */
function Reason({
  state: { status, reason },
  said,
}: {
  readonly state: ResourceState
  readonly said: string | undefined
}) {
  if (reason === undefined || reason === said || status === 'live') return null
  if ((status === 'denied' || status === 'partial') && isPlainRefusal(reason)) return null
  return <span className={styles.reason}>{reason}</span>
}
