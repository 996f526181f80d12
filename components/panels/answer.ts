import { wantedOf } from '@/lib/kubernetes/summary'
import type { Member, MissingReason, ServiceGraph } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/service-graph'

/** Who stands behind a Service, sorted by the only question that counts: does it take new connections? */
export interface Answer {
  readonly answering: readonly Member[]
  /** Those that should answer and do not, or soon will not. */
  readonly silent: readonly Member[]
  /** Pods that ran to their end: rightly absent. */
  readonly finished: readonly Member[]
}

export function answerOf(graph: ServiceGraph): Answer {
  const standing = graph.members.filter((member) => !isFinished(member))
  return {
    answering: standing.filter(({ state }) => state === 'ready'),
    silent: standing.filter(({ state }) => state !== 'ready'),
    finished: graph.members.filter(isFinished),
  }
}

/** The sentence that a Service's page begins with, as a code; its figures are those of the graph. */
export type Verdict = 'external' | 'all' | 'some' | 'none' | 'onlyDraining' | 'noSelector' | 'noMatch'

export function verdictOf({ service, counts, members }: ServiceGraph): Verdict {
  if (service.type === 'ExternalName') return 'external'
  const wanted = wantedOf(counts)
  if (counts.ready > 0) return counts.ready === wanted ? 'all' : 'some'
  if (counts.draining > 0) return 'onlyDraining'
  if (wanted > 0) return 'none'
  const selector = service.selector ?? {}
  if (Object.keys(selector).length === 0) return 'noSelector'
  return members.some((member) => !isFinished(member)) ? 'none' : 'noMatch'
}

/** What keeps all pods that are missing from being published, where it is the same for each of them. */
export function sharedReason({ members }: ServiceGraph): Exclude<MissingReason, 'noAddress' | 'finished'> | undefined {
  const missing = members.filter((member) => member.state === 'missing' && !isFinished(member))
  const [reason] = missing[0]?.reasons ?? []
  if (reason === undefined || reason === 'noAddress' || reason === 'finished') return undefined
  return missing.every(({ reasons }) => reasons.includes(reason)) ? reason : undefined
}

/** A selector or a set of labels as kubectl writes it: `app=frontend,tier=web`. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
