import type { Json } from '../api.mjs'

/** One write to the API. `path` names the object, or for `create` its collection. */
export type Change =
  | { readonly type: 'create'; readonly path: string; readonly object: Json }
  | { readonly type: 'patch'; readonly path: string; readonly with: Json }
  | { readonly type: 'patchStatus'; readonly path: string; readonly with: Json }
  /** `at once`: without a grace period. */
  | { readonly type: 'remove'; readonly path: string; readonly atOnce?: true }
  /** Deleted, and created anew under its old name as soon as the API server lets go of that. */
  | { readonly type: 'replace'; readonly path: string; readonly object: Json }

const collections: Readonly<Record<string, string>> = { Pod: 'pods', Service: 'services', Node: 'nodes' }

export function collectionOf({ kind, metadata }: Json): string {
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`
  return `/api/v1${scope}/${collections[kind]}`
}

export function pathOf(object: Json): string {
  return `${collectionOf(object)}/${object.metadata.name}`
}

export function creationOf(object: Json): Change {
  return { type: 'create', path: collectionOf(object), object }
}
