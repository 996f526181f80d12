import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type Resource, resources } from '@/lib/kubernetes/resources'
import { type Api, type ApiOptions, createApi, type WatchEvent } from './api'
import { json, serve, type TestServer } from './api-server.fixture'
import { certificate } from './certificate.fixture'
import { anonymous, type Credentials } from './credentials'
import { failure, success } from './result'

const byPlural = (plural: string) => resources.find((resource) => resource.plural === plural)!
const everywhere = (resource: Resource) => ({ resource, version: resource.versions[0]!, namespace: '' })
const services = everywhere(byPlural('services'))
const never = new AbortController().signal
const from = { resourceVersion: '9007199254740993', timeoutSeconds: 300 }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function setUp(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<ApiOptions> & { readonly path?: string } = {},
): Promise<{ server: TestServer; api: Api }> {
  const server = await serve(answer)
  const api = createApi({ credentials: anonymous('test', server.url + (options.path ?? '')), ...options })
  ends.push(() => api.close(), server.stop)
  return { server, api }
}

function status(code: number, fields: object = {}) {
  return { kind: 'Status', status: 'Failure', code, message: `said ${code}`, ...fields }
}

function list(fields: object = {}, metadata: object = {}) {
  return { kind: 'ServiceList', metadata: { resourceVersion: '12', ...metadata }, items: [], ...fields }
}

/** Watches until the end, and gives what came. */
async function watched(api: Api, signal: AbortSignal = never) {
  const events: WatchEvent[] = []
  let opened = 0
  const end = await api.watch(
    services,
    from,
    { opened: () => (opened += 1), events: (batch) => events.push(...batch) },
    signal,
  )
  return { end, events, opened }
}

describe('a list', () => {
  it('asks for a page by GET, and again on the same connection', async () => {
    const { api, server } = await setUp((_, response) =>
      json(response, 200, list({ items: [{ a: 1 }] }, { continue: 'c/1=', remainingItemCount: 7 })),
    )
    const page = await api.list(services, { limit: 500 }, never)
    await api.list({ ...services, namespace: 'shop' }, { limit: 500, continue: 'c/1=' }, never)
    expect(page).toEqual(
      success({ items: [{ a: 1 }], resourceVersion: '12', continue: 'c/1=', remaining: 7, bytes: expect.any(Number) }),
    )
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/services?limit=500',
      'GET /api/v1/namespaces/shop/services?limit=500&continue=c%2F1%3D',
    ])
    expect(server.connections()).toBe(1)
  })

  it('goes to the group, the selector and the base path that belong to it, and asks for metadata where that suffices', async () => {
    const { api, server } = await setUp((_, response) => json(response, 200, list()), { path: '/k8s/clusters/c-1/' })
    await api.list(everywhere(byPlural('replicasets')), { limit: 1 }, never)
    await api.list(everywhere(byPlural('events')), { limit: 1 }, never)
    expect(server.requests[0]?.url).toBe('/k8s/clusters/c-1/apis/apps/v1/replicasets?limit=1')
    expect(server.requests[0]?.headers.accept).toContain('as=PartialObjectMetadataList')
    expect(server.requests[1]?.url).toBe('/k8s/clusters/c-1/api/v1/events?fieldSelector=type%3DWarning&limit=1')
  })

  it('is unpacked', async () => {
    const { api, server } = await setUp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(JSON.stringify(list({ items: ['前端'] }))))
    })
    const page = await api.list(services, { limit: 1 }, never)
    expect(page.ok && page.value.items).toEqual(['前端'])
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip')
  })

  it.each([
    ['a sign-in page', '<html>Sign in</html>', 'text/html'],
    ['JSON that is no list', '{"hello":"world"}', 'application/json'],
    ['a list without a version', '{"kind":"ServiceList","items":[]}', 'application/json'],
    ['an object of another kind', JSON.stringify({ ...list(), kind: 'Service' }), 'application/json'],
  ])('is not taken from %s', async (_, body, type) => {
    const { api } = await setUp((_request, response) => {
      response.writeHead(200, { 'content-type': type })
      response.end(body)
    })
    expect(await api.list(services, { limit: 1 }, never)).toMatchObject({ ok: false, error: { type: 'malformed' } })
  })

  it('is empty where the API says null', async () => {
    const { api } = await setUp((_, response) => json(response, 200, list({ items: null })))
    expect(await api.list(services, { limit: 1 }, never)).toMatchObject({ ok: true, value: { items: [] } })
  })

  it('is given up when it is larger than we hold, packed or not, or breaks while it is unpacked', async () => {
    const large = JSON.stringify(list({ items: ['x'.repeat(5000)] }))
    const { api } = await setUp(
      (request, response) => {
        const packed = request.url?.includes('limit=1&') !== true
        response.writeHead(200, packed ? { 'content-encoding': 'gzip' } : {})
        if (request.url?.includes('limit=3')) response.end(gzipSync(large).subarray(0, 20))
        else response.end(packed ? gzipSync(large) : large)
      },
      { maxPage: 4000 },
    )
    const tooLarge = { ok: false, error: { type: 'tooLarge' } }
    expect(await api.list(services, { limit: 1, continue: 'x' }, never)).toMatchObject(tooLarge)
    expect(await api.list(services, { limit: 2 }, never)).toMatchObject(tooLarge)
    expect(await api.list(services, { limit: 3 }, never)).toMatchObject({ error: { type: 'malformed' } })
  })
})

