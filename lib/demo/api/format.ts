import type { KubeObject } from '../objects'
import { apiVersionOf, type Resource } from '../resources'
import { columnsOf, rowOf } from './table'

/** In what shape objects are answered: whole, their metadata alone, or rows of a table. */
export type Format = 'json' | 'metadata' | 'table'

/** The first shape in an Accept header that the server has. Source: apiserver negotiation of `as=`. */
export function formatOf(accept: string | undefined): Format {
  for (const range of (accept ?? '').split(',')) {
    if (/;\s*as=Table\b/.test(range) && /;\s*v=v1\b/.test(range)) return 'table'
    if (/;\s*as=PartialObjectMetadata(List)?\b/.test(range)) return 'metadata'
    if (/^\s*(application\/json|\*\/\*)\s*(;\s*q=[\d.]+\s*)?$/.test(range)) return 'json'
  }
  return 'json'
}

export function metadataOf(object: KubeObject): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata }
}

/** One object as a watch or a get answers it. */
export function single(resource: Resource, object: KubeObject, format: Format, now: number): object {
  if (format === 'metadata') return metadataOf(object)
  if (format === 'table') return table(resource, [object], object.metadata.resourceVersion, now)
  return object
}

interface ListMeta {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

/** A list as text, piece by piece, so that 50,000 pods are never one string. */
export function* listText(
  resource: Resource,
  objects: readonly KubeObject[],
  metadata: ListMeta,
  format: Format,
  now: number,
): Iterable<string> {
  if (format === 'table') {
    yield JSON.stringify({ ...table(resource, objects, metadata.resourceVersion, now), metadata })
    return
  }
  const head =
    format === 'metadata'
      ? { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' }
      : { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource) }
  yield `${JSON.stringify({ ...head, metadata }).slice(0, -1)},"items":[`
  for (const [index, object] of objects.entries()) {
    // Items of a list carry no apiVersion and kind of their own in the built-in API.
    const { apiVersion: _, kind: __, ...item } = object
    yield (index === 0 ? '' : ',') + JSON.stringify(format === 'metadata' ? metadataOf(object) : item)
  }
  yield ']}'
}

function table(resource: Resource, objects: readonly KubeObject[], resourceVersion: string, now: number) {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: columnsOf(resource),
    rows: objects.map((object) => ({ cells: rowOf(resource, object, now), object: metadataOf(object) })),
  }
}
