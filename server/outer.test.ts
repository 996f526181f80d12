import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { listen } from './listen'
import { createOuterServer } from './outer'
import { createStaticFiles } from './static-files'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

async function files() {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-static-'))
  cleanups.push(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'chunks', '[id]'), { recursive: true })
  await writeFile(join(folder, 'chunks', 'a.js'), 'let a = 1;'.repeat(500))
  await writeFile(join(folder, 'chunks', '[id]', 'page.js'), 'page')
  await writeFile(join(folder, 'secret.pem'), 'secret')
  return createStaticFiles(folder, '/_next/static/')
}

async function start() {
  const seen: IncomingMessage[] = []
  const failures: string[] = []
  const create = () => {
    const server = createOuterServer({
      allowedHosts: ['switchboard.example.com'],
      files: given,
      async handle(request, response) {
        seen.push(request)
        if (request.url?.startsWith('/broken')) throw new Error('broken')
        response.end('page')
      },
      onFailure: (path, error) => failures.push(`${path}: ${error}`),
    })
    cleanups.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return server
  }
  const given = await files()
  const opened = await listen({ create, host: 'localhost', port: 0, firstPort: 0 })
  if (!opened.ok) throw new Error(opened.error)
  return { seen, failures, port: opened.value.port, servers: opened.value.servers }
}

interface Answer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** One request as these very bytes: no client library corrects what a hostile one would send. */
function send(port: number, lines: readonly string[], host = '127.0.0.1'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => {
      const all = Buffer.concat(chunks)
      const end = all.indexOf('\r\n\r\n')
      const [first = '', ...rest] = all.subarray(0, end).toString().split('\r\n')
      const headers = new Map(
        rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
      )
      resolve({ status: Number(first.split(' ')[1]), headers, body: all.subarray(end + 4) })
    })
  })
}

const get = (port: number, path: string, ...headers: string[]) =>
  send(port, [
    `GET ${path} HTTP/1.1`,
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: localhost']),
    ...headers,
  ])

