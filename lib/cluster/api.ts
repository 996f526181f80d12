import http, { type IncomingMessage } from 'node:http'
import https, { type RequestOptions } from 'node:https'
import { createGunzip } from 'node:zlib'
import type { Resource } from '@/lib/kubernetes/resources'
import type { ApiError } from './api-error'
import type { Credentials } from './credentials'
import { createLineSplitter } from './lines'
import { failure, type Result, success } from './result'

/** The objects of one resource in one version, in one namespace or (`''`) in all of them. */
export interface Collection {
  readonly resource: Resource
  readonly version: string
  readonly namespace: string
}

/** One page of a list. Items are the API's own JSON, to be read by lib/kubernetes and forgotten. */
export interface Page {
  readonly items: readonly unknown[]
  readonly resourceVersion: string
  /** Names the next page; absent on the last. */
  readonly continue?: string
  /** How many objects follow, where the server says so. */
  readonly remaining?: number
  /** Size of the answer, unpacked. */
  readonly bytes: number
}

export type WatchEvent =
  | { readonly type: 'put' | 'delete'; readonly resourceVersion: string; readonly object: unknown }
  /** Nothing happened up to here. */
  | { readonly type: 'bookmark'; readonly resourceVersion: string }

export interface WatchHandlers {
  /** The server has accepted the watch: from now on silence means that nothing happens. */
  opened(): void
  /** The events of one arrival, in order; never empty. */
  events(events: readonly WatchEvent[]): void
}

/** Why a watch is over; `ended` is the server's ordinary end, after `timeoutSeconds` or when it restarts. */
export type WatchEnd = { readonly type: 'ended' } | ApiError

/** The reviews by which everybody may ask what they may do (granted by `system:basic-user`). */
export type Review = 'selfsubjectaccessreviews' | 'selfsubjectrulesreviews'

/** The API server seen by one context's credentials. It is only ever asked with GET, and for reviews of our own rights. */
export interface Api {
  readonly credentials: Credentials
  list(
    collection: Collection,
    page: { readonly limit: number; readonly continue?: string },
    signal: AbortSignal,
  ): Promise<Result<Page, ApiError>>
  watch(
    collection: Collection,
    from: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    handlers: WatchHandlers,
    signal: AbortSignal,
  ): Promise<WatchEnd>
  /**
   * Asks whether the server has reached a version: one that it has not, because its etcd was restored, is an error of
   * type `gone`. The server compares (`resourceVersionMatch=NotOlderThan`), since versions are opaque to us; it costs
   * one object.
   */
  verify(collection: Collection, resourceVersion: string, signal: AbortSignal): Promise<ApiError | undefined>
  /** The JSON of any other address below the server's, such as `/apis/gateway.networking.k8s.io`. */
  get(path: string, signal: AbortSignal): Promise<Result<unknown, ApiError>>
  /** What the server says of our own rights: the answered review. */
  review(review: Review, spec: object, signal: AbortSignal): Promise<Result<unknown, ApiError>>
  /** Whether anything answers at the other end of the path; an error is that of the path or of the credentials. */
  ping(signal: AbortSignal): Promise<ApiError | undefined>
  /** Milliseconds by which the server's clock is ahead of ours, from its Date header; 0 until it has answered. */
  skew(): number
  /** Closes every connection; requests under way end as unreachable. */
  close(): void
}

export interface ApiOptions {
  readonly credentials: Credentials
  /** Milliseconds of silence before an answer is given up; a watch may be silent once it is open. */
  readonly silence?: number
  /** The same for a ping, which any living server answers at once. */
  readonly pingSilence?: number
  /** The most bytes that a page may have, unpacked. */
  readonly maxPage?: number
  /** The most bytes that one event of a watch may have; etcd holds objects of at most 1.5 MiB by default. */
  readonly maxLine?: number
}

const MiB = 1024 * 1024
const REVIEWS = '/apis/authorization.k8s.io/v1'

/** All that can be asked. A write has no form here: nothing else reaches the connection. */
type Question =
  | { readonly method: 'GET'; readonly path: string }
  | { readonly method: 'POST'; readonly path: `${typeof REVIEWS}/${Review}`; readonly body: string }

type Headers = Readonly<Record<string, string>>

/**
 * A client of the API server over connections that are kept open. Credentials are asked for anew with each request,
 * and read anew once when the server answers 401; redirects are refused, so that they cannot be carried elsewhere.
 */
