import { badRequest } from '../failure'
import { isObject, type JsonObject, sameJson } from '../json'

/** RFC 7386: null takes a field away, objects merge, everything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else set(result, key, mergePatch(own(result, key), value))
  }
  return result
}

/**
 * Kubernetes' strategic merge patch: as a merge patch, and lists of the built-in kinds merge by their key. Directives:
 * `$patch: replace | delete`, `$retainKeys`, `$deleteFromPrimitiveList/…`, `$setElementOrder/…`.
 * Source: apimachinery util/strategicpatch.
 */
export function strategicMerge(target: unknown, patch: unknown, path: readonly string[] = []): unknown {
  if (!isObject(patch)) return patch
  if (patch.$patch === 'replace') return withoutDirectives(patch)
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {}
  if (Array.isArray(patch.$retainKeys)) {
    for (const key of Object.keys(result)) if (!patch.$retainKeys.includes(key)) delete result[key]
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const name = key.slice('$deleteFromPrimitiveList/'.length)
      const list = own(result, name)
      if (Array.isArray(list) && Array.isArray(value))
        set(
          result,
          name,
          list.filter((item) => !value.includes(item)),
        )
    }
    if (key.startsWith('$')) continue
    if (value === null) delete result[key]
    else if (Array.isArray(value)) set(result, key, mergeList(own(result, key), value, [...path, key], patch))
    else set(result, key, strategicMerge(own(result, key), value, [...path, key]))
  }
  return result
}

function mergeList(target: unknown, patch: readonly unknown[], path: readonly string[], parent: JsonObject): unknown {
  const live: readonly unknown[] = Array.isArray(target) ? target : []
  if (path.at(-1) === 'finalizers') return [...new Set([...live, ...patch])]
  const key = mergeKeyOf(path)
  if (key === undefined) return patch
  if (patch.some((item) => isObject(item) && item.$patch === 'replace' && Object.keys(item).length === 1))
    return patch.filter((item) => !isObject(item) || item.$patch === undefined)
  const items = [...live]
  for (const item of patch) {
    if (!isObject(item)) throw badRequest(`invalid list item in strategic merge patch: ${path.join('.')}`)
    const index = items.findIndex((each) => isObject(each) && sameJson(each[key], item[key]))
    if (item.$patch === 'delete') {
      if (index >= 0) items.splice(index, 1)
    } else if (index >= 0) items[index] = strategicMerge(items[index], item, path)
    else items.push(withoutDirectives(item))
  }
  return ordered(items, parent[`$setElementOrder/${path.at(-1)}`], key)
}

/** Items in the order that the patch names; those that it does not name follow. */
function ordered(items: readonly unknown[], order: unknown, key: string): readonly unknown[] {
  if (!Array.isArray(order)) return items
  const place = (item: unknown) => {
    const index = order.findIndex((each) => isObject(each) && isObject(item) && sameJson(each[key], item[key]))
    return index < 0 ? order.length : index
  }
  return [...items].sort((a, b) => place(a) - place(b))
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !key.startsWith('$') && each !== null)
      .map(([key, each]) => [key, withoutDirectives(each)]),
  )
}

const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  secrets: 'name',
  schedulingGates: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  podIPs: 'ip',
  hostIPs: 'ip',
  topologySpreadConstraints: 'topologyKey',
  conditions: 'type',
  taints: 'key',
  ownerReferences: 'uid',
}

/** The `patchMergeKey` of a list, by where it stands. */
function mergeKeyOf(path: readonly string[]): string | undefined {
  const last = path.at(-1) ?? ''
  const parent = path.at(-2) ?? ''
  if (last === 'ports') return /[cC]ontainers$/.test(parent) ? 'containerPort' : parent === 'spec' ? 'port' : undefined
  if (last === 'addresses') return parent === 'status' ? 'type' : undefined
  return Object.hasOwn(mergeKeys, last) ? mergeKeys[last] : undefined
}

