/**
 * Whether two records say the same. Records are plain JSON without nulls, so this is deep equality of plain data;
 * the order of keys does not matter, the order of lists does.
 */
export function sameRecord(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i += 1) if (!sameRecord(a[i], b[i])) return false
    return true
  }
  if (Array.isArray(b)) return false
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  let keys = 0
  for (const key in left) {
    if (!Object.hasOwn(right, key) || !sameRecord(left[key], right[key])) return false
    keys += 1
  }
  for (const _ in right) keys -= 1
  return keys === 0
}