export function createApi({
  credentials,
  silence = 30_000,
  pingSilence = 10_000,
  maxPage = 64 * MiB,
  maxLine = 8 * MiB,
}: ApiOptions): Api {
  const { server } = credentials
  const secure = server.protocol === 'https:'
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  const base = server.pathname.replace(/\/+$/, '')
  let skew = 0
  /** What the last request went through: our agent, or that of a proxy. */
  let through: http.Agent = agent

  /** One request up to the head of its answer. */
  function send(question: Question, headers: Headers, own: RequestOptions, patience: number, signal: AbortSignal) {
    const used = own.agent instanceof http.Agent ? own.agent : agent
    through = used
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = (secure ? https : http).request({
        ...own,
        agent: used,
        method: question.method,
        host: server.hostname.replace(/^\[|\]$/g, ''),
        port: server.port || (secure ? 443 : 80),
        path: base + question.path,
        headers: { 'user-agent': 'switchboard', ...own.headers, ...headers },
        signal,
      })
      const late = setTimeout(() => {
        request.destroy(new Silence())
        // The idle connections went the same way: the next request is better made on a new one.
        for (const socket of Object.values(used.freeSockets).flat()) socket?.destroy()
      }, patience)
      request.on('socket', (socket) => socket.setKeepAlive(true, 10_000))
      request.on('response', (response) => {
        clearTimeout(late)
        resolve(response)
      })
      request.on('error', (error) => {
        clearTimeout(late)
        reject(error)
      })
      request.end(question.method === 'POST' ? question.body : undefined)
    })
  }

  /** The answer of a request that the server granted; any other answer is read to its end and becomes an error. */
  async function open(
    question: Question,
    headers: Headers,
    signal: AbortSignal,
    patience = silence,
  ): Promise<Result<IncomingMessage, ApiError>> {
    for (let again = false; ; again = true) {
      const authority = await credentials.authority()
      if (!authority.ok) return authority
      try {
        const response = await send(question, headers, authority.value.options, patience, signal)
        noteDate(response.headers.date)
        if (response.statusCode === 200 || response.statusCode === 201) return success(response)
        const error = await refusal(response)
        if (error.type !== 'unauthorized') return failure(error)
        credentials.refused(authority.value)
        if (again) return failure(error)
      } catch (error) {
        return failure(brokenBy(error, signal))
      }
    }
  }

  function noteDate(date: string | undefined) {
    const theirs = Date.parse(date ?? '')
    if (Number.isNaN(theirs)) return
    // The header counts whole seconds: a difference below that is none.
    const ahead = theirs + 500 - Date.now()
    skew = Math.abs(ahead) < 1_500 ? 0 : ahead
  }

  async function ask(question: Question, accept: string, signal: AbortSignal, patience = silence) {
    const headers: Headers = { accept, 'accept-encoding': 'gzip' }
    const opened = await open(
      question,
      question.method === 'POST' ? { ...headers, 'content-type': 'application/json' } : headers,
      signal,
      patience,
    )
    if (!opened.ok) return opened
    try {
      const body = await bodyOf(opened.value, maxPage, patience)
      if (body === undefined)
        return failure<ApiError>({ type: 'tooLarge', message: `the answer is larger than ${maxPage / MiB} MiB` })
      const json = parse(body.toString('utf8'))
      if (json === undefined) return failure<ApiError>(notJson(opened.value))
      return success({ json, bytes: body.length })
    } catch (error) {
      return failure(brokenBy(error, signal))
    }
  }

  const get = (path: string, accept: string, signal: AbortSignal) => ask({ method: 'GET', path }, accept, signal)

  return {
    credentials,
    async list(collection, page, signal) {
      const path = pathOf(collection, { limit: String(page.limit), continue: page.continue })
      const answer = await get(path, accept(collection.resource, 'List'), signal)
      if (!answer.ok) return answer
      const { json, bytes } = answer.value
      const meta = objectOf(objectOf(json)?.metadata)
      const items = objectOf(json)?.items ?? []
      const resourceVersion = meta?.resourceVersion
      const kind = objectOf(json)?.kind
      // An answer that merely lacks items must not be taken for an empty cluster.
      if (!Array.isArray(items) || typeof resourceVersion !== 'string' || resourceVersion === '' || !isList(kind))
        return failure({ type: 'malformed', message: 'the answer is JSON, but not a list of the Kubernetes API' })
      const next = meta?.continue
      const remaining = meta?.remainingItemCount
      return success({
        items,
        resourceVersion,
        bytes,
        ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
        ...(typeof remaining === 'number' ? { remaining } : {}),
      })
    },

    async watch(collection, from, handlers, signal) {
      const path = pathOf(collection, {
        watch: '1',
        allowWatchBookmarks: 'true',
        resourceVersion: from.resourceVersion,
        timeoutSeconds: String(from.timeoutSeconds),
      })
      const opened = await open({ method: 'GET', path }, { accept: accept(collection.resource, '') }, signal)
      if (!opened.ok) return opened.error
      const type = opened.value.headers['content-type']
      if (type !== undefined && !type.includes('json')) {
        opened.value.destroy()
        return notJson(opened.value)
      }
      handlers.opened()
      return readWatch(opened.value, maxLine, handlers, signal)
    },

    async verify(collection, resourceVersion, signal) {
      const query = { limit: '1', resourceVersion, resourceVersionMatch: 'NotOlderThan' }
      const answer = await get(pathOf(collection, query), accept(collection.resource, 'List'), signal)
      return answer.ok ? undefined : answer.error
    },

    async get(path, signal) {
      const answer = await get(path, 'application/json', signal)
      return answer.ok ? success(answer.value.json) : answer
    },

    async review(review, spec, signal) {
      const kind = review === 'selfsubjectaccessreviews' ? 'SelfSubjectAccessReview' : 'SelfSubjectRulesReview'
      const body = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec })
      const answer = await ask({ method: 'POST', path: `${REVIEWS}/${review}`, body }, 'application/json', signal)
      return answer.ok ? success(answer.value.json) : answer
    },

    async ping(signal) {
      // Open to everyone by `system:public-info-viewer`; where it is not, a refusal is an answer too.
      const answer = await ask({ method: 'GET', path: '/version' }, 'application/json', signal, pingSilence)
      return answer.ok ? undefined : answer.error
    },
    skew: () => skew,
    close() {
      agent.destroy()
      through.destroy()
    },
  }
}

