'use client'

import { SeverityMark } from '@/components/ui/mark'
import { code, Told } from '@/components/ui/told'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { Finding } from '@/lib/kubernetes/finding'
import type { ServiceGraph } from '@/lib/topology/graph'
import { VerdictText } from './verdict-text'

/** The worst that is found about a Service, where it is more than a note. */
export function troubleIn(findings: readonly Finding[] | undefined): Finding | undefined {
  const worst = findings?.[0]
  return worst === undefined || worst.severity === 'info' ? undefined : worst
}

/** The sentence that matters most about a Service: its worst finding, or who answers. */
export function Headline({
  graph,
  findings,
  plain = false,
  podsKnown,
}: {
  readonly graph: ServiceGraph
  readonly findings: readonly Finding[] | undefined
  /** Without the mark of its weight, which stands elsewhere. */
  readonly plain?: boolean
  readonly podsKnown: boolean
}) {
  const teller = useFindingTeller()
  const worst = troubleIn(findings)
  if (worst === undefined || teller === undefined)
    return <VerdictText graph={graph} plain={plain} podsKnown={podsKnown} />
  return (
    <>
      {plain ? null : <SeverityMark severity={worst.severity} size={12} />}
      <span>
        <Told>{teller.rich(worst, code).title}</Told>
      </span>
    </>
  )
}