describe('an answer other than 200', () => {
  const tooLarge = { reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } }
  it.each([
    ['403', 403, {}, {}, { type: 'denied', message: 'said 403' }],
    ['404', 404, {}, {}, { type: 'absent', message: 'said 404' }],
    ['410', 410, {}, {}, { type: 'gone', message: 'said 410' }],
    ['a version from before a restore', 504, tooLarge, {}, { type: 'gone', message: 'said 504' }],
    ['429 with seconds', 429, {}, { 'retry-after': '7' }, { type: 'throttled', message: 'said 429', retryAfter: 7000 }],
    [
      '503 with a date',
      503,
      {},
      { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' },
      { type: 'throttled', message: 'said 503', retryAfter: 9000 },
    ],
    ['500', 500, {}, {}, { type: 'server', status: 500, message: 'said 500' }],
    ['a redirection', 302, {}, { location: 'http://169.254.169.254/' }, { type: 'malformed' }],
  ])('is an error that says what follows: %s', async (_, code, fields, headers, error) => {
    const { api, server } = await setUp((_request, response) => json(response, code, status(code, fields), headers))
    expect(await api.list(services, { limit: 1 }, never)).toMatchObject({ ok: false, error })
    expect(server.requests).toHaveLength(1)
  })

  it('may be no JSON at all', async () => {
    const { api } = await setUp((_, response) => {
      response.writeHead(502)
      response.end('<html>Bad gateway</html>')
    })
    expect(await api.list(services, { limit: 1 }, never)).toEqual(
      failure({ type: 'server', status: 502, message: 'the API server answered 502 Bad Gateway' }),
    )
  })
})

describe('a question about our own rights', () => {
  it('is the only request with another method than GET, and goes to the reviews alone', async () => {
    const bodies: string[] = []
    const { api, server } = await setUp((request, response) => {
      request.on('data', (data) => bodies.push(String(data)))
      request.on('end', () => json(response, request.method === 'POST' ? 201 : 200, { status: { allowed: true } }))
    })
    const spec = { resourceAttributes: { verb: 'watch', resource: 'pods' } }
    const answer = await api.review('selfsubjectaccessreviews', spec, never)
    await api.review('selfsubjectrulesreviews', { namespace: 'shop' }, never)
    await api.list(services, { limit: 1 }, never)
    await api.verify(services, '12', never)
    await api.get('/apis', never)
    await api.ping(never)
    expect(answer).toEqual(success({ status: { allowed: true } }))
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      'POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      'GET /api/v1/services?limit=1',
      'GET /api/v1/services?limit=1&resourceVersion=12&resourceVersionMatch=NotOlderThan',
      'GET /apis',
      'GET /version',
    ])
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec },
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: 'shop' } },
    ])
  })
})

