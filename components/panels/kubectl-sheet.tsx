'use client'

import { useSyncExternalStore } from 'react'
import { useUnknown } from '@/components/data/use-connection'
import { useRecord } from '@/components/data/use-records'
import { useViewerStore } from '@/components/data/viewer-provider'
import { Command } from '@/components/ui/command'
import type { ServiceGraph } from '@/lib/topology/graph'
import { endpointSlicesTable, endpointsTable } from './kubectl-table'
import styles from './table.module.css'
import { Unknown } from './unknown'
import { useKubectl } from './use-kubectl'
import { useSheetText } from './use-sheet-text'

/** What a terminal says of the same Service at the same moment, and the commands to see for oneself. */
export function KubectlSheet({ graph }: { readonly graph: ServiceGraph }) {
  const t = useSheetText()
  const kubectl = useKubectl()
  const { namespace, name } = graph.service
  const endpoints = useRecord('Endpoints', graph.key)
  const unknown = useUnknown('endpoints', namespace)
  const slicesText = usePrinted((now) => endpointSlicesTable(graph.slices, namespace, now))
  const endpointsText = usePrinted((now) =>
    endpoints === undefined
      ? `Error from server (NotFound): endpoints "${name}" not found`
      : endpointsTable(endpoints, now),
  )
  return (
    <div className={styles.stack}>
      <Command
        lines={[kubectl('get', 'endpointslices', '-n', namespace, '-l', `kubernetes.io/service-name=${name}`)]}
        output={slicesText}
      />
      {unknown !== undefined ? (
        <div className={styles.none}>
          <Unknown states={[unknown]} namespace={namespace}>
            {t?.('kubectl.unknown')}
          </Unknown>
        </div>
      ) : (
        <Command lines={[kubectl('get', 'endpoints', name, '-n', namespace)]} output={endpointsText} />
      )}
    </div>
  )
}

/** A text that holds ages: printed anew each second by the cluster's clock, rendered only when it reads otherwise. */
function usePrinted(print: (now: number) => string): string {
  const store = useViewerStore()
  const read = () => print(store.now())
  return useSyncExternalStore(store.onTick, read, read)
}
