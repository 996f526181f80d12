import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiFailure, forbidden, methodNotAllowed, notFound, statusOf, tooLarge } from '../failure'
import { objectOf } from '../json'
import type { Registry } from '../registry'
import type { Resource } from '../resources'
import type { Store } from '../store'
import { discover, review, reviews, version } from './discovery'
import { formatOf, single } from './format'
import { openApiDocument, openApiIndex } from './openapi'
import type { Reader } from './read'
import { parseTarget } from './target'
import { createWriter, scaleOf } from './write'

export interface HandlerOptions {
  readonly store: Store
  readonly registry: Registry
  readonly reader: Reader
  readonly now: () => number
  readonly report: (error: unknown) => void
}

/** As the API server's limit for one request. */
const MAX_BODY_BYTES = 3 * 1024 * 1024
/** What the API server says to everyone who asks for the legacy object since 1.33. */
const ENDPOINTS_WARNING = '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"'
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/

/** Answers the Kubernetes API. A request that fails, whatever it holds, is answered with a Status. */
export function createHandler(options: HandlerOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { store, registry, reader, now, report } = options
  const writer = createWriter(store, registry)

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    guard(request)
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname.replace(/\/$/, '') || '/'
    if (method === 'GET' || method === 'HEAD') {
      const fixed = fixedAnswer(path)
      if (fixed !== undefined) {
        send(response, 200, fixed)
        return
      }
    }
    const reviewed = reviews.find(({ group, version, plural }) => path === `/apis/${group}/${version}/${plural}`)
    if (reviewed !== undefined) {
      if (method !== 'POST') throw methodNotAllowed()
      send(response, 201, review(reviewed.plural, reviewBody(await readBytes(request), reviewed)))
      return
    }
    const target = parseTarget(path)
    const { resource, namespace, name, subresource } = target
    if (resource.plural === 'endpoints') response.setHeader('Warning', ENDPOINTS_WARNING)
    const format = formatOf(request.headers.accept)
    const parameters = url.searchParams
    if (method === 'GET') {
      const query = { resource, namespace, name, format, parameters }
      const watches = ['true', '1'].includes(parameters.get('watch') ?? '')
      if (watches && subresource === undefined) reader.watch(query, response)
      else if (name === undefined) reader.list(query, response)
      else {
        const object = store.find(resource, namespace ?? '', name)
        if (object === undefined || subresource === 'eviction') throw notFound(resource, name)
        send(response, 200, subresource === 'scale' ? scaleOf(object) : single(resource, object, format, now()))
      }
      return
    }
    const body = await readBytes(request)
    const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
    const written = writer.write({ method, target, parameters, contentType, body })
    send(response, written.code, 'plain' in written ? written.plain : single(resource, written.object, format, now()))
  }

  return (request, response) => {
    // Ages are counted from the server's date, and a cluster that lives fast is ahead of the machine.
    response.setHeader('Date', new Date(now()).toUTCString())
    answer(request, response).catch((error: unknown) => {
      const failure = error instanceof ApiFailure ? error : undefined
      if (failure === undefined) report(error)
      if (response.headersSent) response.destroy()
      else send(response, failure?.code ?? 500, statusOf(failure ?? internal(error)))
    })
  }
}

/** Programs talk to this server, never pages: a browser that sends a page's request here is refused. */
function guard({ headers }: IncomingMessage): void {
  const { host = '', origin } = headers
  const site = headers['sec-fetch-site']
  if (!loopback.test(host)) throw forbidden('the demo cluster answers on loopback names only')
  if (origin !== undefined || (site !== undefined && site !== 'none'))
    throw forbidden('the demo cluster does not answer web pages')
}

/** Addresses that need no object: discovery, health, version, OpenAPI. */
function fixedAnswer(path: string): object | string | undefined {
  if (path === '/version') return version
  if (path === '/healthz' || path === '/readyz' || path === '/livez') return 'ok'
  if (path === '/openapi/v3') return openApiIndex()
  if (path.startsWith('/openapi/v3/')) return openApiDocument(path)
  if (path === '/') return { paths: ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] }
  return /^\/(api(\/v1)?|apis(\/[^/]+){0,2})$/.test(path) ? discover(path) : undefined
}

function internal(error: unknown): ApiFailure {
  const message = error instanceof Error ? error.message : String(error)
  return new ApiFailure(500, 'InternalError', `Internal error occurred: ${message}`)
}

function send(response: ServerResponse, code: number, body: object | string): void {
  const isText = typeof body === 'string'
  const text = isText ? body : `${JSON.stringify(body)}\n`
  response.writeHead(code, {
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'Cache-Control': 'no-cache, private',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** A review that came as protobuf is answered without what it asked: the answer is the same to all. */
function reviewBody(body: Buffer, { group, version, kind }: Resource): object {
  const review = { apiVersion: `${group}/${version}`, kind }
  try {
    return { ...objectOf(JSON.parse(body.toString('utf8'))), ...review }
  } catch {
    return { ...review, metadata: {}, spec: {} }
  }
}
