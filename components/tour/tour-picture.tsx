'use client'

import { useMemo } from 'react'
import useSWRImmutable from 'swr/immutable'
import { useFindings } from '@/components/data/use-findings'
import { useRecords } from '@/components/data/use-records'
import { useServiceGraph } from '@/components/data/use-topology'
import { GraphView } from '@/components/graph/graph-view'
import { Headline } from '@/components/panels/headline'
import { KubectlSheet } from '@/components/panels/kubectl-sheet'
import { PageHead } from '@/components/panels/page-head'
import { Count } from '@/components/ui/count'
import { Name } from '@/components/ui/name'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { Chapter } from './chapters'
import styles from './tour-picture.module.css'
import type { TourText } from './use-tour-text'

const subject = 'default/web-service'

/** The recorded Service as its page would show it: who answers, the picture, and what kubectl prints at that moment. */
export function TourPicture({ chapter, t }: { readonly chapter: Chapter; readonly t: TourText }) {
  const graph = useServiceGraph(subject)
  return (
    <section className={styles.page} aria-label={t('page')}>
      <div className={styles.head}>
        {graph === undefined ? <PageHead name={<Name name="web-service" />} /> : <Head graph={graph} />}
        <p className={styles.recorded} title={t('recordedHint')}>
          {t('name')} · {t('recorded')}
        </p>
      </div>
      <div className={styles.picture} data-testid="graph" data-points={chapter.points.join(' ')}>
        {graph === undefined ? null : <Picture graph={graph} chapter={chapter} label={t('picture')} />}
      </div>
      <section className={styles.terminal} aria-label={t('terminal')}>
        {graph === undefined ? null : <KubectlSheet graph={graph} />}
      </section>
    </section>
  )
}

function Head({ graph }: { readonly graph: ServiceGraph }) {
  const found = useFindings(graph.service.namespace, graph.service.name)
  return (
    <PageHead
      name={<Name name={graph.service.name} />}
      figures={<Count counts={graph.counts} unknown={false} />}
      facts={graph.service.type}
    >
      <Headline graph={graph} findings={found?.findings} podsKnown />
    </PageHead>
  )
}

function Picture({
  graph,
  chapter,
  label,
}: {
  readonly graph: ServiceGraph
  readonly chapter: Chapter
  readonly label: string
}) {
  const graphs = useMemo(() => [graph], [graph])
  const sharesOn = useShares(graphs, chapter.from)
  return <GraphView graphs={graphs} label={label} focus={subject} sharesOn={sharesOn} />
}

/** Where the calls of a client on a node go, on the recorded cluster, whose nodes run kube-proxy. */
function useShares(graphs: readonly ServiceGraph[], from: string | undefined) {
  const { data: rules } = useSWRImmutable(
    from === undefined ? null : 'traffic',
    () => import('@/components/panels/traffic-view'),
  )
  const nodes = useRecords('Node')
  const pods = useRecords('Pod')
  const policies = useRecords('NetworkPolicy')
  const namespaces = useRecords('Namespace')
  return useMemo(() => {
    if (from === undefined || rules === undefined) return undefined
    const trafficOf = rules.trafficFrom(
      { type: 'node', name: from },
      {
        nodes,
        pods,
        policies,
        namespaces,
        policiesOf: ['default'],
        unread: [],
        dataplane: { name: 'kube-proxy' },
        policyKinds: [],
      },
    )
    return rules.trafficView(graphs, trafficOf).sharesOn
  }, [graphs, from, rules, nodes, pods, policies, namespaces])
}
