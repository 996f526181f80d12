'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useLacking } from '@/components/ui/lacking'
import { Mark, SeverityMark } from '@/components/ui/mark'
import type { Pod } from '@/lib/kubernetes/record'
import { wantedOf } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown, troubleOf } from '@/lib/topology/summary'
import { answerOf, labelText, sharedReason, verdictOf } from './answer'
import { PodFactText } from './pod-fact-text'
import { podFact } from './pod-facts'

/**
 * Who answers, in one sentence, and what keeps the missing and the first silent pod from it. The weight of the trouble stands before
 * it, unless that is said elsewhere (`plain`). Where pods are not known, it says what is published, and no more.
 */
export function VerdictText({
  graph,
  plain = false,
  podsKnown = true,
}: {
  readonly graph: ServiceGraph
  readonly plain?: boolean
  readonly podsKnown?: boolean
}) {
  if (areCountsKnown(graph.service, { pods: podsKnown, endpointSlices: true }))
    return <KnownVerdict graph={graph} plain={plain} />
  return (
    <>
      {plain ? null : <Mark state="unknown" size={12} />}
      <PublishedText graph={graph} />
    </>
  )
}

/** All that slices tell by themselves. */
function PublishedText({ graph: { counts } }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('verdict')
  const published = counts.ready + counts.notReady + counts.draining + counts.terminating
  return <span>{t('unknown', { ready: counts.ready, published })}</span>
}

function KnownVerdict({ graph, plain }: { readonly graph: ServiceGraph; readonly plain: boolean }) {
  const trouble = troubleOf({ ...graph.counts, type: graph.service.type })
  const silent = explainedPod(graph)
  const reason = sharedReason(graph)
  const gap = useTranslations('gap')
  const because = useTranslations('missingBecause')
  return (
    <>
      {trouble === undefined || plain ? null : <SeverityMark severity={trouble} size={12} />}
      <span>
        <Sentence graph={graph} />
        {reason === undefined ? null : `${gap('sentences')}${because(reason)}`}
        {silent === undefined ? null : (
          <>
            {gap('sentences')}
            <PodFactText pod={silent} />
          </>
        )}
      </span>
    </>
  )
}

function Sentence({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('verdict')
  const lacking = useLacking()
  const { service, counts } = graph
  const verdict = verdictOf(graph)
  const code = (chunks: ReactNode) => <code>{chunks}</code>
  switch (verdict) {
    case 'external':
      return t.rich(verdict, { name: service.externalName ?? '', code })
    case 'noMatch':
      return t.rich(verdict, { selector: labelText(service.selector ?? {}), code })
    case 'noSelector':
      return t(verdict)
    case 'all':
      return t(verdict, { ready: counts.ready })
    case 'onlyDraining':
      return t(verdict, { draining: counts.draining })
    case 'some':
      return t(verdict, { ready: counts.ready, wanted: wantedOf(counts), parts: lacking(counts) })
    case 'none':
      return t(verdict, { wanted: wantedOf(counts), parts: lacking(counts) })
  }
}

/** A pod that should answer, does not, and whose own status says why. */
function explainedPod(graph: ServiceGraph): Pod | undefined {
  const silent = answerOf(graph).silent.filter(({ state }) => state === 'notReady' || state === 'pending')
  // A pod that is broken says more than one that is merely on its way.
  const ordered = [...silent].sort((a, b) => Number(a.state === 'pending') - Number(b.state === 'pending'))
  return ordered.find(({ pod }) => pod !== undefined && podFact(pod) !== undefined)?.pod
}
