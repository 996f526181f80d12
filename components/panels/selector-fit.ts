import { labelOf } from '@/lib/kubernetes/labels'
import type { Labels, Service } from '@/lib/kubernetes/record'
import { compareNames } from '@/lib/topology/compare'

/** One pair that a selector wants, and what the pod has under its key. */
export interface PairFit {
  readonly key: string
  readonly wants: string
  /** Absent where the pod has no such label. */
  readonly has?: string
}

/** A Service whose selector has something to do with a pod. */
export interface SelectorFit {
  readonly service: Service
  readonly pairs: readonly PairFit[]
  /** Whether every pair is met: the pod is selected. */
  readonly isWhole: boolean
}

/**
 * The selectors that name a label key of the pod, those that select it first, then by how few pairs miss, then by name.
 * A Service without a selector selects nothing (core/v1 ServiceSpec.selector).
 */
export function selectorFits(labels: Labels, services: Iterable<Service>): readonly SelectorFit[] {
  const fits: SelectorFit[] = []
  for (const service of services) {
    const pairs = Object.entries(service.selector ?? {}).map(([key, wants]): PairFit => {
      const has = labelOf(labels, key)
      return { key, wants, ...(has !== undefined && { has }) }
    })
    if (!pairs.some(({ has }) => has !== undefined)) continue
    fits.push({ service, pairs, isWhole: pairs.every(isMet) })
  }
  return fits.sort((a, b) => missing(a) - missing(b) || compareNames(a.service.name, b.service.name))
}

export function isMet({ wants, has }: PairFit): boolean {
  return has === wants
}

function missing({ pairs }: SelectorFit): number {
  return pairs.filter((pair) => !isMet(pair)).length
}