describe('the outer server', () => {
  it.each(['/', '/api/overview', '/_next/static/chunks/a.js', '/healthz'])(
    'lets nobody to %s under a foreign name',
    async (path) => {
      const { port, seen } = await start()
      const answer = await get(port, path, 'Host: evil.example')
      expect(answer.status).toBe(403)
      expect(
        JSON.parse(
          answer.body
            .toString()
            .split('\r\n')
            .find((line) => line.startsWith('{')) ?? '',
        ),
      ).toMatchObject({ status: 403 })
      expect(seen).toHaveLength(0)
    },
  )

  it('is not moved by headers that would speak for a proxy or for middleware', async () => {
    const { port, seen } = await start()
    const forged = [
      'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware',
      'X-Forwarded-Host: localhost',
      'X-Forwarded-Prefix: /evil',
      "Content-Security-Policy: script-src 'nonce-known'",
    ]
    expect((await get(port, '/', 'Host: evil.example', ...forged)).status).toBe(403)
    const answer = await get(port, '/', ...forged)
    expect(answer.status).toBe(200)
    const names = Object.keys(seen[0]?.headers ?? {})
    expect(names.filter((name) => name.startsWith('x-'))).toEqual([])
    expect(answer.headers.get('content-security-policy')).not.toContain('known')
  })

  it('answers POST with what is allowed, and reads no body', async () => {
    const { port } = await start()
    const answer = await send(port, [
      'POST /api/overview HTTP/1.1',
      'Host: localhost',
      'Content-Length: 5',
      '',
      'hello',
    ])
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
    expect((await get(port, '/', 'Content-Length: 5')).status).toBe(413)
  })

  it('refuses long queries and headers', async () => {
    const { port } = await start()
    expect((await get(port, `/?${'x'.repeat(3000)}`)).status).toBe(414)
    expect((await get(port, '/', `X-Long: ${'x'.repeat(20_000)}`)).status).toBe(431)
  })

  it('lets a link be followed to a page, and keeps other sites from its parts', async () => {
    const { port } = await start()
    const cross = 'Sec-Fetch-Site: cross-site'
    expect((await get(port, '/n/shop', cross, 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document')).status).toBe(200)
    expect((await get(port, '/api/stream?view=overview', cross, 'Sec-Fetch-Mode: cors')).status).toBe(403)
    expect((await get(port, '/api/overview', 'Origin: http://localhost:1')).status).toBe(403)
  })

  it('gives every page a nonce of its own, by the header where Next looks for it', async () => {
    const { port, seen } = await start()
    const policies = [await get(port, '/'), await get(port, '/')].map((answer) =>
      answer.headers.get('content-security-policy'),
    )
    expect(policies[0]).toMatch(/script-src 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'/)
    expect(policies[0]).not.toContain('unsafe')
    expect(policies[0]).not.toBe(policies[1])
    expect(seen[0]?.headers['content-security-policy']).toBe(policies[0])
  })

  it('sends the same protection with every answer, refusals and errors included', async () => {
    const { port } = await start()
    const answers = [
      await get(port, '/'),
      await get(port, '/', 'Host: evil.example'),
      await get(port, '/_next/static/chunks/a.js'),
      await get(port, '/broken'),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([200, 403, 200, 500])
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.has('x-powered-by')).toBe(false)
    }
  })

  it('tells of what failed, without what was asked in the query', async () => {
    const { port, failures } = await start()
    expect((await get(port, '/broken?token=canary')).status).toBe(500)
    expect(failures).toEqual(['/broken: Error: broken'])
  })

  it('serves the build’s files packed and for good, and no file beside them', async () => {
    const { port, seen } = await start()
    const packed = await get(port, '/_next/static/chunks/a.js', 'Accept-Encoding: gzip, br')
    expect(packed.headers.get('cache-control')).toContain('immutable')
    expect(gunzipSync(packed.body).toString()).toBe('let a = 1;'.repeat(500))
    const plain = await get(port, '/_next/static/chunks/a.js?v=1')
    expect(plain.headers.has('content-encoding')).toBe(false)
    expect(plain.body.byteLength).toBe(5000)
    expect((await get(port, '/_next/static/chunks/%5Bid%5D/page.js')).body.toString()).toBe('page')
    expect(seen).toHaveLength(0)
    for (const path of [
      '/_next/static/secret.pem',
      '/_next/static/../package.json',
      '/_next/static/chunks/%2e%2e/secret.pem',
    ])
      expect((await get(port, path)).body.toString()).not.toContain('secret')
  })

  it('refuses to be upgraded', async () => {
    const { port } = await start()
    const answer = await get(
      port,
      '/',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: x',
      'Sec-WebSocket-Version: 13',
    ).catch(() => undefined)
    expect(answer?.status).not.toBe(101)
  })
})

describe('listening', () => {
  const bare = () => createOuterServer({ allowedHosts: [], handle: async () => {} })
  const close = (servers: readonly Server[]) => {
    for (const server of servers) server.close()
  }

  it('takes the first free port, on every loopback address', async () => {
    const first = await listen({ create: bare, host: 'localhost', firstPort: 45_400 })
    const second = await listen({ create: bare, host: 'localhost', firstPort: 45_400 })
    if (!first.ok || !second.ok) throw new Error('no free port')
    cleanups.push(() => close([...first.value.servers, ...second.value.servers]))
    expect(second.value.port).toBeGreaterThan(first.value.port)
    for (const server of first.value.servers)
      expect(['127.0.0.1', '::1']).toContain((server.address() as AddressInfo).address)
  })

  it('says the next step when the wanted port is taken', async () => {
    const first = await listen({ create: bare, host: '127.0.0.1', port: 0, firstPort: 0 })
    if (!first.ok) throw new Error(first.error)
    cleanups.push(() => close(first.value.servers))
    const second = await listen({ create: bare, host: '127.0.0.1', port: first.value.port, firstPort: 0 })
    expect(second).toMatchObject({ ok: false, error: expect.stringMatching(/taken.*--port/) })
  })

  it('says the next step when the address is none of this machine', async () => {
    const opened = await listen({ create: bare, host: '203.0.113.7', port: 0, firstPort: 0 })
    expect(opened).toMatchObject({ ok: false, error: expect.stringContaining('--host') })
  })
})
