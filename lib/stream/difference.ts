/** Plain JSON without nulls, as records are. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain }

/**
 * What leads from one value to another, as JSON that a person can read. It is a merge patch (RFC 7396) that can edit
 * lists too: an object that meets an object changes the fields it names, `null` taking one away; an object that meets a
 * list names places of the old list: `"3"` changes the fourth element (`null` takes it away), `"+3"` holds those that
 * come before it, `"+10"` those that come after the last of ten, and `"="` is what stands in the place of the whole
 * list. Anything else is the new value itself.
 */
export type Difference = string | number | boolean | readonly Plain[] | { readonly [name: string]: Difference | null }

type PlainObject = { readonly [name: string]: Plain }
type Edits = { readonly [name: string]: Difference | null }

/** What leads from `old` to `next`; undefined where they say the same. */
export function differenceBetween(old: Plain, next: Plain): Difference | undefined {
  if (old === next) return undefined
  if (isList(old)) {
    if (isList(next)) return betweenLists(old, next)
    return isObject(next) ? { '=': next } : next
  }
  return isObject(old) && isObject(next) ? betweenObjects(old, next) : next
}

/**
 * The value after a difference, which must have been made from its equal. Every part that the difference does not
 * touch is the very object that it was.
 */
export function withDifference(old: Plain | undefined, difference: Difference): Plain {
  if (typeof difference !== 'object' || isList(difference)) return difference
  if (old !== undefined && isList(old)) return editedList(old, difference)
  // Where there was no object, the difference is the new value, and values have no nulls.
  return old !== undefined && isObject(old) ? editedObject(old, difference) : (difference as PlainObject)
}

function betweenObjects(old: PlainObject, next: PlainObject): Edits | undefined {
  const edits: [string, Difference | null][] = []
  for (const name of Object.keys(next)) {
    const value = valueAt(next, name)
    const before = valueAt(old, name)
    if (value === undefined) continue
    const difference = before === undefined ? value : differenceBetween(before, value)
    if (difference !== undefined) edits.push([name, difference])
  }
  for (const name of Object.keys(old)) if (valueAt(next, name) === undefined) edits.push([name, null])
  return edits.length === 0 ? undefined : Object.fromEntries(edits)
}

function betweenLists(old: readonly Plain[], next: readonly Plain[]): Difference | undefined {
  const places = placesIn(old, next)
  const keepsNone = places.every((place) => place === undefined)
  if (keepsNone && old.length + next.length > 0) return next
  const edits: [string, Difference | null][] = []
  const stays = new Set(places)
  for (const index of old.keys()) if (!stays.has(index)) edits.push([String(index), null])
  let added: Plain[] = []
  const insertBefore = (place: number) => {
    if (added.length > 0) edits.push([`+${place}`, added])
    added = []
  }
  for (const [index, element] of next.entries()) {
    const place = places[index]
    const before = place === undefined ? undefined : old[place]
    if (place === undefined || before === undefined) {
      added.push(element)
      continue
    }
    insertBefore(place)
    const difference = differenceBetween(before, element)
    if (difference !== undefined) edits.push([String(place), difference])
  }
  insertBefore(old.length)
  return edits.length === 0 ? undefined : Object.fromEntries(edits)
}

/**
 * For each element of `next` the place in `old` of what it was, always ascending; undefined for one that is new. An
 * element that has moved up counts as a new one.
 */
function placesIn(old: readonly Plain[], next: readonly Plain[]): readonly (number | undefined)[] {
  const names = old.map(nameIn)
  const nextNames = next.map(nameIn)
  const isInPlace = (element: Plain, index: number) => !isObject(element) || names[index] === nextNames[index]
  if (old.length === next.length && old.every(isInPlace)) return [...old.keys()]
  const placeOf = new Map(names.map((name, index) => [name, index]))
  let last = -1
  return nextNames.map((name) => {
    const place = placeOf.get(name)
    if (place === undefined || place <= last) return undefined
    last = place
    return place
  })
}

/**
 * What makes an element of a list the same one as before: the fields by which the API merges its own lists (`type` of
 * conditions, `name` of containers, `ip` and `addresses` of endpoints) and the `id` of a finding; its place where it
 * has none of them.
 */
function nameIn(element: Plain, index: number): string {
  if (!isObject(element)) return isList(element) ? `#${index}` : String(element)
  const { id, ip, addresses, name, type } = element
  const own = id ?? ip ?? (addresses !== undefined && isList(addresses) ? addresses[0] : undefined) ?? name ?? type
  return typeof own === 'string' ? own : `#${index}`
}

function editedObject(old: PlainObject, edits: Edits): PlainObject {
  const fields = new Map(Object.entries(old))
  for (const [name, edit] of Object.entries(edits)) {
    if (edit === null) fields.delete(name)
    else fields.set(name, withDifference(fields.get(name), edit))
  }
  return Object.fromEntries(fields)
}

function editedList(old: readonly Plain[], edits: Edits): Plain {
  const whole = edits['=']
  if (whole !== undefined && whole !== null) return withDifference(undefined, whole)
  const list: Plain[] = []
  for (let place = 0; place <= old.length; place += 1) {
    const added = edits[`+${place}`]
    if (added !== undefined && isList(added)) list.push(...added)
    const element = old[place]
    const edit = edits[place]
    if (element === undefined || edit === null) continue
    list.push(edit === undefined ? element : withDifference(element, edit))
  }
  return list
}

/** A field of its own, whatever its name: `__proto__` is a label like any other. */
function valueAt(object: PlainObject, name: string): Plain | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isList(value: unknown): value is readonly Plain[] {
  return Array.isArray(value)
}

function isObject(value: Plain): value is PlainObject {
  return typeof value === 'object' && !isList(value)
}
