/** Which sources point to a target, for records that point to others: slices to pods, pods to their labels. */
export interface Relation<Source> {
  /** Those that point to the target, in no order. */
  of(target: string): ReadonlySet<Source>
  /** Replaces what a source points to; both lists may repeat. */
  move(source: Source, before: Iterable<string>, after: Iterable<string>): void
}

export function createRelation<Source>(): Relation<Source> {
  const sources = new Map<string, Set<Source>>()
  const none: ReadonlySet<Source> = new Set()
  return {
    of: (target) => sources.get(target) ?? none,
    move(source, before, after) {
      for (const target of before) {
        const set = sources.get(target)
        if (set?.delete(source) && set.size === 0) sources.delete(target)
      }
      for (const target of after) {
        const set = sources.get(target)
        if (set === undefined) sources.set(target, new Set([source]))
        else set.add(source)
      }
    },
  }
}
