'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { partsOf, statesOf } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { Mark } from '@/components/ui/mark'
import type { MarkState } from '@/components/ui/mark-shape'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import styles from './connection-line.module.css'
import { isPlainRefusal } from './grant'
import { GrantCommand } from './grant-command'
import { useProgress } from './progress'
import { useClock } from './use-clock'

const markOfStatus: Readonly<Record<Exclude<ResourceStatus, 'absent'>, MarkState>> = {
  syncing: 'pending',
  live: 'ready',
  stale: 'stale',
  denied: 'unknown',
  partial: 'unknown',
}

/** Each resource with its state where the page looks, and what would grant the reads that are refused. */
export function ConnectionDetails({
  namespace,
  feed,
  children,
}: {
  readonly namespace: string | undefined
  readonly feed: Feed
  /** What the line says of the feed. */
  readonly children: ReactNode
}) {
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
      {feed.type === 'live' ? null : <p className={styles.feed}>{children}</p>}
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
