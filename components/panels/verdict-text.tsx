'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { SeverityMark } from '@/components/ui/mark'
import { wantedOf } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import { troubleOf } from '@/lib/topology/summary'
import { labelText, verdictOf } from './answer'

/** Who answers, in one sentence, with the weight of its trouble before it unless that stands elsewhere (`plain`). */
export function VerdictText({ graph, plain = false }: { readonly graph: ServiceGraph; readonly plain?: boolean }) {
  const t = useTranslations('verdict')
  const { service, counts } = graph
  const trouble = troubleOf({ ...counts, type: service.type })
  const verdict = verdictOf(graph)
  const code = (chunks: ReactNode) => <code>{chunks}</code>
  const figures = { ready: counts.ready, wanted: wantedOf(counts), draining: counts.draining }
  return (
    <>
      {trouble === undefined || plain ? null : <SeverityMark severity={trouble} size={12} />}
      <span>
        {verdict === 'external'
          ? t.rich('external', { name: service.externalName ?? '', code })
          : verdict === 'noMatch'
            ? t.rich('noMatch', { selector: labelText(service.selector ?? {}), code })
            : t(verdict, figures)}
      </span>
    </>
  )
}