class Silence extends Error {}

function pathOf({ resource, version, namespace }: Collection, query: Readonly<Record<string, string | undefined>>) {
  const root = resource.group === '' ? `/api/${version}` : `/apis/${resource.group}/${version}`
  const scope = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ fieldSelector: resource.fieldSelector, ...query }))
    if (value !== undefined) parameters.set(name, value)
  return `${root}${scope}/${resource.plural}?${parameters}`
}

function accept(resource: Resource, suffix: 'List' | ''): string {
  if (resource.metadataOnly !== true) return 'application/json'
  return `application/json;as=PartialObjectMetadata${suffix};g=meta.k8s.io;v=v1,application/json`
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

function isList(kind: unknown): boolean {
  return typeof kind === 'string' && kind.endsWith('List')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function notJson(response: IncomingMessage): ApiError {
  const type = response.headers['content-type']?.split(';')[0] ?? 'an unnamed type'
  return { type: 'malformed', message: `the answer is ${type} that cannot be read as JSON` }
}

/** The whole body, unpacked; undefined when it is larger than `limit` bytes. Throws when the connection breaks. */
async function bodyOf(response: IncomingMessage, limit: number, silence: number): Promise<Buffer | undefined> {
  const late = setTimeout(() => response.destroy(new Silence()), silence)
  const packed = response.headers['content-encoding'] === 'gzip'
  const stream = packed ? response.pipe(createGunzip()) : response
  if (packed) response.on('error', (error) => stream.destroy(error))
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      late.refresh()
      length += chunk.length
      if (length > limit) {
        response.destroy()
        return undefined
      }
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(late)
  }
}

/** What an answer other than 200 means. */
async function refusal(response: IncomingMessage): Promise<ApiError> {
  const status = response.statusCode ?? 0
  const body = await bodyOf(response, 64 * 1024, 5_000).catch(() => undefined)
  const json = objectOf(parse(body?.toString('utf8') ?? ''))
  if (status >= 300 && status < 400)
    return { type: 'malformed', message: `the answer is a redirection (${status}), which is not followed` }
  return errorOf(status, json ?? {}, response)
}

/** An error as the API tells it, by HTTP status or by a Status object; see apimachinery pkg/api/errors. */
function errorOf(code: number, status: Readonly<Record<string, unknown>>, response?: IncomingMessage): ApiError {
  const said = typeof status.message === 'string' && status.message !== '' ? status.message : undefined
  const message = (said ?? `the API server answered ${code} ${response?.statusMessage ?? ''}`.trim()).slice(0, 400)
  const details = objectOf(status.details)
  const causes = Array.isArray(details?.causes) ? details.causes : []
  const ahead = causes.some((cause) => objectOf(cause)?.reason === 'ResourceVersionTooLarge')
  if (code === 410 || status.reason === 'Expired' || status.reason === 'Gone' || ahead) return { type: 'gone', message }
  if (code === 401) return { type: 'unauthorized', message }
  if (code === 403) return { type: 'denied', message }
  if (code === 404) return { type: 'absent', message }
  const retryAfter = patience(response, details?.retryAfterSeconds)
  if (code === 429 || (code >= 500 && retryAfter !== undefined))
    return { type: 'throttled', message, retryAfter: retryAfter ?? 1_000 }
  return { type: 'server', status: code, message }
}

/** Milliseconds that the server asks us to wait: seconds or a date of the header, or the Status's own. */
function patience(response: IncomingMessage | undefined, seconds: unknown): number | undefined {
  const header = response?.headers['retry-after']
  if (header !== undefined) {
    if (/^\d+$/.test(header)) return Number(header) * 1000
    const until = Date.parse(header) - (Date.parse(response?.headers.date ?? '') || Date.now())
    if (!Number.isNaN(until)) return Math.max(0, until)
  }
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'name service does not answer',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network unreachable',
  EPIPE: 'connection closed',
}

/** What a broken connection means. */
function brokenBy(error: unknown, signal: AbortSignal): ApiError {
  if (signal.aborted) return { type: 'aborted', message: 'given up' }
  if (error instanceof Silence) return { type: 'unreachable', message: 'no answer in time' }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH|ERR_OSSL)/.test(code))
    return { type: 'tls', message: `${error instanceof Error ? error.message : ''} (${code})` }
  if (/^Z_/.test(code)) return { type: 'malformed', message: 'the answer cannot be unpacked' }
  if (/^HPE_/.test(code)) return { type: 'malformed', message: 'the answer is not HTTP' }
  // The words of hpagent, client-node's agent for proxies.
  const [, status] = /^Bad response: (\d{3})$/.exec(error instanceof Error ? error.message : '') ?? []
  if (status !== undefined) return { type: 'unreachable', message: `the proxy answered ${status}` }
  return { type: 'unreachable', message: words[code] ?? (code || 'connection closed') }
}

