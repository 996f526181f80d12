import type { Scene } from './scene'

/** `next`, with every node and edge that is equal to one of `previous` replaced by it; `previous` itself where all are. */
export function keepScene(previous: Scene, next: Scene): Scene {
  const nodes = keepAll(previous.nodes, next.nodes)
  const edges = keepAll(previous.edges, next.edges)
  const isSame =
    nodes === previous.nodes &&
    edges === previous.edges &&
    previous.width === next.width &&
    previous.height === next.height
  return isSame ? previous : { ...next, nodes, edges }
}

/** `next`, with each item that is equal to that of the same id before replaced by it; `previous` where all are. */
export function keepAll<T extends { readonly id: string }>(
  previous: readonly T[] | undefined,
  next: readonly T[],
): readonly T[] {
  if (previous === undefined) return next
  // Most are where they were, and the very same: only what is left is looked for.
  let known: ReadonlyMap<string, T> | undefined
  const kept = next.map((item, at) => {
    if (previous[at] === item) return item
    known ??= new Map(previous.map((each) => [each.id, each]))
    const before = known.get(item.id)
    return before !== undefined && isEqual(before, item) ? before : item
  })
  return kept.length === previous.length && kept.every((item, at) => item === previous[at]) ? previous : kept
}

/** Property by property: what they hold comes from the topology, which keeps identities; their lists are made anew. */
export function isEqual(a: object, b: object): boolean {
  if (a === b) return true
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  for (const key in left) if (!isEqualValue(left[key], right[key])) return false
  for (const key in right) if (!(key in left)) return false
  return true
}

function isEqualValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => item === b[at])
}