describe('credentials', () => {
  /** A token that is renewed when it is refused. */
  function rotating(server: string, tokens: string[]): Credentials & { readonly refusals: () => number } {
    let reading = 0
    let refusals = 0
    return {
      ...anonymous('test', server),
      authority: async () => success({ options: { headers: { Authorization: `Bearer ${tokens[reading]}` } }, reading }),
      refused: () => {
        refusals += 1
        reading = Math.min(reading + 1, tokens.length - 1)
      },
      refusals: () => refusals,
    }
  }

  it('are read again once when the server refuses them', async () => {
    const server = await serve((request, response) =>
      request.headers.authorization === 'Bearer new'
        ? json(response, 200, list())
        : json(response, 401, status(401, { message: 'Unauthorized' })),
    )
    const api = createApi({ credentials: rotating(server.url, ['old', 'new']) })
    ends.push(() => api.close(), server.stop)
    expect((await api.list(services, { limit: 1 }, never)).ok).toBe(true)
    expect(server.requests).toHaveLength(2)
  })

  it('that stay refused are an error, not a loop', async () => {
    const server = await serve((_, response) => json(response, 401, status(401)))
    const api = createApi({ credentials: rotating(server.url, ['old', 'worse']) })
    ends.push(() => api.close(), server.stop)
    expect(await api.list(services, { limit: 1 }, never)).toEqual(
      failure({ type: 'unauthorized', message: 'said 401' }),
    )
    expect(server.requests).toHaveLength(2)
  })
})

describe('a watch', () => {
  const event = (type: string, resourceVersion: string, name = 'web') =>
    `${JSON.stringify({ type, object: { metadata: { name, resourceVersion } } })}\n`

  it('gives events and bookmarks in order, and its end', async () => {
    const { api, server } = await setUp((_, response) => {
      response.write(event('ADDED', '9007199254740993') + event('MODIFIED', '9007199254740994'))
      response.end(event('DELETED', '9007199254740995') + event('BOOKMARK', '9007199254740996'))
    })
    const { end, events, opened } = await watched(api)
    expect(end).toEqual({ type: 'ended' })
    expect(opened).toBe(1)
    expect(events.map((each) => `${each.type} ${each.resourceVersion}`)).toEqual([
      'put 9007199254740993',
      'put 9007199254740994',
      'delete 9007199254740995',
      'bookmark 9007199254740996',
    ])
    const asked = new URL(server.requests[0]!.url, server.url)
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: '9007199254740993',
      timeoutSeconds: '300',
    })
  })

  it('reads a line that arrives split inside a character', async () => {
    const bytes = Buffer.from(event('ADDED', '1', '前端'))
    const { api } = await setUp(async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    const { events } = await watched(api)
    expect(events).toMatchObject([{ type: 'put', object: { metadata: { name: '前端' } } }])
  })

  it.each([
    ['410', status(410, { reason: 'Expired' }), 'gone'],
    ['410 by its reason alone', { ...status(0), reason: 'Expired' }, 'gone'],
    ['429', status(429, { details: { retryAfterSeconds: 3 } }), 'throttled'],
    ['500', status(500), 'server'],
    ['nothing', undefined, 'server'],
  ])('ends with the error that the server sends inside it: %s', async (_, object, type) => {
    const { api } = await setUp((_request, response) => {
      response.write(`${event('ADDED', '1')}${JSON.stringify({ type: 'ERROR', object })}\n`)
    })
    const { end, events } = await watched(api)
    expect(end).toMatchObject({ type })
    expect(events).toHaveLength(1)
  })

  it.each([
    ['HTML', '<html>\n<body>\n'],
    ['half a line of JSON', '{"type":"ADDED","obj\n'],
    ['an object without a version', '{"type":"ADDED","object":{"metadata":{"name":"web"}}}\n'],
    ['an unknown type', event('RENAMED', '1')],
    ['a line of 20 MB', `"${'x'.repeat(20_000_000)}"\n`],
  ])('is given up at %s, after the events before it', async (_, text) => {
    const { api } = await setUp((_request, response) => {
      response.write(event('ADDED', '1'))
      response.write(text)
    })
    const { end, events } = await watched(api)
    expect(end.type).toBe('malformed')
    expect(events).toHaveLength(1)
  })

  it('is not opened by a page, which may be less than a line', async () => {
    const { api } = await setUp((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end('<title>Sign in</title>')
    })
    const { end, opened } = await watched(api)
    expect(end).toEqual({ type: 'malformed', message: 'the answer is text/html that cannot be read as JSON' })
    expect(opened).toBe(0)
  })

  it('passes on an object of 1 MiB, which is as large as etcd takes', async () => {
    const large = `{"type":"ADDED","object":{"metadata":{"name":"web","resourceVersion":"2"},"data":"${'x'.repeat(1 << 20)}"}}\n`
    const { api } = await setUp((_, response) => response.end(event('ADDED', '1') + large + event('ADDED', '3')))
    const { end, events } = await watched(api)
    expect(end).toEqual({ type: 'ended' })
    expect(events.map(({ resourceVersion }) => resourceVersion)).toEqual(['1', '2', '3'])
  })

  it('tells a broken connection from an orderly end', async () => {
    const { api, server } = await setUp((_, response) => response.write(event('ADDED', '1')))
    const events: WatchEvent[] = []
    const handlers = {
      opened: () => {},
      events: (batch: readonly WatchEvent[]) => {
        events.push(...batch)
        server.reset()
      },
    }
    expect(await api.watch(services, from, handlers, never)).toMatchObject({ type: 'unreachable' })
    expect(events).toHaveLength(1)
  })

  it('ends at once when we give it up, before or after it is open', async () => {
    const early = new AbortController()
    const { api } = await setUp((request) => {
      if (request.url?.includes('services')) setImmediate(() => early.abort())
    })
    expect((await watched(api, early.signal)).end.type).toBe('aborted')
    const open = await setUp((_, response) => response.write(event('ADDED', '1')))
    const late = new AbortController()
    const handlers = { opened: () => {}, events: () => late.abort() }
    expect((await open.api.watch(services, from, handlers, late.signal)).type).toBe('aborted')
  })

  it('may be silent once it is open, but a server that never answers is given up', async () => {
    const { api } = await setUp(
      (request, response) => {
        if (request.url?.includes('limit')) return
        response.flushHeaders()
        setTimeout(() => response.end(event('ADDED', '1')), 120)
      },
      { silence: 40 },
    )
    expect((await watched(api)).end).toEqual({ type: 'ended' })
    expect(await api.list(services, { limit: 1 }, never)).toEqual(
      failure({ type: 'unreachable', message: 'no answer in time' }),
    )
  })
})