/**
 * Takes out of a live object what an earlier apply of the same manager had set and its new one leaves out: the part
 * of server-side apply that a merge alone does not do.
 */
export function withdraw(live: unknown, before: unknown, after: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(live) && Array.isArray(before)) {
    const key = mergeKeyOf(path)
    if (key === undefined) return live
    const pick = (list: unknown, item: unknown) =>
      Array.isArray(list)
        ? list.find((each) => isObject(each) && isObject(item) && sameJson(each[key], item[key]))
        : undefined
    return live.flatMap((item) => {
      const was = pick(before, item)
      if (was === undefined) return [item]
      const is = pick(after, item)
      return is === undefined ? [] : [withdraw(item, was, is, path)]
    })
  }
  if (!isObject(live) || !isObject(before)) return live
  const result: Record<string, unknown> = { ...live }
  for (const [key, was] of Object.entries(before)) {
    if (!Object.hasOwn(result, key)) continue
    const is = isObject(after) ? own(after, key) : undefined
    if (is === undefined) delete result[key]
    else set(result, key, withdraw(result[key], was, is, [...path, key]))
  }
  return result
}

/** RFC 6902. Throws BadRequest on an operation that cannot be done. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch is a list of operations')
  let result: unknown = structuredClone(target)
  for (const operation of operations) {
    if (!isObject(operation) || typeof operation.path !== 'string')
      throw badRequest('a JSON patch operation needs a path')
    const path = pointer(operation.path)
    const from = typeof operation.from === 'string' ? pointer(operation.from) : []
    switch (operation.op) {
      case 'add':
        result = change(result, path, 'add', operation.value)
        break
      case 'remove':
        result = change(result, path, 'remove')
        break
      case 'replace':
        at(result, path)
        result = change(result, path, 'replace', operation.value)
        break
      case 'move': {
        const value = at(result, from)
        result = change(change(result, from, 'remove'), path, 'add', value)
        break
      }
      case 'copy':
        result = change(result, path, 'add', at(result, from))
        break
      case 'test':
        if (!sameJson(at(result, path), operation.value)) throw badRequest(`testing path ${operation.path} failed`)
        break
      default:
        throw badRequest(`unexpected JSON patch operation: ${String(operation.op)}`)
    }
  }
  return result
}

function pointer(text: string): string[] {
  if (text === '') return []
  if (!text.startsWith('/')) throw badRequest(`invalid JSON pointer: ${text}`)
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function at(target: unknown, path: readonly string[]): unknown {
  let value = target
  for (const part of path) {
    const next = Array.isArray(value) ? value[Number(part)] : isObject(value) ? own(value, part) : undefined
    if (next === undefined) throw badRequest(`the path /${path.join('/')} does not exist`)
    value = next
  }
  return value
}

function change(target: unknown, path: readonly string[], how: 'add' | 'replace' | 'remove', value?: unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return value
  if (Array.isArray(target)) {
    const list = [...target]
    const index = part === '-' ? list.length : Number(part)
    if (!Number.isInteger(index) || index < 0 || index > list.length) throw badRequest(`invalid array index: ${part}`)
    if (rest.length > 0) list[index] = change(list[index], rest, how, value)
    else if (how === 'add') list.splice(index, 0, value)
    else if (how === 'remove') list.splice(index, 1)
    else list[index] = value
    return list
  }
  if (!isObject(target)) throw badRequest(`the path /${path.join('/')} does not exist`)
  const result: Record<string, unknown> = { ...target }
  if (rest.length > 0) set(result, part, change(own(result, part), rest, how, value))
  else if (how === 'remove') {
    if (!Object.hasOwn(result, part)) throw badRequest(`the path /${part} does not exist`)
    delete result[part]
  } else set(result, part, value)
  return result
}

function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** As an assignment, and safe for the key `__proto__`. */
function set(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}
