const WORD = 8
/** With the room that V8 keeps for further properties. */
const OBJECT = 8 * WORD
const LIST = 6 * WORD
const TEXT = 2 * WORD

/**
 * About how many bytes of heap a value of plain JSON takes beyond what it has in common with another that is kept
 * anyway: parts that are the same object, or the same text, in both cost nothing. The constants are those of V8 without
 * pointer compression; `npm run bench history` holds the sum against the heap.
 */
export function weightBeyond(value: unknown, kept?: unknown): number {
  if (value === kept) return 0
  if (typeof value === 'string') return TEXT + Math.ceil(value.length / WORD) * WORD
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return weightOfList(value, Array.isArray(kept) ? kept : [])
  const beside: Readonly<Record<string, unknown>> = isObject(kept) ? kept : {}
  let weight = OBJECT
  for (const [key, part] of Object.entries(value))
    weight += WORD + weightBeyond(part, Object.hasOwn(beside, key) ? beside[key] : undefined)
  return weight
}

/** Of lists that differ, items at other places may be common as well. */
function weightOfList(list: readonly unknown[], kept: readonly unknown[]): number {
  let common: ReadonlySet<unknown> | undefined
  let weight = LIST + WORD * list.length
  for (const [at, item] of list.entries()) {
    if (item === kept[at]) continue
    common ??= new Set(kept)
    if (!common.has(item)) weight += weightBeyond(item, kept[at])
  }
  return weight
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
