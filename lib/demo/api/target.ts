import { noSuchPath } from '../failure'
import { type Resource, resources } from '../resources'

/** What an address under /api or /apis means. */
export interface Target {
  readonly resource: Resource
  /** Undefined: all namespaces, or a resource that has none. */
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly subresource: 'status' | 'scale' | 'eviction' | undefined
}

const byAddress = new Map(resources.map((each) => [`${each.group}/${each.version}/${each.plural}`, each]))

/**
 * Reads `/api/v1/namespaces/shop/pods/web-1/status` and its like. Throws NotFound for an address that the API does
 * not have. Source: apiserver endpoints/request RequestInfoFactory.
 */
export function parseTarget(path: string): Target {
  const [root, ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode)
  const [group = '', version = ''] = root === 'api' ? ['', parts.shift()] : [parts.shift(), parts.shift()]
  const find = (plural: string | undefined) => byAddress.get(`${group}/${version}/${plural ?? ''}`)
  const isInNamespace = parts[0] === 'namespaces' && parts.length > 2 && !isNamespaceItself(group, parts)
  const namespace = isInNamespace ? parts[1] : undefined
  const [plural, name, subresource, ...rest] = isInNamespace ? parts.slice(2) : parts
  const resource = find(plural)
  if ((root !== 'api' && root !== 'apis') || resource === undefined || rest.length > 0) throw noSuchPath()
  if (namespace !== undefined && !resource.namespaced) throw noSuchPath()
  if (name !== undefined && resource.namespaced && namespace === undefined) throw noSuchPath()
  const known = subresource === undefined ? undefined : resource.subresources?.find((each) => each === subresource)
  if (subresource !== undefined && known === undefined) throw noSuchPath()
  return { resource, namespace, name, subresource: known }
}

/** `/api/v1/namespaces/shop/status` is about the namespace, not about something in it. */
function isNamespaceItself(group: string, parts: readonly string[]): boolean {
  return group === '' && parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize')
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw noSuchPath()
  }
}
