'use client'

import { useTranslations } from 'use-intl'
import { Command } from '@/components/ui/command'
import { code } from '@/components/ui/told'
import type { ResourceState } from '@/lib/kubernetes/state'
import { grantLines, namesSubject } from './grant'
import styles from './unknown.module.css'

/** The commands that grant refused reads, and whom to ask. */
export function GrantCommand({
  reads,
  namespace,
}: {
  readonly reads: readonly ResourceState[]
  readonly namespace: string | undefined
}) {
  const t = useTranslations('unknown')
  return (
    <div className={styles.command}>
      <Command lines={grantLines(reads, namespace)} />
      <p className={styles.hint}>
        {t('whoGrants')}
        {namesSubject(reads) ? null : <> {t.rich('whoami', { code })}</>}
      </p>
    </div>
  )
}
