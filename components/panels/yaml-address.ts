import type { ObjectRef } from '@/lib/kubernetes/record'
import { type Resource, resources } from '@/lib/kubernetes/resources'

/** An object whose YAML is open, and the field that it is opened at; see `Evidence` for how a path is written. */
export interface YamlPlace {
  readonly object: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>
  readonly at?: string
}

/** `?yaml=Pod/shop/web-1&field=status.conditions[type=Ready]`; the namespace is empty for what has none: `Node//worker-1`. */
export function yamlPlaceOf(query: URLSearchParams): YamlPlace | undefined {
  const [kind, namespace, name, ...more] = query.get('yaml')?.split('/') ?? []
  if (!kind || namespace === undefined || !name || more.length > 0) return undefined
  const at = query.get('field')
  return { object: { kind, namespace, name }, ...(at ? { at } : {}) }
}

/** The same address with that sheet open, or with none; the rest of the query stays. */
export function withYaml(pathname: string, query: URLSearchParams, place: YamlPlace | undefined): string {
  const next = new URLSearchParams(query)
  next.delete('yaml')
  next.delete('field')
  if (place !== undefined) {
    const { kind, namespace, name } = place.object
    next.set('yaml', `${kind}/${namespace}/${name}`)
    if (place.at !== undefined) next.set('field', place.at)
  }
  // In a query a slash, a colon and brackets may stand as they are: an address that people read and send on.
  const text = next.toString().replace(/%2F/g, '/').replace(/%5B/g, '[').replace(/%5D/g, ']')
  return text === '' ? pathname : `${pathname}?${text}`
}

/** Where our server answers for the object; undefined where Switchboard does not read its kind. */
export function yamlSource(object: YamlPlace['object'], context: string | undefined): string | undefined {
  const resource = resourceOf(object)
  if (resource === undefined) return undefined
  const scope = object.namespace === '' ? 'cluster' : `namespaces/${encodeURIComponent(object.namespace)}`
  const query = context === undefined ? '' : `?context=${encodeURIComponent(context)}`
  return `/api/${scope}/${resource.plural}/${encodeURIComponent(object.name)}.yaml${query}`
}

/** The words after `kubectl` that print the same object in a terminal. */
export function yamlCommand(object: YamlPlace['object']): readonly string[] {
  const resource = resourceOf(object)
  // A custom resource may have namesakes in other groups.
  const type = resource?.custom ? `${resource.plural}.${resource.group}` : object.kind.toLowerCase()
  const scope = object.namespace === '' ? [] : ['-n', object.namespace]
  return ['get', type, object.name, ...scope, '-o', 'yaml']
}

export function resourceOf({ kind, namespace }: YamlPlace['object']): Resource | undefined {
  return resources.find((resource) => resource.kind === kind && resource.namespaced === (namespace !== ''))
}
