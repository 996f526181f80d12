'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Tab } from '@/components/ui/tabs'
import { Tabs } from '@/components/ui/tabs'
import { useAddressState } from '@/components/ui/use-address'
import { useNarrow } from './use-narrow'
import styles from './workspace.module.css'

/**
 * A page around a picture: its head, the picture, a panel that says what the picture means, and sheets below. On a
 * phone picture and panel are sheets among the others.
 */
export function Workspace({
  head,
  notice,
  picture,
  panel,
  panelLabel,
  sheets,
}: {
  readonly head: ReactNode
  /** A line across the page that changes how everything below is to be read. */
  readonly notice?: ReactNode
  readonly picture: ReactNode
  readonly panel: ReactNode
  readonly panelLabel: string
  readonly sheets: readonly Tab[]
}) {
  const t = useTranslations('workspace')
  const narrow = useNarrow()
  const [finding] = useAddressState('finding')
  if (narrow) {
    const all: readonly Tab[] = [
      { id: 'picture', label: t('picture'), content: picture },
      { id: 'panel', label: panelLabel, content: <div className={styles.sheetPanel}>{panel}</div> },
      ...sheets,
    ]
    return (
      <div className={styles.narrow}>
        {head}
        {notice}
        {/* Findings stand in the panel: a link to one opens it. */}
        <Tabs tabs={all} label={t('sheets')} first={finding === undefined ? undefined : 'panel'} />
      </div>
    )
  }
  return (
    <div className={styles.wide}>
      <div className={styles.head}>
        {head}
        {notice}
      </div>
      <div className={sheets.length > 0 ? styles.picture : `${styles.picture} ${styles.alone}`}>{picture}</div>
      {sheets.length > 0 ? (
        <div className={styles.sheets}>
          <Tabs tabs={sheets} label={t('sheets')} />
        </div>
      ) : null}
      <aside className={styles.panel} aria-label={panelLabel}>
        {panel}
      </aside>
    </div>
  )
}