/** Reads an open watch to its end. */
function readWatch(
  response: IncomingMessage,
  maxLine: number,
  handlers: WatchHandlers,
  signal: AbortSignal,
): Promise<WatchEnd> {
  return new Promise((resolve) => {
    const split = createLineSplitter(maxLine)

    function end(reason: WatchEnd) {
      resolve(reason)
      response.removeAllListeners('data')
      response.destroy()
    }

    response.on('data', (chunk: Buffer) => {
      const lines = split(chunk)
      if (lines === undefined) return end({ type: 'malformed', message: 'an event of the watch is too long' })
      const events: WatchEvent[] = []
      let over: WatchEnd | undefined
      for (const line of lines) {
        const event = readEvent(line)
        if (!event.ok) {
          over = event.error
          break
        }
        events.push(event.value)
      }
      if (events.length > 0) handlers.events(events)
      if (over !== undefined) end(over)
    })
    response.on('end', () => end({ type: 'ended' }))
    response.on('error', (error) => end(brokenBy(error, signal)))
    response.on('close', () => end(brokenBy(undefined, signal)))
  })
}

function readEvent(line: string): Result<WatchEvent, ApiError> {
  const json = objectOf(parse(line))
  const object = objectOf(json?.object)
  if (json?.type === 'ERROR') return failure(errorOf(Number(object?.code) || 500, object ?? {}))
  const resourceVersion = objectOf(object?.metadata)?.resourceVersion
  if (typeof resourceVersion !== 'string' || resourceVersion === '')
    return failure({ type: 'malformed', message: 'an event of the watch cannot be read' })
  switch (json?.type) {
    case 'ADDED':
    case 'MODIFIED':
      return success({ type: 'put', resourceVersion, object })
    case 'DELETED':
      return success({ type: 'delete', resourceVersion, object })
    case 'BOOKMARK':
      return success({ type: 'bookmark', resourceVersion })
    default:
      return failure({ type: 'malformed', message: 'an event of the watch is of no known type' })
  }
}
