import { compareNames } from '@/lib/topology/compare'

/** Something found: the lower its rank, the better; of equals the shorter name comes first, then by name. */
export interface Ranked<T> {
  readonly rank: number
  readonly name: string
  readonly item: T
}

/**
 * The best few of a stream of finds, and how many there were. Nearly all of a cluster's names can match one letter, so a
 * find that is not among the best costs one comparison and is forgotten.
 */
export interface Best<T> {
  readonly count: number
  offer(rank: number, name: string, item: T): void
  /** The best first. */
  list(): readonly Ranked<T>[]
}

export function createBest<T>(limit: number): Best<T> {
  const kept: Ranked<T>[] = []
  let count = 0
  return {
    get count() {
      return count
    },
    offer(rank, name, item) {
      count++
      const last = kept[kept.length - 1]
      if (kept.length >= limit && (last === undefined || !isBefore(rank, name, last))) return
      let at = kept.length
      while (at > 0 && isBefore(rank, name, kept[at - 1])) at--
      kept.splice(at, 0, { rank, name, item })
      if (kept.length > limit) kept.pop()
    },
    list: () => kept,
  }
}

function isBefore(rank: number, name: string, other: Ranked<unknown> | undefined): boolean {
  if (other === undefined || rank !== other.rank) return other !== undefined && rank < other.rank
  if (name.length !== other.name.length) return name.length < other.name.length
  return compareNames(name, other.name) < 0
}
