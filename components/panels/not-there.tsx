'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useUnknown } from '@/components/data/use-connection'
import { useRecords } from '@/components/data/use-records'
import { Screen } from '@/components/ui/screen'
import { shellWord } from '@/components/ui/shell-word'
import { useAddresses } from '@/components/ui/use-address'
import { parseKey } from '@/lib/kubernetes/key'
import { nearNames } from './near-names'
import styles from './screens.module.css'
import { Unknown } from './unknown'

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
