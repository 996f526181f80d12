/** Names for a sentence: the first few with commas between them, and how many more there are. */
export interface Several {
  readonly names: string
  readonly more: number
}

export function several(names: Iterable<string | number>, limit = 3): Several {
  const all = [...new Set(names)]
  return { names: all.slice(0, limit).join(', '), more: Math.max(0, all.length - limit) }
}
