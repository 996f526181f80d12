import { resources } from '@/lib/kubernetes/resources'
import { PATIENCE_MS } from './lasting'

/**
 * What lags in which namespace: a watch that is behind shows the cluster of an earlier moment, and once it is back the
 * others may still be on their way. Held against one another they would tell of differences that never were.
 */
export interface Settling {
  /** What is current may have changed. What has caught up settles a while after. */
  review(now: number): void
  /** Plural names of the resources that lag in a namespace, the cluster-scoped ones among them. */
  lagging(namespace: string): ReadonlySet<string>
  /** The namespaces in which something has settled by now; each is given once. */
  settled(now: number): readonly string[]
  /** The earliest moment at which something settles, milliseconds since 1970. */
  nextAt(): number | undefined
}

/** Whether what is held of a resource (plural name) in a namespace (`''`: cluster-scoped) is as of now. */
export type IsCurrent = (resource: string, namespace: string) => boolean

const nothing: ReadonlySet<string> = new Set()

/** `of`: the resources that matter. */
export function createSettling(isCurrent: IsCurrent, of: ReadonlySet<string>): Settling {
  const watched = resources.filter(({ plural }) => of.has(plural))
  /** When what lags has settled; infinity while it is behind. */
  const lagging = new Map<string, Map<string, number>>()
  const namespaces = new Set<string>()

  function reviewOne(namespace: string, now: number): void {
    for (const { plural, namespaced } of watched) {
      const known = lagging.get(namespace)
      if (!isCurrent(plural, namespaced ? namespace : '')) {
        if (known === undefined) lagging.set(namespace, new Map([[plural, Number.POSITIVE_INFINITY]]))
        else known.set(plural, Number.POSITIVE_INFINITY)
      } else if (known?.get(plural) === Number.POSITIVE_INFINITY) known.set(plural, now + PATIENCE_MS)
    }
  }

  return {
    review(now) {
      for (const namespace of namespaces) reviewOne(namespace, now)
    },
    lagging(namespace) {
      if (!namespaces.has(namespace)) {
        namespaces.add(namespace)
        reviewOne(namespace, 0)
      }
      const known = lagging.get(namespace)
      return known === undefined ? nothing : new Set(known.keys())
    },
    settled(now) {
      const settled: string[] = []
      for (const [namespace, known] of lagging) {
        const before = known.size
        for (const [plural, moment] of known) if (moment <= now) known.delete(plural)
        if (known.size < before) settled.push(namespace)
        if (known.size === 0) lagging.delete(namespace)
      }
      return settled
    },
    nextAt() {
      let earliest = Number.POSITIVE_INFINITY
      for (const known of lagging.values()) for (const moment of known.values()) earliest = Math.min(earliest, moment)
      return Number.isFinite(earliest) ? earliest : undefined
    },
  }
}
