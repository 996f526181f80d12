'use client'

import { useTranslations } from 'use-intl'
import { Screen } from '@/components/ui/screen'
import { code } from '@/components/ui/told'
import type { ResourceState } from '@/lib/kubernetes/state'
import { GrantCommand } from './grant-command'
import styles from './screens.module.css'

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
