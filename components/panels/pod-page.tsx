'use client'

import { useMemo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { unknownAt } from '@/components/data/feed'
import { useUnknown, useUpstream } from '@/components/data/use-connection'
import { useRecord, useRecords } from '@/components/data/use-records'
import { useNamespaceGraphs } from '@/components/data/use-topology'
import { late } from '@/components/ui/late'
import { Mark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { keyOf } from '@/lib/kubernetes/key'
import type { Event, Pod } from '@/lib/kubernetes/record'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import { podKeyOf } from '@/lib/topology/service-graph'
import { GraphPicture } from './graph-picture'
import { UnknownPod } from './not-there'
import { Notice } from './notice'
import { PageHead } from './page-head'
import { PageSkeleton } from './page-skeleton'
import { PodFactText } from './pod-fact-text'
import styles from './pod-page.module.css'
import { PodPanel } from './pod-panel'
import { ContainersSheet, EventsSheet, PodServicesSheet } from './pod-sheets'
import { Standing } from './standing'
import table from './table.module.css'
import { Unknown } from './unknown'
import { useLast } from './use-last'
import { Workspace } from './workspace'

const SelectorsSheet = late(() => import('./pod-more-sheets').then((module) => module.SelectorsSheet))
const PodCommandsSheet = late(() => import('./pod-more-sheets').then((module) => module.PodCommandsSheet))

const needs = ['pods']
/** Without these it is unknown whom a pod answers for. */
const behind = ['services', 'endpointslices']

/** One pod, looked at from behind: which Services it stands behind, on which ports, and what its own state is. */
export function PodPage({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const t = useTranslations('pod')
  const title = t('title', { name, namespace })
  return (
    <Standing
      needs={needs}
      namespace={namespace}
      title={title}
      skeleton={<PageSkeleton name={name} label={t('panel')} />}
    >
      <title>{title}</title>
      <PodOf key={`${namespace}/${name}`} namespace={namespace} name={name} />
    </Standing>
  )
}

function PodOf({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const now = useRecord('Pod', `${namespace}/${name}`)
  const pod = useLast(now)
  const stands = useStands(namespace, `${namespace}/${name}`)
  const last = useLast(stands.length > 0 ? stands : undefined)
  if (pod === undefined) return <UnknownPod namespace={namespace} name={name} />
  return <Known pod={pod} stands={now === undefined ? (last ?? stands) : stands} gone={now === undefined} />
}

/** A Service that the pod stands behind or is meant to, drawn with this pod alone. */
export interface Stand {
  readonly graph: ServiceGraph
  readonly member: Member
}

function useStands(namespace: string, key: string): readonly Stand[] {
  const graphs = useNamespaceGraphs(namespace)
  return useMemo(
    () =>
      graphs.flatMap((graph) => {
        const member = graph.members.find((candidate) => podKeyOf(candidate) === key)
        return member === undefined ? [] : [{ graph: { ...graph, members: [member] }, member }]
      }),
    [graphs, key],
  )
}

/** The Services whose selectors nearly match the pod, each drawn with it alone, as its ghost. */
function useNearly(namespace: string, key: string): readonly ServiceGraph[] {
  const graphs = useNamespaceGraphs(namespace)
  return useMemo(
    () =>
      graphs.flatMap((graph) => {
        const nearMisses = graph.nearMisses?.filter(({ pod }) => keyOf(pod) === key) ?? []
        return nearMisses.length === 0 ? [] : [{ ...graph, members: [], nearMisses }]
      }),
    [graphs, key],
  )
}

function useWarnings(pod: Pod): readonly Event[] {
  const events = useRecords('Event')
  return useMemo(
    () =>
      [...events.values()]
        .filter(({ about }) => about.kind === 'Pod' && keyOf(about) === keyOf(pod))
        .sort((a, b) => (b.last ?? b.created).localeCompare(a.last ?? a.created)),
    [events, pod],
  )
}

function Known({
  pod,
  stands,
  gone,
}: {
  readonly pod: Pod
  readonly stands: readonly Stand[]
  readonly gone: boolean
}) {
  const t = useTranslations('pod')
  const format = useFormatter()
  const warnings = useWarnings(pod)
  const nearly = useNearly(pod.namespace, keyOf(pod))
  const graphs = useMemo(() => (stands.length > 0 ? stands.map(({ graph }) => graph) : nearly), [stands, nearly])
  const upstream = useUpstream()
  const unknown = behind.flatMap((resource) => unknownAt(upstream, resource, pod.namespace) ?? [])
  const noEvents = useUnknown('events', pod.namespace)
  const alone =
    unknown.length > 0 ? (
      <Unknown states={unknown} namespace={pod.namespace}>
        {t('unknownServices')}
      </Unknown>
    ) : (
      t('standsAlone')
    )
  return (
    <Workspace
      head={
        <PageHead name={<Name name={pod.name} />} facts={pod.node} object={gone ? undefined : pod}>
          {unknown.length > 0 ? <UnknownVerdict /> : <PodVerdict pod={pod} stands={stands} nearly={nearly} />}
        </PageHead>
      }
      notice={
        gone ? (
          <Notice mark="stale">{t('gone', { name: pod.name })}</Notice>
        ) : pod.deleted !== undefined ? (
          <Notice mark="terminating">{t('deleting', { name: pod.name })}</Notice>
        ) : undefined
      }
      picture={
        unknown.length > 0 || graphs.length === 0 ? (
          <div className={styles.alone}>{alone}</div>
        ) : (
          <GraphPicture graphs={graphs} label={t('picture', { name: pod.name })} past={gone} />
        )
      }
      panel={<PodPanel pod={pod} />}
      panelLabel={t('panel')}
      sheets={[
        {
          id: 'services',
          label: t('services'),
          count: unknown.length > 0 ? '?' : format.number(stands.length),
          content:
            unknown.length > 0 ? (
              <div className={table.none}>{alone}</div>
            ) : (
              <PodServicesSheet pod={pod} stands={stands} />
            ),
        },
        {
          id: 'selectors',
          label: t('selectors'),
          content: unknown.length > 0 ? <div className={table.none}>{alone}</div> : <SelectorsSheet pod={pod} />,
        },
        {
          id: 'containers',
          label: t('containers'),
          count: format.number(pod.containers.length),
          content: <ContainersSheet pod={pod} />,
        },
        {
          id: 'events',
          label: t('events'),
          count: noEvents === undefined ? format.number(warnings.length) : '?',
          content:
            noEvents === undefined ? (
              <EventsSheet events={warnings} />
            ) : (
              <div className={table.none}>
                <Unknown states={[noEvents]} namespace={pod.namespace}>
                  {t('unknownEvents')}
                </Unknown>
              </div>
            ),
        },
        {
          id: 'kubectl',
          label: 'kubectl',
          content: <PodCommandsSheet pod={pod} services={stands.map(({ graph }) => graph.service.name)} />,
        },
      ]}
    />
  )
}

function UnknownVerdict() {
  const t = useTranslations('pod')
  return (
    <>
      <Mark state="unknown" size={12} />
      <span>{t('unknownServices')}</span>
    </>
  )
}

/** Whether the pod answers for anybody, and what keeps it from doing so. */
function PodVerdict({
  pod,
  stands,
  nearly,
}: {
  readonly pod: Pod
  readonly stands: readonly Stand[]
  readonly nearly: readonly ServiceGraph[]
}) {
  const t = useTranslations('pod')
  const gap = useTranslations('gap')
  const answering = stands.filter(({ member }) => member.state === 'ready').length
  const state = stands[0]?.member.state
  const [near] = nearly
  if (state === undefined)
    return <span>{near === undefined ? t('standsAlone') : t('standsNearby', { service: near.service.name })}</span>
  return (
    <>
      <Mark state={answering > 0 ? 'ready' : state} size={12} />
      <span>
        {t('answersFor', { answering, count: stands.length })}
        {gap('sentences')}
        {answering === 0 ? <PodFactText pod={pod} /> : null}
      </span>
    </>
  )
}
