'use client'

import { lazy } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useUnknown } from '@/components/data/use-connection'
import { useFindingsIn } from '@/components/data/use-findings'
import { useNamespaceGraphs } from '@/components/data/use-topology'
import { late } from '@/components/ui/late'
import { Mark, SeverityMark } from '@/components/ui/mark'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import { wantedOf } from '@/lib/kubernetes/summary'
import { GraphPicture } from './graph-picture'
import { NamespaceFindings } from './namespace-findings'
import { Notice } from './notice'
import { PageHead } from './page-head'
import { PageSkeleton } from './page-skeleton'
import panel from './panel.module.css'
import { ServiceList } from './service-list'
import { Standing } from './standing'
import { troublesOf } from './troubles'
import { Grant, UnknownText } from './unknown'
import { useTraffic } from './use-traffic'
import { useVantage } from './use-vantage'
import { Workspace } from './workspace'

// What no first picture shows comes beside it.
const NoServiceHere = lazy(async () => ({ default: (await import('./not-there')).NoServiceHere }))
const FromChoice = late(() => import('./from-choice').then((module) => module.FromChoice))

const needs = ['services', 'endpointslices']

/** All Services of a namespace in one picture, with the pods that they share drawn once. */
export function NamespacePage({ namespace }: { readonly namespace: string }) {
  const t = useTranslations('namespace')
  const title = t('title', { namespace })
  return (
    <Standing
      needs={needs}
      namespace={namespace}
      title={title}
      skeleton={<PageSkeleton name={namespace} label={t('panel')} />}
    >
      <title>{title}</title>
      <Known key={namespace} namespace={namespace} />
    </Standing>
  )
}

function Known({ namespace }: { readonly namespace: string }) {
  const t = useTranslations('namespace')
  const format = useFormatter()
  const gap = useTranslations('gap')
  const service = useTranslations('service')
  const graphs = useNamespaceGraphs(namespace)
  const noPods = useUnknown('pods', namespace)
  const found = useFindingsIn(namespace)
  const teller = useFindingTeller()
  const vantage = useVantage()
  const traffic = useTraffic(namespace, graphs, vantage)
  if (graphs.length === 0 && found.length === 0) return <NoServiceHere namespace={namespace} />
  const troubles = troublesOf(graphs, found, noPods === undefined)
  const troubled = troubles.length
  const ready = graphs.reduce((sum, { counts }) => sum + counts.ready, 0)
  const wanted = graphs.reduce((sum, { counts }) => sum + wantedOf(counts), 0)
  return (
    <Workspace
      head={
        <PageHead
          name={namespace}
          facts={t('services', { count: graphs.length })}
          tools={<FromChoice state={vantage} traffic={traffic} />}
        >
          {noPods !== undefined ? (
            <>
              <Mark state="unknown" size={12} />
              <span>{t('answering', { ready: '?', wanted: '?' })}</span>
            </>
          ) : (
            <>
              {troubled > 0 ? (
                <SeverityMark severity={troubles.includes('error') ? 'error' : 'warning'} size={12} />
              ) : null}
              <span>
                {troubled > 0 ? t('troubled', { count: troubled }) : t('calm')}
                {' · '}
                {t('answering', { ready: format.number(ready), wanted: format.number(wanted) })}
              </span>
            </>
          )}
        </PageHead>
      }
      notice={
        noPods === undefined ? undefined : (
          <Notice mark="unknown" more={<Grant reads={[noPods]} namespace={namespace} />}>
            <UnknownText states={[noPods]} namespace={namespace} />
            {gap('sentences')}
            {service('noPods')}
          </Notice>
        )
      }
      picture={
        <GraphPicture
          graphs={graphs}
          label={t('picture', { namespace })}
          podsKnown={noPods === undefined}
          vantage={vantage}
          traffic={traffic}
        />
      }
      panel={
        // Findings stand first: without their sentences the list below would be pushed down by them.
        teller === undefined ? null : (
          <div className={panel.panel}>
            <NamespaceFindings found={found} />
            <ServiceList graphs={graphs} podsKnown={noPods === undefined} />
          </div>
        )
      }
      panelLabel={t('panel')}
      sheets={[]}
    />
  )
}
