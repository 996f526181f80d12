'use client'

import { useMemo } from 'react'
import type { Findings, Severity } from '@/lib/kubernetes/finding'
import { useViewer } from './viewer-provider'

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** What is found about one Service, or undefined where nothing is. */
export function useFindings(namespace: string, service: string): Findings | undefined {
  return useViewer(({ state }) => state.findings.get(`${namespace}/Service/${service}`))
}

/** What is found about each subject of a namespace, the worst first, then by name. */
export function useFindingsIn(namespace: string): readonly Findings[] {
  const all = useViewer(({ state }) => state.findings)
  return useMemo(
    () =>
      [...all.values()]
        .filter((found) => found.namespace === namespace)
        .sort((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1)),
    [all, namespace],
  )
}

/** The first of `findings` is the worst of them. */
function rankOf({ findings: [worst] }: Findings): number {
  return worst === undefined ? Number.POSITIVE_INFINITY : ranks[worst.severity]
}
