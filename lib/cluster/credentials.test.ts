import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from './api'
import { json, serve } from './api-server.fixture'
import { certificate, key } from './certificate.fixture'
import { loadContexts } from './contexts'
import { createCredentials, type KubeUser } from './credentials'
import { type Credential, type Plugin, readPlugin, runPlugin } from './plugin'
import { success } from './result'

const SECRET = 'canary-token-3f9'
const never = new AbortController().signal
const ends: (() => unknown)[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'))
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  rmSync(folder, { recursive: true })
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The credentials of a kubeconfig with one context, cluster and user. */
function open(user: object, cluster: object = {}) {
  const config = {
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'ann' } }],
    clusters: [{ name: 'test', cluster: { server: 'https://api.test:6443', ...cluster } }],
    users: [{ name: 'ann', user }],
    'current-context': 'test',
  }
  const found = loadContexts({ env: {}, kubeconfig: file('config', JSON.stringify(config)) })
  const opened = found.ok ? found.value.open() : found
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A plugin that is a Node program. */
function program(code: string): Plugin {
  return { command: process.execPath, args: ['-e', code], env: {}, apiVersion: 'client.authentication.k8s.io/v1' }
}

describe('a credential plugin', () => {
  it('runs once for all who ask at the same time, and its errors are never shown', async () => {
    const runs = join(folder, 'runs')
    const plugin = file(
      'plugin.mjs',
      `import { appendFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(runs)}, 'x')
if (process.argv[2] === 'fail') { console.error('${SECRET}'); process.exit(1) }
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'from-plugin' } }))`,
    )
    const apiVersion = 'client.authentication.k8s.io/v1'
    const using = (...args: readonly string[]) =>
      open({ exec: { apiVersion, command: process.execPath, args: [plugin, ...args] } })
    const good = using()
    const answers = await Promise.all([good.authority(), good.authority(), good.authority()])
    const headers = { Authorization: 'Bearer from-plugin' }
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { options: { headers } } })
    await good.authority()
    expect(readFileSync(runs, 'utf8')).toBe('x')
    const failing = using('fail')
    const failed = await failing.authority()
    expect(failed).toMatchObject({
      error: { type: 'credentials', message: expect.stringMatching(/^the cred.* failed$/) },
    })
    expect(JSON.stringify(failed)).not.toContain(SECRET)
    await failing.authority()
    expect(readFileSync(runs, 'utf8')).toBe('xx')
  })

  it('is found beside the kubeconfig that names it by a relative path', async () => {
    const script = `#!/bin/sh\necho '{"kind":"ExecCredential","status":{"token":"near"}}'`
    writeFileSync(join(folder, 'near'), script, { mode: 0o755 })
    const authority = await open({ exec: { command: './near' } }).authority()
    expect(authority).toMatchObject({ ok: true, value: { options: { headers: { Authorization: 'Bearer near' } } } })
  })

  it.each([
    ['is not installed', { ...program(''), command: '/nowhere/plugin' }],
    ['printed too much', program(`process.stdout.write('${SECRET}'.repeat(10_000)); setInterval(() => {}, 1000)`)],
    ['gave no answer within 0.4 s', program('setInterval(() => {}, 1000)')],
    ['gave no credentials', program(`console.log('${SECRET}')`)],
    ['gave no credentials', program(`console.log('{"status":{"clientKeyData":"${SECRET}"}}')`)],
    ['failed', program(`console.log('${SECRET}'); console.error('${SECRET}'); process.exit(3)`)],
  ])('that %s is ended and told of, without a word of its output', async (reason, plugin) => {
    const patience = reason.startsWith('gave no answer') ? 400 : 10_000
    const result = await runPlugin(plugin, { patience, output: 100_000 })
    expect(result).toEqual({ ok: false, error: `the credential plugin ${plugin.command} ${reason}` })
  })

  it('is told what it is asked for, and may give a certificate', async () => {
    const code = `
const asked = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
const status = { token: [process.env.REGION, asked.kind, asked.apiVersion, asked.spec.interactive, asked.spec.cluster.server].join(' '),
  clientCertificateData: 'cert', clientKeyData: 'key', expirationTimestamp: '2026-01-01T01:00:00Z' }
console.log(JSON.stringify({ kind: 'ExecCredential', status }))`
    const env = [{ name: 'REGION', value: 'eu' }, null]
    const exec = { command: process.execPath, args: ['-e', code], env, apiVersion: 'v1beta1', provideClusterInfo: true }
    const plugin = readPlugin(exec, { server: 'https://api.test' })
    expect(plugin && (await runPlugin(plugin))).toEqual(
      success({
        token: 'eu ExecCredential v1beta1 false https://api.test',
        certificate: 'cert',
        key: 'key',
        expires: Date.parse('2026-01-01T01:00:00Z'),
      }),
    )
  })

  it('runs again when what it gave has expired, and when that is refused', async () => {
    let time = 0
    const issued: Credential[] = []
    const found = loadContexts({ env: {}, kubeconfig: join(folder, 'config') })
    expect(found.ok).toBe(false)
    open({ exec: { command: 'plugin' } })
    const contexts = loadContexts({ env: {}, kubeconfig: join(folder, 'config') })
    if (!contexts.ok) throw new Error(contexts.error.message)
    const { KubeConfig } = await import('@kubernetes/client-node')
    const credentials = createCredentials(
      () => {
        const config = new KubeConfig()
        config.loadFromFile(join(folder, 'config'))
        return success({ config, context: 'test' })
      },
      {
        clock: { now: () => time, wallNow: () => time },
        run: async () => {
          issued.push({ token: `t${issued.length + 1}`, expires: time + 60_000 })
          return success(issued.at(-1)!)
        },
      },
    )
    if (!credentials.ok) throw new Error(credentials.error.message)
    const ask = async () => {
      const authority = await credentials.value.authority()
      if (!authority.ok) throw new Error(authority.error.message)
      return authority.value
    }
    const tokenOf = async () => (await ask()).options.headers
    expect(await tokenOf()).toEqual({ Authorization: 'Bearer t1' })
    time = 59_999
    expect(await tokenOf()).toEqual({ Authorization: 'Bearer t1' })
    time = 60_000
    expect(await tokenOf()).toEqual({ Authorization: 'Bearer t2' })
    credentials.value.refused(await ask())
    expect(await tokenOf()).toEqual({ Authorization: 'Bearer t3' })
  })
})

