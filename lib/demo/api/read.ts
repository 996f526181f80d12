import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock'
import { badRequest, expired, statusOf, versionTooLarge } from '../failure'
import type { KubeObject } from '../objects'
import { apiVersionOf, type Resource } from '../resources'
import { type Filter, parseFieldSelector, parseLabelSelector } from '../selectors'
import type { Change, Store } from '../store'
import { type Format, listText, metadataOf, single } from './format'

/** Lists and watches, with the meaning that Kubernetes gives to versions, pages and selectors. */
export interface Reader {
  list(query: ListQuery, response: ServerResponse): void
  watch(query: ListQuery, response: ServerResponse): void
  /** Ends every watch. */
  stop(): void
}

export interface ListQuery {
  readonly resource: Resource
  readonly namespace: string | undefined
  /** Only this object: a watch on an address with a name. */
  readonly name: string | undefined
  readonly format: Format
  readonly parameters: URLSearchParams
}

export interface ReaderOptions {
  readonly store: Store
  /** The cluster's time, for ages. */
  readonly now: () => number
  /** The time of connections: bookmarks and time-outs. */
  readonly clock: Clock
  /** How a watch from a forgotten version is refused: in the stream, as Kubernetes does, or by an HTTP status. */
  readonly goneAs: 'event' | 'status'
}

/** A watch that leaves this much unread is ended, as the API server ends one that is too slow. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024
const BOOKMARK_MS = 55_000
const WATCH_MS = 40 * 60_000
/** How many lists that are still being paged through are remembered. */
const MAX_SNAPSHOTS = 64

export function createReader({ store, now, clock, goneAs }: ReaderOptions): Reader {
  const snapshots = new Map<number, { readonly version: number; readonly objects: readonly KubeObject[] }>()
  const ends = new Set<() => void>()
  const texts = createTextCache(now)
  let nextSnapshot = 1

  const page = (query: ListQuery, limit: number) => {
    const token = query.parameters.get('continue')
    if (token) return continued(query, token, limit)
    const asked = query.parameters.get('resourceVersion') ?? ''
    const version = store.version()
    if (asked !== '' && BigInt(asked) > BigInt(version)) throw versionTooLarge(asked, version)
    if (query.parameters.get('resourceVersionMatch') === 'Exact' && asked !== String(version))
      throw expired(`The provided resource version ${asked} is too old.`)
    const objects = matching(query, store.sorted(query.resource, query.namespace))
    return cut(query, { version, objects }, 0, limit, undefined)
  }

  const continued = (query: ListQuery, token: string, limit: number) => {
    const match = /^(\d+)\.(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))
    if (match === null) throw badRequest('continue key is not valid')
    const id = Number(match[1])
    const snapshot = snapshots.get(id)
    if (snapshot === undefined || snapshot.version < store.oldest(query.resource))
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.',
      )
    return cut(query, snapshot, Number(match[2]), limit, id)
  }

  const cut = (
    query: ListQuery,
    snapshot: { readonly version: number; readonly objects: readonly KubeObject[] },
    from: number,
    limit: number,
    id: number | undefined,
  ) => {
    const end = limit > 0 ? from + limit : snapshot.objects.length
    const remaining = snapshot.objects.length - end
    const metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number } = {
      resourceVersion: String(snapshot.version),
    }
    if (remaining > 0) {
      const kept = id ?? keep(snapshot)
      metadata.continue = Buffer.from(`${kept}.${end}`).toString('base64url')
      const selects = query.parameters.get('labelSelector') || query.parameters.get('fieldSelector')
      if (!selects) metadata.remainingItemCount = remaining
    } else if (id !== undefined) snapshots.delete(id)
    return { metadata, objects: snapshot.objects.slice(from, end) }
  }

  const keep = (snapshot: { readonly version: number; readonly objects: readonly KubeObject[] }) => {
    const id = nextSnapshot++
    snapshots.set(id, snapshot)
    for (const oldest of snapshots.keys()) {
      if (snapshots.size <= MAX_SNAPSHOTS) break
      snapshots.delete(oldest)
    }
    return id
  }

  return {
    list(query, response) {
      validVersion(query.parameters.get('resourceVersion'))
      const { metadata, objects } = page(query, whole(query.parameters.get('limit'), 'limit'))
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' })
      let text = ''
      for (const piece of listText(query.resource, objects, metadata, query.format, now())) {
        text += piece
        if (text.length < 65_536) continue
        response.write(text)
        text = ''
      }
      response.end(text)
    },

    watch(query, response) {
      const { resource, namespace, format, parameters } = query
      const asked = parameters.get('resourceVersion') ?? ''
      validVersion(asked)
      const seconds = whole(parameters.get('timeoutSeconds'), 'timeoutSeconds')
      const streams = isTrue(parameters.get('sendInitialEvents'))
      if (streams && parameters.get('resourceVersionMatch') !== 'NotOlderThan')
        throw badRequest('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
      const fresh = asked === '' || asked === '0'
      if (!fresh && BigInt(asked) > BigInt(store.version())) throw versionTooLarge(asked, store.version())
      const accepts = filterOf(query)
      const missed = fresh || streams ? [] : store.since(resource, Number(asked))
      const gone = expired(`too old resource version: ${asked} (${store.oldest(resource)})`)
      if (missed === undefined && goneAs === 'status') throw gone

      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' })
      response.flushHeaders()
      const send = (type: string, text: string) => {
        response.write(`{"type":"${type}","object":${text}}\n`)
        if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
      }
      if (missed === undefined) {
        send('ERROR', JSON.stringify(statusOf(gone)))
        response.end()
        return
      }
      const tell = (change: Change) => {
        const was = change.previous !== undefined && accepts(change.previous)
        const is = change.type !== 'DELETED' && accepts(change.object)
        if (is) send(was ? 'MODIFIED' : 'ADDED', texts.of(change.resource, change.object, format))
        else if (was) send('DELETED', texts.of(change.resource, change.object, format))
      }
      const bookmark = (annotations?: Record<string, string>) =>
        send('BOOKMARK', bookmarkText(resource, format, store.version(), annotations))

      if (fresh || streams) {
        for (const object of store.sorted(resource, namespace))
          if (accepts(object)) send('ADDED', texts.of(resource, object, format))
        if (streams) bookmark({ 'k8s.io/initial-events-end': 'true' })
      }
      for (const change of missed) tell(change)
      const unsubscribe = store.subscribe((change) => {
        if (change.resource === resource) tell(change)
      })
      const wantsBookmarks = isTrue(parameters.get('allowWatchBookmarks'))
      let cancelBookmark = () => {}
      const scheduleBookmark = () => {
        cancelBookmark = clock.after(BOOKMARK_MS, () => {
          bookmark()
          scheduleBookmark()
        })
      }
      if (wantsBookmarks) scheduleBookmark()
      const cancelEnd = clock.after(seconds > 0 ? seconds * 1000 : WATCH_MS, () => end())
      const end = () => {
        if (!ends.delete(end)) return
        unsubscribe()
        cancelBookmark()
        cancelEnd()
        response.end()
      }
      ends.add(end)
      response.on('close', end)
    },

    stop() {
      for (const end of ends) end()
    },
  }
}

