'use client'

import { lazy, useMemo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useUnknown } from '@/components/data/use-connection'
import { useFindings } from '@/components/data/use-findings'
import { useServiceGraph } from '@/components/data/use-topology'
import { Count } from '@/components/ui/count'
import { late } from '@/components/ui/late'
import { Name } from '@/components/ui/name'
import { Term } from '@/components/ui/term'
import { useAddressState } from '@/components/ui/use-address'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown } from '@/lib/topology/summary'
import { GraphPicture } from './graph-picture'
import { Headline } from './headline'
import { Notice } from './notice'
import { PageHead } from './page-head'
import { PageSkeleton } from './page-skeleton'
import { Standing } from './standing'
import { typeTerm } from './type-term'
import { Grant, UnknownText } from './unknown'
import { useLast } from './use-last'
import { useTraffic } from './use-traffic'
import { useVantage } from './use-vantage'
import { Workspace } from './workspace'

const ServicePanel = late(() => import('./service-panel').then((module) => module.ServicePanel))
const EndpointsTable = late(() => import('./endpoints-table').then((module) => module.EndpointsTable))
const FindingList = late(() => import('./finding-list').then((module) => module.FindingList))
const KubectlSheet = late(() => import('./kubectl-sheet').then((module) => module.KubectlSheet))
const NamesSheet = late(() => import('./names-sheet').then((module) => module.NamesSheet))
const FromChoice = late(() => import('./from-choice').then((module) => module.FromChoice))
const TrafficSheet = late(() => import('./traffic-sheet').then((module) => module.TrafficSheet))
const SlicesSheet = late(() => import('./slices-sheet').then((module) => module.SlicesSheet))
const PortsSheet = late(() => import('./ports-sheet').then((module) => module.PortsSheet))
const TimeSheet = late(() => import('@/components/time/time-sheet').then((module) => module.TimeSheet))
const UnknownService = lazy(async () => ({ default: (await import('./not-there')).UnknownService }))

/** A refused read of pods leaves the endpoints, which the page then shows for what they are. */
const needs = ['services', 'endpointslices']

/** One Service: who may call, who answers, who should and does not. */
export function ServicePage({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const t = useTranslations('service')
  const title = t('title', { name, namespace })
  return (
    <Standing
      needs={needs}
      namespace={namespace}
      title={title}
      skeleton={<PageSkeleton name={name} label={t('panel')} />}
    >
      <title>{title}</title>
      <Service key={`${namespace}/${name}`} namespace={namespace} name={name} />
    </Standing>
  )
}

function Service({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  const now = useServiceGraph(`${namespace}/${name}`)
  const last = useLast(now)
  const [at] = useAddressState('at')
  // What is gone is shown as it last was; in the past, what is not there may have come later.
  const graph = at === undefined ? last : now
  const found = useFindings(namespace, name)
  if (graph === undefined)
    return (
      <UnknownService namespace={namespace} name={name}>
        <FindingList found={found} />
      </UnknownService>
    )
  return <Known graph={graph} gone={now === undefined} />
}

function Known({ graph, gone }: { readonly graph: ServiceGraph; readonly gone: boolean }) {
  const t = useTranslations('service')
  const app = useTranslations('app')
  const table = useTranslations('table')
  const gap = useTranslations('gap')
  const format = useFormatter()
  const graphs = useMemo(() => [graph], [graph])
  const { service } = graph
  const vantage = useVantage()
  const traffic = useTraffic(service.namespace, graphs, vantage)
  const own = traffic?.byService.get(graph.key)
  const found = useFindings(service.namespace, service.name)
  const noPods = useUnknown('pods', service.namespace)
  const known = areCountsKnown(service, { pods: noPods === undefined, endpointSlices: true })
  const published = graph.members.reduce((sum, member) => sum + member.endpoints.length, 0)
  return (
    <Workspace
      head={
        <PageHead
          name={<Name name={service.name} />}
          figures={service.type === 'ExternalName' ? undefined : <Count counts={graph.counts} unknown={!known} />}
          facts={<Term id={typeTerm(service)}>{service.clusterIPs[0] === 'None' ? t('headless') : service.type}</Term>}
          object={gone ? undefined : service}
          tools={gone ? undefined : <FromChoice state={vantage} traffic={traffic} />}
        >
          {gone ? null : <Headline graph={graph} findings={found?.findings} podsKnown={noPods === undefined} />}
        </PageHead>
      }
      notice={
        gone ? (
          <Notice mark="stale">{t('gone', { name: service.name })}</Notice>
        ) : service.deleted !== undefined ? (
          <Notice mark="terminating">{t('deleting', { name: service.name })}</Notice>
        ) : noPods !== undefined && !known ? (
          <Notice mark="unknown" more={<Grant reads={[noPods]} namespace={service.namespace} />}>
            <UnknownText states={[noPods]} namespace={service.namespace} />
            {gap('sentences')}
            {t('noPods')}
          </Notice>
        ) : undefined
      }
      picture={
        <GraphPicture
          graphs={graphs}
          label={t('picture', { name: service.name })}
          focus={graph.key}
          past={gone}
          podsKnown={noPods === undefined}
          vantage={vantage}
          traffic={traffic}
        />
      }
      panel={<ServicePanel graph={graph} found={gone ? undefined : found} />}
      panelLabel={t('panel')}
      sheets={[
        {
          id: 'endpoints',
          label: table('endpoints'),
          count: format.number(published),
          content: <EndpointsTable graph={graph} />,
        },
        {
          id: 'slices',
          label: t('slices'),
          count: format.number(graph.slices.length),
          content: <SlicesSheet graph={graph} />,
        },
        {
          id: 'ports',
          label: t('ports'),
          count: format.number(service.ports.length),
          content: <PortsSheet graph={graph} />,
        },
        { id: 'dns', label: 'DNS', content: <NamesSheet graph={graph} /> },
        {
          id: 'traffic',
          label: t('traffic'),
          content: <TrafficSheet graph={graph} traffic={own} state={vantage} />,
        },
        { id: 'kubectl', label: 'kubectl', content: <KubectlSheet graph={graph} /> },
        {
          id: 'time',
          label: app('time'),
          content: <TimeSheet namespace={service.namespace} name={service.name} />,
        },
      ]}
    />
  )
}