describe('a token file', () => {
  it('is read without the line feed at its end, again every minute, and at once when it is refused', async () => {
    let time = 0
    const token = file('token', `one\n`)
    const user: KubeUser = { name: 'ann', tokenFile: token }
    const { KubeConfig } = await import('@kubernetes/client-node')
    const load = () => {
      const config = new KubeConfig()
      const cluster = { name: 'test', server: 'https://api.test:6443', skipTLSVerify: false }
      config.loadFromClusterAndUser(cluster, user)
      return success({ config, context: 'loaded-context' })
    }
    const opened = createCredentials(load, { clock: { now: () => time, wallNow: () => time } })
    if (!opened.ok) throw new Error(opened.error.message)
    const ask = async () => {
      const authority = await opened.value.authority()
      if (!authority.ok) throw new Error(authority.error.message)
      return authority.value
    }
    const sent = async () => (await ask()).options.headers
    expect(await sent()).toEqual({ Authorization: 'Bearer one' })
    file('token', 'two\n')
    time = 59_000
    expect(await sent()).toEqual({ Authorization: 'Bearer one' })
    time = 60_000
    expect(await sent()).toEqual({ Authorization: 'Bearer two' })
    file('token', 'three\n')
    time = 70_000
    opened.value.refused(await ask())
    expect(await sent()).toEqual({ Authorization: 'Bearer three' })
    rmSync(token)
    time = 200_000
    expect(await sent()).toEqual({ Authorization: 'Bearer three' })
    opened.value.refused(await ask())
    expect(await opened.value.authority()).toEqual({
      ok: false,
      error: { type: 'credentials', message: `the file ${token} cannot be read (ENOENT)` },
    })
  })

  it('may be named relative to the kubeconfig, and rotates under a server without a restart', async () => {
    let valid = 'one'
    const server = await serve((request, response) =>
      request.headers.authorization === `Bearer ${valid}`
        ? json(response, 200, {})
        : json(response, 401, { kind: 'Status', code: 401, message: 'Unauthorized' }),
    )
    ends.push(server.stop)
    file('token', 'one\n')
    const user = { tokenFile: 'token' }
    const api = createApi({ credentials: open(user, { server: server.url }) })
    ends.push(api.close)
    expect(await api.get('/apis', never)).toEqual(success({}))
    valid = 'two'
    file('token', 'two\n')
    expect(await api.get('/apis', never)).toMatchObject({ error: { type: 'unauthorized' } })
    const later = createApi({ credentials: open(user, { server: server.url }) })
    ends.push(later.close)
    expect(await later.get('/apis', never)).toEqual(success({}))
  })
})