describe('a ping', () => {
  it('does not wait as long as other requests, and drops the connections that share its fate', async () => {
    let silent = false
    const { api, server } = await setUp((_, response) => silent || json(response, 200, list()), { pingSilence: 400 })
    await Promise.all([api.list(services, { limit: 1 }, never), api.list(services, { limit: 1 }, never)])
    expect(server.connections()).toBe(2)
    silent = true
    expect(await api.ping(never)).toEqual({ type: 'unreachable', message: 'no answer in time' })
    silent = false
    expect(await api.ping(never)).toBeUndefined()
    expect(server.connections()).toBe(3)
  })
})

describe('a connection', () => {
  it('that is refused says so', async () => {
    const { api, server } = await setUp(() => {})
    await server.stop()
    expect(await api.list(services, { limit: 1 }, never)).toEqual(
      failure({ type: 'unreachable', message: 'connection refused' }),
    )
  })

  it('is trusted by the certificate authority and the name that the kubeconfig gives, and by nothing else', async () => {
    const server = await serve((_, response) => json(response, 200, list()), { tls: true })
    ends.push(server.stop)
    const nobody = anonymous('test', server.url)
    const withOptions = (options: object) => {
      const api = createApi({ credentials: { ...nobody, authority: async () => success({ options, reading: 0 }) } })
      ends.push(() => api.close())
      return api.list(services, { limit: 1 }, never)
    }
    expect(await withOptions({ ca: certificate, servername: 'api.test' })).toMatchObject({ ok: true })
    expect(await withOptions({ ca: certificate })).toMatchObject({ ok: false, error: { type: 'tls' } })
    expect(await withOptions({ servername: 'api.test' })).toMatchObject({ ok: false, error: { type: 'tls' } })
    expect(await withOptions({ rejectUnauthorized: false })).toMatchObject({ ok: true })
  })

  it('is shaken hands on once for many requests', async () => {
    const server = await serve((_, response) => json(response, 200, list()), { tls: true })
    const options = { rejectUnauthorized: false }
    const api = createApi({
      credentials: { ...anonymous('test', server.url), authority: async () => success({ options, reading: 0 }) },
    })
    ends.push(() => api.close(), server.stop)
    for (let round = 0; round < 5; round += 1) await api.list(services, { limit: 1 }, never)
    expect(server.requests).toHaveLength(5)
    expect(server.connections()).toBe(1)
  })

  it('tells how far the clock of the server is ahead', async () => {
    let date = new Date().toUTCString()
    const { api } = await setUp((_, response) => json(response, 200, list(), { date }))
    await api.list(services, { limit: 1 }, never)
    expect(api.skew()).toBe(0)
    for (const hours of [1, -1]) {
      date = new Date(Date.now() + hours * 3_600_000).toUTCString()
      await api.list(services, { limit: 1 }, never)
      expect(Math.round(api.skew() / 10_000)).toBe(hours * 360)
    }
  })
})
