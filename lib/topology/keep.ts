/** Whether two values of plain JSON say the same; a property that is undefined is equal to one that is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at]))
  if (Array.isArray(b)) return false
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  for (const key of Object.keys(left)) {
    if (!isSame(left[key], Object.hasOwn(right, key) ? right[key] : undefined)) return false
  }
  for (const key of Object.keys(right)) {
    if (!Object.hasOwn(left, key) && right[key] !== undefined) return false
  }
  return true
}

/** `previous` where `next` says the same, so that whoever compares by identity sees that nothing changed. */
export function keep<T>(previous: T | undefined, next: T): T {
  return previous !== undefined && isSame(previous, next) ? previous : next
}

/** `previous` where both hold the same objects in the same order. */
export function keepItems<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return previous?.length === next.length && next.every((item, at) => item === previous[at]) ? previous : next
}
