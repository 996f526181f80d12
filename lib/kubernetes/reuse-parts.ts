/**
 * `next` with every part that says what it said in `old` being the same object as there, and `old` itself where all of
 * it does. Both are plain JSON and neither is altered. An EndpointSlice of a hundred endpoints of which one changed
 * then costs that one: in memory for whoever keeps both, and in time for whoever compares by identity.
 */
export function reuseParts<T>(old: T, next: T): T
export function reuseParts(old: unknown, next: unknown): unknown {
  if (old === next || !isObject(old) || !isObject(next)) return old === next ? old : next
  if (Array.isArray(old) || Array.isArray(next))
    return Array.isArray(old) && Array.isArray(next) ? reuseItems(old, next) : next
  let result = next
  let changed = false
  for (const key in next) {
    const kept = Object.hasOwn(old, key) ? reuseParts(old[key], next[key]) : next[key]
    if (!Object.hasOwn(old, key) || kept !== old[key]) changed = true
    if (kept === next[key]) continue
    if (result === next) result = { ...next }
    result[key] = kept
  }
  for (const key in old) if (!Object.hasOwn(next, key)) changed = true
  return changed ? result : old
}

function reuseItems(old: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let named: ReadonlyMap<string, unknown> | undefined
  const partnerOf = (item: unknown, at: number) => {
    const name = nameOf(item)
    if (name === undefined || nameOf(old[at]) === name) return old[at]
    named ??= new Map(old.map((each) => [nameOf(each) ?? '', each]))
    return named.get(name)
  }
  const items = next.map((item, at) => reuseParts(partnerOf(item, at), item))
  return items.length === old.length && items.every((item, at) => item === old[at]) ? old : items
}

/** What tells an item of a list apart in the API's lists: of endpoints, of legacy addresses, of containers, of conditions; and findings by theirs. */
function nameOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined
  const { addresses, ip, id, name, type } = item
  const telling = Array.isArray(addresses) ? addresses[0] : (ip ?? id ?? name ?? type)
  return typeof telling === 'string' ? telling : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
