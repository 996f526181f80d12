/** `namespace/name`; a cluster-scoped object has an empty namespace: `/worker-1`. Unique within a kind. */
export type Key = string

export function keyOf(object: { readonly namespace: string; readonly name: string }): Key {
  return `${object.namespace}/${object.name}`
}

export function parseKey(key: Key): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/')
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
