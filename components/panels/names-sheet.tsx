'use client'

import type { ServiceGraph } from '@/lib/topology/graph'
import { DnsRecords } from './dns-records'
import { NameCalls } from './name-calls'
import styles from './names-sheet.module.css'
import { useNamesText } from './use-names'

/** By which names the Service is found: what DNS holds, and what a client elsewhere makes of the short ones. */
export function NamesSheet({ graph }: { readonly graph: ServiceGraph }) {
  const t = useNamesText()
  if (t === undefined) return null
  return (
    <div className={styles.sheet}>
      <DnsRecords graph={graph} t={t} />
      <NameCalls service={graph.service} t={t} />
    </div>
  )
}
