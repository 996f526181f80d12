'use client'

import Link from 'next/link'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { useFindings } from '@/components/data/use-findings'
import { Count } from '@/components/ui/count'
import { MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { useAddresses } from '@/components/ui/use-address'
import { MAX_MARKS } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import { summarise } from '@/lib/topology/summary'
import { troubleIn } from './headline'
import styles from './service-list.module.css'
import { troubleWith } from './troubles'
import { VerdictText } from './verdict-text'

/** The Services of a namespace as a list, by name: the picture's twin, and the way to each of them. */
export function ServiceList({
  graphs,
  podsKnown,
}: {
  readonly graphs: readonly ServiceGraph[]
  readonly podsKnown: boolean
}) {
  const t = useTranslations('namespace')
  return (
    <section className={styles.list}>
      <h2>{t('panel')}</h2>
      <ul>
        {graphs.map((graph) => (
          <li key={graph.key}>
            <Row graph={graph} podsKnown={podsKnown} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const Row = memo(function Row({ graph, podsKnown }: { readonly graph: ServiceGraph; readonly podsKnown: boolean }) {
  const to = useAddresses()
  const { service } = graph
  const summary = summarise(graph, { pods: podsKnown, endpointSlices: true })
  const { marks, unknown = false } = summary
  const found = useFindings(service.namespace, service.name)
  const trouble = troubleWith(graph, found, podsKnown)
  // What the findings above tell is not told again.
  const isTold = troubleIn(found?.findings) !== undefined
  return (
    <Link className={styles.row} href={to.service(service.namespace, service.name)} prefetch={false}>
      <span className={styles.line}>
        {trouble === undefined ? null : <SeverityMark severity={trouble} size={12} />}
        <span className={styles.name}>
          <Name name={service.name} />
        </span>
        {service.type === 'ExternalName' ? null : <Count counts={graph.counts} unknown={unknown} />}
      </span>
      {trouble === undefined || isTold ? (
        marks.length > 0 && marks.length <= MAX_MARKS ? (
          <MarkStrip letters={marks} size={8} pitch={10} columns={MAX_MARKS} />
        ) : null
      ) : (
        <span className={styles.verdict}>
          <VerdictText graph={graph} plain />
        </span>
      )}
    </Link>
  )
})
