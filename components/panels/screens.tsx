'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Feed } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useViewerStore } from '@/components/data/viewer-provider'
import { Button } from '@/components/ui/button'
import { Screen } from '@/components/ui/screen'
import { shellWord } from '@/components/ui/shell-word'
import { useLostReason } from './lost-reason'
import styles from './screens.module.css'

const code = (chunks: ReactNode) => <code>{chunks}</code>

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
  return <Button onClick={retry}>{t('retry')}</Button>
}