describe('a user entry', () => {
  it('may impersonate, with groups', async () => {
    const authority = await open({ token: 't', as: 'bob', 'as-groups': ['viewers', 'devs'] }).authority()
    expect(authority.ok && authority.value.options.headers).toEqual({
      Authorization: 'Bearer t',
      'Impersonate-User': 'bob',
      'Impersonate-Group': ['viewers', 'devs'],
    })
  })

  it('of a provider that kubectl has dropped runs nothing, and says what to do', async () => {
    const mark = join(folder, 'ran')
    const config = { 'cmd-path': '/bin/sh', 'cmd-args': `-c "touch ${mark}"` }
    const authority = await open({ 'auth-provider': { name: 'gcp', config } }).authority()
    expect(authority).toMatchObject({ error: { type: 'credentials', message: expect.stringContaining('exec plugin') } })
    expect(() => readFileSync(mark)).toThrow()
  })

  it('with a client certificate is who that says, by the authority and the name of the cluster entry', async () => {
    const server = await serve((_, response) => json(response, 200, {}), { tls: true, clientAuthority: certificate })
    ends.push(server.stop)
    const cluster = {
      server: server.url,
      'certificate-authority-data': base64(certificate),
      'tls-server-name': 'api.test',
    }
    const pair = { 'client-certificate': file('cert.pem', certificate), 'client-key-data': base64(key) }
    const ask = (user: object, entry: object) => {
      const api = createApi({ credentials: open(user, entry) })
      ends.push(api.close)
      return api.get('/apis', never)
    }
    expect(await ask(pair, cluster)).toEqual(success({}))
    expect((await ask({}, cluster)).ok).toBe(false)
    expect(await ask(pair, { ...cluster, 'tls-server-name': 'other.test' })).toMatchObject({ error: { type: 'tls' } })
    expect(await ask(pair, { server: server.url, 'insecure-skip-tls-verify': true })).toEqual(success({}))
  })
})

describe('a proxy', () => {
  /** A proxy that knows CONNECT alone, and what it was asked for. */
  async function tunnel(refusal?: string) {
    const asked: string[] = []
    const sockets = new Set<Socket>()
    const proxy = http.createServer()
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`)
      if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`)
      const [host = '', port] = (request.url ?? '').split(':')
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(socket)
        socket.pipe(upstream)
      })
      for (const each of [socket, upstream]) {
        sockets.add(each)
        each.on('error', () => {})
      }
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    ends.push(() => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    })
    return { asked, port: (proxy.address() as AddressInfo).port }
  }

  it.each([true, false])(
    'of the cluster entry is gone through, one tunnel for many requests (TLS: %s)',
    async (tls) => {
      const server = await serve((_, response) => json(response, 200, {}), { tls })
      ends.push(server.stop)
      const { asked, port } = await tunnel()
      const cluster = {
        server: server.url,
        'proxy-url': `http://ann:pw@127.0.0.1:${port}`,
        ...(tls ? { 'certificate-authority-data': base64(certificate), 'tls-server-name': 'api.test' } : {}),
      }
      const api = createApi({ credentials: open({ token: 't' }, cluster) })
      ends.push(api.close)
      for (let round = 0; round < 5; round += 1) expect(await api.get('/apis', never)).toEqual(success({}))
      expect(asked).toEqual([`${new URL(server.url).host} Basic ${base64('ann:pw')}`])
      expect(server.requests).toHaveLength(5)
    },
  )

  it('that refuses is told apart from a server that does', async () => {
    const { port } = await tunnel('407 Proxy Authentication Required')
    const api = createApi({ credentials: open({}, { 'proxy-url': `http://127.0.0.1:${port}` }) })
    ends.push(api.close)
    expect(await api.get('/apis', never)).toEqual({
      ok: false,
      error: { type: 'unreachable', message: 'the proxy answered 407' },
    })
  })
})

describe('a kubeconfig that now names another cluster', () => {
  it('never sends the credentials of the one to the other', async () => {
    const [one, two] = await Promise.all([
      serve((_, response) => json(response, 200, {})),
      serve((_, response) => json(response, 200, {})),
    ])
    ends.push(one.stop, two.stop)
    const api = createApi({ credentials: open({ token: 'of-one' }, { server: one.url }) })
    ends.push(api.close)
    expect(await api.get('/apis', never)).toEqual(success({}))
    open({ token: 'renewed' }, { server: one.url })
    expect(await api.get('/apis', never)).toEqual(success({}))
    open({ token: 'of-two' }, { server: two.url })
    expect(await api.get('/apis', never)).toMatchObject({
      error: { type: 'credentials', message: expect.stringContaining('another cluster') },
    })
    expect(one.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer of-one', 'Bearer renewed'])
    expect(two.requests).toEqual([])
    open({ token: 'back' }, { server: one.url })
    expect(await api.get('/apis', never)).toEqual(success({}))
  })
})
