'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { useUnknown, useUpstream } from '@/components/data/use-connection'
import { useRecords } from '@/components/data/use-records'
import { useViewerStore } from '@/components/data/viewer-provider'
import { Screen } from '@/components/ui/screen'
import { shellWord } from '@/components/ui/shell-word'
import { useAddresses } from '@/components/ui/use-address'
import { parseKey } from '@/lib/kubernetes/key'
import type { ResourceState } from '@/lib/kubernetes/state'
import { useLostReason } from './lost-reason'
import { nearNames } from './near-names'
import styles from './screens.module.css'
import { GrantCommand, Unknown } from './unknown'

const code = (chunks: ReactNode) => <code>{chunks}</code>

/** Names of the wished kind in one namespace, or of all namespaces. */
function names(records: ReadonlyMap<string, unknown>, namespace: string): readonly string[] {
  const keys = [...records.keys()].map(parseKey)
  return keys.filter((key) => key.namespace === namespace).map(({ name }) => name)
}

/** A name in the address that the cluster does not have. */
function NotThere({
  title,
  wish,
  known,
  hrefOf,
  command,
  children,
}: {
  readonly title: ReactNode
  readonly wish: string
  readonly known: readonly string[]
  readonly hrefOf: (name: string) => string
  readonly command: string
  readonly children?: ReactNode
}) {
  const t = useTranslations('screen')
  const near = nearNames(wish, known)
  // Where nothing is near, a few of what there is are better than nothing.
  const offered = near.length > 0 ? near : [...known].sort().slice(0, 8)
  return (
    <div className={styles.page}>
      <Screen title={title} mark="missing" commands={[command]}>
        {children}
        {offered.length > 0 ? (
          <div className={styles.offer}>
            <p>{near.length > 0 ? t('near') : t('there')}</p>
            <ul className={styles.names}>
              {offered.map((name) => (
                <li key={name}>
                  <Link href={hrefOf(name)} prefetch={false}>
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <p>{t('nothingThere')}</p>
        )}
      </Screen>
    </div>
  )
}

export function UnknownNamespace({ namespace }: { readonly namespace: string }) {
  const t = useTranslations('screen')
  const to = useAddresses()
  const known = names(useRecords('Namespace'), '')
  return (
    <NotThere
      title={t.rich('unknownNamespace', { name: namespace, code })}
      wish={namespace}
      known={known}
      hrefOf={to.namespace}
      command="kubectl get namespaces"
    />
  )
}

/** A Service that is not there; `children`: what else is known of it, such as who calls it. */
export function UnknownService({
  namespace,
  name,
  children,
}: {
  readonly namespace: string
  readonly name: string
  readonly children?: ReactNode
}) {
  const t = useTranslations('screen')
  const to = useAddresses()
  const known = names(useRecords('Service'), namespace)
  return (
    <NotThere
      title={t.rich('unknownService', { name, namespace, code })}
      wish={name}
      known={known}
      hrefOf={(near) => to.service(namespace, near)}
      command={`kubectl get services -n ${shellWord(namespace)}`}
    >
      {children}
    </NotThere>
  )
}

export function UnknownPod({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const t = useTranslations('screen')
  const to = useAddresses()
  const known = names(useRecords('Pod'), namespace)
  return (
    <NotThere
      title={t.rich('unknownPod', { name, namespace, code })}
      wish={name}
      known={known}
      hrefOf={(near) => to.pod(namespace, near)}
      command={`kubectl get pods -n ${shellWord(namespace)}`}
    />
  )
}

/** A namespace that is there and holds no Service. */
export function NoServiceHere({ namespace }: { readonly namespace: string }) {
  const t = useTranslations('screen')
  const pods = names(useRecords('Pod'), namespace).length
  const unknown = useUnknown('pods', namespace)
  return (
    <div className={styles.page}>
      <Screen
        title={t.rich('noServiceHere', { namespace, code })}
        commands={[`kubectl expose deployment NAME --port=80 -n ${shellWord(namespace)}`]}
      >
        {unknown === undefined ? (
          <p>{t('podsHere', { count: pods })}</p>
        ) : (
          <Unknown states={[unknown]} namespace={namespace} />
        )}
      </Screen>
    </div>
  )
}

/** What may not be read, and what an administrator would have to grant. */
export function Denied({
  reads,
  namespace,
}: {
  readonly reads: readonly ResourceState[]
  readonly namespace: string | undefined
}) {
  const t = useTranslations('unknown')
  const verb = reads[0]?.verb ?? 'list'
  const resource = reads.map((read) => read.resource).join(', ')
  const reason = reads.find((read) => read.reason !== undefined)?.reason
  return (
    <div className={styles.page}>
      <Screen
        mark="unknown"
        title={
          namespace === undefined
            ? t.rich('denied', { verb, resource, code })
            : t.rich('deniedIn', { verb, resource, namespace, code })
        }
      >
        {reason === undefined ? null : <p className={styles.reason}>{reason}</p>}
        <GrantCommand reads={reads} namespace={namespace} />
      </Screen>
    </div>
  )
}

/** Nothing has ever been heard: of our own server, or of the cluster behind it. */
export function Unreachable({
  feed,
}: {
  readonly feed: Extract<Feed, { type: 'lost' | 'busy' | 'refused' | 'stale' }>
}) {
  const t = useTranslations('screen')
  const lost = useLostReason()
  const context = useUpstream()?.context
  switch (feed.type) {
    case 'stale':
      return (
        <div className={styles.page}>
          <Screen
            mark="stale"
            title={t.rich('noCluster', { context: context ?? '', code })}
            commands={[
              context === undefined ? 'kubectl cluster-info' : `kubectl --context ${shellWord(context)} cluster-info`,
            ]}
          >
            {feed.reason === undefined ? null : <p className={styles.reason}>{feed.reason}</p>}
            <p>{t('retrying')}</p>
          </Screen>
        </div>
      )
    case 'lost':
      return (
        <div className={styles.page}>
          <Screen mark="stale" title={t('noServer')}>
            <p>{lost(feed.reason)}</p>
            <Retry />
          </Screen>
        </div>
      )
    case 'busy':
      return (
        <div className={styles.page}>
          <Screen mark="stale" title={t('busy')}>
            <p>{t('retrying')}</p>
            <Retry />
          </Screen>
        </div>
      )
    case 'refused':
      return (
        <div className={styles.page}>
          <Screen mark="unknown" title={t('refused', { code: String(feed.code) })}>
            <p className={styles.reason}>{feed.reason}</p>
            <Retry />
          </Screen>
        </div>
      )
  }
}

/** For who does not want to wait for the next try. */
function Retry() {
  const t = useTranslations('screen')
  const { retry } = useViewerStore()
  return (
    <button type="button" onClick={retry}>
      {t('retry')}
    </button>
  )
}
