import type { Fault } from './failure'
import { isObject } from './json'

/** Adds a fault for everything in `value` that is not as it should be. */
export type Shape = (value: unknown, path: string, faults: Fault[]) => void

const required = Symbol('required')
type Field = Shape & { [required]?: true }

/** A field that must be there. */
export function need(shape: Shape): Field {
  const field: Field = (value, path, faults) => shape(value, path, faults)
  field[required] = true
  return field
}

function wrong(value: unknown, must: string): string {
  return `Invalid value: ${JSON.stringify(value) ?? 'null'}: ${must}`
}

/** An object with at least these fields; others pass unseen, as the demo cluster does not know every field. */
export function object(fields: { readonly [name: string]: Field }): Shape {
  return (value, path, faults) => {
    if (!isObject(value)) {
      faults.push({ field: path, message: wrong(value, 'must be an object') })
      return
    }
    for (const [name, shape] of Object.entries(fields)) {
      const at = path === '' ? name : `${path}.${name}`
      const field = Object.hasOwn(value, name) ? value[name] : undefined
      if (field === undefined || field === null) {
        if (shape[required]) faults.push({ field: at, message: 'Required value' })
      } else shape(field, at, faults)
    }
  }
}

export function list(each: Shape, least = 0): Shape {
  return (value, path, faults) => {
    if (!Array.isArray(value)) faults.push({ field: path, message: wrong(value, 'must be a list') })
    else if (value.length < least) faults.push({ field: path, message: 'Required value' })
    else for (const [index, item] of value.entries()) each(item, `${path}[${index}]`, faults)
  }
}

export function map(each: Shape): Shape {
  return (value, path, faults) => {
    if (!isObject(value)) faults.push({ field: path, message: wrong(value, 'must be a map') })
    else for (const [key, item] of Object.entries(value)) each(item, `${path}[${key}]`, faults)
  }
}

export const text: Shape = (value, path, faults) => {
  if (typeof value !== 'string') faults.push({ field: path, message: wrong(value, 'must be a string') })
}

export const flag: Shape = (value, path, faults) => {
  if (typeof value !== 'boolean') faults.push({ field: path, message: wrong(value, 'must be a boolean') })
}

export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Shape {
  return (value, path, faults) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      const range =
        most === Number.MAX_SAFE_INTEGER
          ? `greater than or equal to ${least}`
          : `between ${least} and ${most}, inclusive`
      faults.push({ field: path, message: wrong(value, `must be ${range}`) })
    }
  }
}

export const port = whole(1, 65535)

export function oneOf(...words: string[]): Shape {
  return (value, path, faults) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      const supported = words.map((word) => `"${word}"`).join(', ')
      faults.push({
        field: path,
        message: `Unsupported value: ${JSON.stringify(value) ?? 'null'}: supported values: ${supported}`,
      })
    }
  }
}

export function matching(pattern: RegExp, longest: number, must: string): Shape {
  return (value, path, faults) => {
    if (typeof value !== 'string' || value.length > longest || !pattern.test(value))
      faults.push({ field: path, message: wrong(value, must) })
  }
}

export function either(a: (value: unknown) => boolean, first: Shape, second: Shape): Shape {
  return (value, path, faults) => (a(value) ? first : second)(value, path, faults)
}

/** Source: apimachinery validation IsDNS1123Label. */
export const dnsLabel = matching(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  63,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
)

/** Source: apimachinery validation IsDNS1123Subdomain. */
export const dnsSubdomain = matching(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  253,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
)

/** Source: apimachinery validation IsValidLabelValue. */
export const labelValue = matching(
  /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/,
  63,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
)
