/** Reading foreign JSON: each function takes anything and gives what is asked for, or nothing. None throws. */

export type Json = Readonly<Record<string, unknown>>

const nothing: Json = {}

/** The object, or an empty one, so that a path can be followed without tests. */
export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : nothing
}

/** Whether there is an object at all, an empty one too: `{}` and absent often differ in meaning. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text; nothing where it is empty, as the API leaves out what is empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** True or nothing, for fields that are only ever kept when they are set. */
export function flagOf(value: unknown): true | undefined {
  return value === true ? true : undefined
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string' && item !== '')
}

/** An IntOrString: a number, or the name of a port. */
export function portOf(value: unknown): number | string | undefined {
  return numberOf(value) ?? textOf(value)
}

/** Long texts, such as a container's last words, are evidence and not an archive. */
export function clip(text: string | undefined, length = 1024): string | undefined {
  return text === undefined || text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The fields that have a value: records leave out what is unset. */
export function present<T extends object>(fields: T): Present<T> {
  const kept: Record<string, unknown> = {}
  for (const key in fields) {
    const value = fields[key]
    if (value !== undefined) kept[key] = value
  }
  return kept as Present<T>
}

/** What `read` makes of each item of a list; items that it makes nothing of are left out. */
export function each<T>(value: unknown, read: (item: Json) => T | undefined): T[] {
  const made: T[] = []
  for (const item of listOf(value)) {
    const one = isObject(item) ? read(item) : undefined
    if (one !== undefined) made.push(one)
  }
  return made
}
