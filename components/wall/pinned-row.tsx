'use client'

import { useTranslations } from 'use-intl'
import { useUpstream } from '@/components/data/use-connection'
import { usePinned } from '@/components/ui/pinned'
import { keyOf } from '@/lib/kubernetes/key'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import styles from './pinned-row.module.css'
import { Tile } from './tile'
import { TileRow } from './tile-row'

/** The Services that the viewer has pinned, before all others and whatever the filter says; absent without any. */
export function PinnedRow({
  summaries,
  columns,
}: {
  readonly summaries: ReadonlyMap<string, ServiceSummary>
  readonly columns: number
}) {
  const t = useTranslations('wall')
  const { pinned } = usePinned(useUpstream()?.context)
  if (pinned.length === 0) return null
  return (
    <TileRow title={t('pinned')} columns={columns} name="pinned">
      <ul className={styles.tiles}>
        {pinned.map((service) => (
          <li key={keyOf(service)}>
            <Tile summary={summaries.get(keyOf(service)) ?? gone(service)} qualified />
          </li>
        ))}
      </ul>
    </TileRow>
  )
}

const goneServices = new Map<string, ServiceSummary>()

/** A pinned Service that is no longer there: its tile says so, and stays until it is unpinned. */
function gone({ namespace, name }: { readonly namespace: string; readonly name: string }): ServiceSummary {
  const key = keyOf({ namespace, name })
  const known = goneServices.get(key)
  if (known !== undefined) return known
  const counts = { ready: 0, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0 }
  const summary: ServiceSummary = {
    kind: 'ServiceSummary',
    namespace,
    name,
    uid: '',
    type: 'ClusterIP',
    labels: {},
    ...counts,
    zones: [],
    marks: '',
    absent: true,
  }
  goneServices.set(key, summary)
  return summary
}