function filterOf({ namespace, name, parameters }: ListQuery): Filter {
  const labels = parameters.get('labelSelector')
  const fields = parameters.get('fieldSelector')
  const filters: Filter[] = []
  if (namespace !== undefined) filters.push(({ metadata }) => metadata.namespace === namespace)
  if (name !== undefined) filters.push(({ metadata }) => metadata.name === name)
  if (labels) filters.push(parseLabelSelector(labels))
  if (fields) filters.push(parseFieldSelector(fields))
  return (object) => filters.every((filter) => filter(object))
}

function matching(query: ListQuery, objects: readonly KubeObject[]): readonly KubeObject[] {
  const { namespace: _, ...others } = query
  const selects =
    query.name !== undefined || query.parameters.get('labelSelector') || query.parameters.get('fieldSelector')
  return selects ? objects.filter(filterOf({ ...others, namespace: undefined })) : objects
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1'
}

function validVersion(value: string | null): void {
  if (value !== null && !/^\d*$/.test(value))
    throw badRequest(`resourceVersion: Invalid value: "${value}": must be a number`)
}

function whole(value: string | null, name: string): number {
  if (value === null || value === '') return 0
  if (!/^\d+$/.test(value)) throw badRequest(`${name}: Invalid value: "${value}": must be a whole number`)
  return Number(value)
}

/** Source: apiserver storage/cacher newCacherEvent for bookmarks: an empty object with a version. */
function bookmarkText(
  resource: Resource,
  format: Format,
  version: number,
  annotations: Record<string, string> | undefined,
): string {
  const metadata = {
    name: '',
    uid: '',
    resourceVersion: String(version),
    creationTimestamp: '',
    ...(annotations === undefined ? {} : { annotations }),
  }
  const empty = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata }
  const { name: _, uid: __, ...shown } = metadata
  const object = { ...empty, metadata: { ...shown, creationTimestamp: null } }
  if (format === 'metadata') return JSON.stringify({ ...metadataOf(empty), metadata: object.metadata })
  if (format === 'table')
    return JSON.stringify({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: String(version) },
      columnDefinitions: [],
      rows: [{ cells: [], object }],
    })
  return JSON.stringify(object)
}

/** The text of the object last sent in each format: one change is encoded once, however many watch. */
function createTextCache(now: () => number) {
  const last = new Map<Format, { object: KubeObject; text: string }>()
  return {
    of(resource: Resource, object: KubeObject, format: Format): string {
      const known = last.get(format)
      if (known?.object === object) return known.text
      const text = JSON.stringify(single(resource, object, format, now()))
      last.set(format, { object, text })
      return text
    },
  }
}
