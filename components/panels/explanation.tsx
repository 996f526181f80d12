'use client'

import { Fragment } from 'react'
import useSWRImmutable from 'swr/immutable'
import { useLocale } from 'use-intl'
import { unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import { explain, waysFromOutside } from '@/lib/diagnosis/explain'
import type { Finding } from '@/lib/kubernetes/finding'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type ExplanationMessages, explanationText } from '@/messages/explanation-text'
import { loadExplanationMessages } from '@/messages/load-explanation'
import type { Locale } from '@/messages/locale'
import styles from './panel.module.css'

const none: readonly Finding[] = []

/** A Service in words: who can reach it, by which names, who answers, who does not and why. */
export function Explanation({
  graph,
  findings = none,
}: {
  readonly graph: ServiceGraph
  readonly findings?: readonly Finding[] | undefined
}) {
  const locale = useLocale()
  const teller = useFindingTeller()
  const messages = useExplanationMessages()
  const upstream = useUpstream()
  if (teller === undefined || messages === undefined) return null
  const { namespace } = graph.service
  const isKnown = (resource: string) => unknownAt(upstream, resource, namespace) === undefined
  const known = {
    pods: isKnown('pods'),
    endpointSlices: isKnown('endpointslices'),
    waysIn: waysFromOutside.every(isKnown),
    nodes: unknownAt(upstream, 'nodes') === undefined,
  }
  const clauses = explain(graph, { findings, known })
  return <p className={styles.words}>{ticked(explanationText(clauses, messages, teller, locale))}</p>
}

/** How Services are put into words, in the viewer's language; undefined until it has come. */
export function useExplanationMessages(): ExplanationMessages | undefined {
  return useSWRImmutable(['explanation', useLocale()] as const, load).data
}

function load([, locale]: readonly [string, Locale]) {
  return loadExplanationMessages(locale)
}

/** Text between backticks as code. Names and hosts hold none. */
function ticked(text: string) {
  let place = 0
  return text.split('`').map((piece, index) => {
    place += piece.length + 1
    return index % 2 === 1 ? <code key={place}>{piece}</code> : <Fragment key={place}>{piece}</Fragment>
  })
}
