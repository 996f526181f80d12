import type { Labels } from './record'

/**
 * Lets equal values be one value in memory: 50,000 pods name the same nodes, images, owners and labels over and over,
 * and JSON.parse makes each of them anew. It changes nothing that a reader can tell.
 */
export interface Interner {
  text(value: string): string
  labels(value: Labels): Labels
}

/** For reading a few objects: everything as it is. */
export const asItIs: Interner = { text: (value) => value, labels: (value) => value }

/** Remembers up to `limit` texts and as many label sets, and starts afresh when that is full. */
export function createInterner(limit = 50_000): Interner {
  const texts = new Map<string, string>()
  const sets = new Map<string, Labels>()

  function remember<T>(known: Map<string, T>, key: string, value: T): T {
    const old = known.get(key)
    if (old !== undefined) return old
    if (known.size >= limit) known.clear()
    known.set(key, value)
    return value
  }

  return {
    text: (value) => remember(texts, value, value),
    labels: (value) => remember(sets, JSON.stringify(value), value),
  }
}
