import type { Key } from '@/lib/kubernetes/key'
import { labelOf } from '@/lib/kubernetes/labels'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { ReadyLow } from './cluster-view'
import { MEMORY_MS } from './readiness-history'

/** Of one Service; more would say no more. */
const MOST_CHANGES = 64

/** How many were ready behind each Service, as far as it fell under half of what it was within five minutes. */
export interface ReadyHistory {
  /** `now` in milliseconds since 1970; it never runs back. */
  note(graph: ServiceGraph, now: number): void
  forget(service: Key): void
  lowOf(service: Key): ReadyLow | undefined
}

interface Course {
  readonly ready: number
  /** What it was before, each until when; the latest last. */
  readonly past: readonly { readonly ready: number; readonly until: number }[]
  readonly low?: ReadyLow
}

export function createReadyHistory(): ReadyHistory {
  const courses = new Map<Key, Course>()
  return {
    note(graph, now) {
      const { key, counts } = graph
      const { ready } = counts
      const course = courses.get(key)
      if (course?.ready === ready) return
      if (course === undefined) {
        courses.set(key, { ready, past: [] })
        return
      }
      const past = [...course.past, { ready: course.ready, until: now }]
        .filter(({ until }) => until > now - MEMORY_MS)
        .slice(-MOST_CHANGES)
      const of = past.reduce((most, each) => Math.max(most, each.ready), 0)
      const known = course.low !== undefined && course.low.at > now - MEMORY_MS ? course.low : undefined
      const isLower = 2 * ready < of && (known === undefined || ready * known.of < known.ready * of)
      const low = isLower ? { ready, of, at: now, revisions: revisionsOf(graph) } : known
      courses.set(key, { ready, past, ...(low !== undefined && { low }) })
    },
    forget: (service) => courses.delete(service),
    lowOf: (service) => courses.get(service)?.low,
  }
}

/** The versions of their workloads that pods stand for, as the workload controllers label them. Sorted. */
export function revisionsOf({ members }: ServiceGraph): readonly string[] {
  const revisions = new Set<string>()
  for (const { pod } of members) {
    const revision =
      pod && (labelOf(pod.labels, 'pod-template-hash') ?? labelOf(pod.labels, 'controller-revision-hash'))
    if (revision !== undefined) revisions.add(revision)
  }
  return [...revisions].sort()
}
