import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { followContexts, loadContexts } from './contexts'
import { createCredentials } from './credentials'
import { failure, success } from './result'
import { createSimulatedClock } from './simulated-clock.fixture'

const SECRET = 'canary-token-3f9'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contexts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

interface Entry {
  readonly context: string
  readonly cluster?: string
  readonly user?: string
  readonly server?: string
  readonly credentials?: object
}

/** A kubeconfig as JSON, which is YAML too. */
function kubeconfig(entries: readonly Entry[], current?: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    contexts: entries.map(({ context, cluster = context, user }) => ({
      name: context,
      context: { cluster, user, namespace: 'shop' },
    })),
    clusters: entries.map(({ context, server }) => ({
      name: context,
      cluster: { server: server ?? `https://${context}:6443` },
    })),
    users: entries
      .filter(({ user }) => user !== undefined && user !== 'nobody')
      .map(({ user, credentials = { token: SECRET } }) => ({ name: user, user: credentials })),
  })
}

function failureOf(result: { readonly ok: boolean; readonly error?: unknown }) {
  expect(result.ok).toBe(false)
  return result.error
}

const prod: Entry = { context: 'prod', user: 'ann' }
const dev: Entry = { context: 'dev', user: 'bob', server: 'http://127.0.0.1:8001/base' }

describe('the contexts of this machine', () => {
  it('are those of KUBECONFIG, the first of a name wins, and files that are not there are passed over', () => {
    const one = file('one', kubeconfig([prod], 'prod'))
    const two = file('two', kubeconfig([dev, { ...prod, server: 'https://other:6443' }], 'dev'))
    const env = { KUBECONFIG: [one, join(folder, 'gone'), two].join(delimiter), HOME: folder }
    const found = loadContexts({ env })
    if (!found.ok) throw new Error(found.error.message)
    expect(found.value).toMatchObject({
      source: 'kubeconfig',
      files: [one, two],
      current: 'prod',
      contexts: [
        { name: 'prod', cluster: 'prod', server: 'https://prod:6443', user: 'ann', namespace: 'shop' },
        { name: 'dev', cluster: 'dev', server: 'http://127.0.0.1:8001/base', user: 'bob', namespace: 'shop' },
      ],
    })
  })

  it('are those of ~/.kube/config without KUBECONFIG, and of the named file before all others', () => {
    file('.kube/config', kubeconfig([prod], 'prod'))
    const other = file('other', kubeconfig([dev], 'dev'))
    const home = loadContexts({ env: { HOME: folder } })
    expect(home.ok && home.value.current).toBe('prod')
    const named = loadContexts({ env: { HOME: folder, KUBECONFIG: 'x' }, kubeconfig: other })
    expect(named.ok && named.value.current).toBe('dev')
  })

  it('are the service account inside a cluster, whose token file is read again', async () => {
    file('account/token', SECRET)
    file('account/ca.crt', 'ca')
    const env = { HOME: folder, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
    const found = loadContexts({ env, serviceAccount: join(folder, 'account') })
    if (!found.ok) throw new Error(found.error.message)
    expect(found.value).toMatchObject({ source: 'in-cluster', current: 'in-cluster' })
    const opened = found.value.open()
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.server.href).toBe('https://[fd00::1]/')
    const authority = await opened.value.authority()
    expect(authority.ok && authority.value.options.headers).toEqual({ Authorization: `Bearer ${SECRET}` })
    expect(failureOf(found.value.open('prod'))).toMatchObject({ type: 'unknownContext', names: ['in-cluster'] })
  })
})

describe('a context that is opened', () => {
  it('gives its server and credentials, with its certificate names and without an agent that closes connections', async () => {
    const path = file('config', kubeconfig([prod, dev], 'prod'))
    const found = loadContexts({ env: {}, kubeconfig: path })
    const opened = found.ok ? found.value.open('dev') : found
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.context).toBe('dev')
    expect(opened.value.server.href).toBe('http://127.0.0.1:8001/base')
    const authority = await opened.value.authority()
    expect(authority.ok && authority.value.options).toEqual({
      headers: { Authorization: `Bearer ${SECRET}` },
      rejectUnauthorized: false,
    })
  })

  it('may be that of nobody', async () => {
    const path = file('config', kubeconfig([{ context: 'open' }], 'open'))
    const found = loadContexts({ env: {}, kubeconfig: path })
    const opened = found.ok ? found.value.open() : found
    const authority = opened.ok ? await opened.value.authority() : opened
    expect(authority).toMatchObject({ ok: true, value: { options: { headers: {} } } })
  })
})

describe('a kubeconfig that does not lead to a cluster', () => {
  it.each([
    ['none at all', () => ({ env: { HOME: folder } }), { type: 'none' }, '--demo'],
    [
      'a KUBECONFIG that is not there',
      () => ({ env: { KUBECONFIG: '/nowhere/config' } }),
      { type: 'missing' },
      'unset KUBECONFIG',
    ],
    [
      'a named file that is not there',
      () => ({ env: {}, kubeconfig: '/nowhere' }),
      { type: 'missing' },
      '--kubeconfig',
    ],
    [
      'a folder in its place',
      () => {
        mkdirSync(join(folder, '.kube/config'), { recursive: true })
        return { env: { HOME: folder } }
      },
      { type: 'unreadable' },
      'ls -l',
    ],
    [
      'broken YAML',
      () => ({ env: {}, kubeconfig: file('config', `users:\n- name: ann\n  user: {token: ${SECRET}\ncontexts: []\n`) }),
      { type: 'broken', line: 4 },
      'kubectl config view',
    ],
    [
      'an empty file',
      () => ({ env: {}, kubeconfig: file('config', ' \n') }),
      { type: 'broken' },
      'kubectl config view',
    ],
    ['another YAML', () => ({ env: {}, kubeconfig: file('config', '- 1') }), { type: 'noCurrentContext' }, '--context'],
    [
      'a cluster without a server',
      () => ({ env: {}, kubeconfig: file('config', 'clusters: [{name: a, cluster: {}}]') }),
      { type: 'broken', message: expect.stringContaining('clusters[0].cluster.server is missing') },
      'kubectl config view',
    ],
    [
      'no current context',
      () => ({ env: {}, kubeconfig: file('config', kubeconfig([prod, dev])) }),
      { type: 'noCurrentContext', names: ['prod', 'dev'], message: expect.stringContaining('prod, dev') },
      '--context',
    ],
    [
      'a current context that does not exist',
      () => ({ env: {}, kubeconfig: file('config', kubeconfig([prod], 'stage')) }),
      { type: 'unknownContext', names: ['prod'], message: expect.stringContaining('stage') },
      'use-context',
    ],
    [
      'a cluster that does not exist',
      () => ({ env: {}, kubeconfig: file('config', kubeconfig([{ ...prod, cluster: 'moon' }], 'prod')) }),
      { type: 'unknownCluster' },
      'set-context prod --cluster',
    ],
    [
      'a user that does not exist',
      () => ({ env: {}, kubeconfig: file('config', kubeconfig([{ ...prod, user: 'nobody' }], 'prod')) }),
      { type: 'unknownUser' },
      'set-context prod --user',
    ],
    [
      'a server that is no address',
      () => ({ env: {}, kubeconfig: file('config', kubeconfig([{ ...prod, server: 'ftp://x' }], 'prod')) }),
      { type: 'badServer' },
      'set-cluster prod',
    ],
  ])('says what is wrong and what to do next: %s', (_, surroundings, error, fix) => {
    const found = loadContexts({ serviceAccount: '/nowhere', ...surroundings() })
    const result = found.ok ? found.value.open() : found
    expect(failureOf(result)).toMatchObject(error)
    expect(failureOf(result)).toMatchObject({ fix: expect.stringContaining(fix) })
    expect(JSON.stringify(result)).not.toContain(SECRET)
  })
})

describe('credentials that change', () => {
  it('are read from the file again after a refusal, once for all who were refused, at most every five seconds', async () => {
    const path = file('config', kubeconfig([prod], 'prod'))
    let time = 0
    const load = () => {
      if (!existsSync(path)) return failure({ type: 'missing', message: 'gone', fix: 'bring it back' } as const)
      const config = new KubeConfig()
      config.loadFromFile(path)
      return success({ config, context: 'prod' })
    }
    const opened = createCredentials(load, { clock: { now: () => time, wallNow: () => time } })
    if (!opened.ok) throw new Error(opened.error.message)
    const ask = async () => {
      const authority = await opened.value.authority()
      if (!authority.ok) throw new Error(authority.error.message)
      return authority.value
    }
    const first = await ask()
    file('config', kubeconfig([{ ...prod, credentials: { token: 'renewed' } }], 'prod'))
    expect(await ask()).toEqual(first)
    time = 1_000
    opened.value.refused(first)
    expect(await ask()).toEqual(first)
    time = 10_000
    opened.value.refused(first)
    const second = await ask()
    expect(second).toMatchObject({ options: { headers: { Authorization: 'Bearer renewed' } }, reading: 2 })
    file('config', kubeconfig([prod], 'prod'))
    time = 20_000
    opened.value.refused(first)
    expect(await ask()).toEqual(second)
    rmSync(path)
    opened.value.refused(second)
    expect(await opened.value.authority()).toMatchObject({ ok: false, error: { type: 'credentials' } })
  })
})

describe('what should be known before a context is believed', () => {
  it.each([
    ['a certificate that is not verified', { server: 'https://prod:6443', insecure: true }, ['insecure']],
    ['a verified one', { server: 'https://prod:6443', insecure: false }, []],
    ['no TLS to another machine', { server: 'http://prod:8080', insecure: false }, ['plaintext']],
    ['no TLS on this machine', { server: 'http://127.0.0.1:8001', insecure: true }, []],
  ])('is told with it: %s', (_, { server, insecure }, warnings) => {
    const cluster = { server, 'insecure-skip-tls-verify': insecure }
    const config = { contexts: [{ name: 'a', context: { cluster: 'a' } }], clusters: [{ name: 'a', cluster }] }
    const found = loadContexts({ env: {}, kubeconfig: file('config', JSON.stringify(config)) })
    expect(found.ok && found.value.contexts[0]?.warnings).toEqual(warnings)
  })
})

describe('a kubeconfig that changes on disk', () => {
  function follow(first: string, ...rest: readonly string[]) {
    const files = [file('one', first), ...rest]
    const env = { KUBECONFIG: files.join(delimiter) }
    const load = () => loadContexts({ env })
    const found = load()
    if (!found.ok) throw new Error(found.error.message)
    const clock = createSimulatedClock()
    const heard: { readonly names: readonly string[]; readonly changed: readonly string[] }[] = []
    const end = followContexts({
      contexts: found.value,
      load,
      clock,
      onChange: (contexts, changed) => heard.push({ names: contexts.contexts.map(({ name }) => name), changed }),
    })
    return { clock, heard, end }
  }

  it('is read again within ten seconds, and tells which contexts now lead elsewhere', async () => {
    const { clock, heard, end } = follow(kubeconfig([prod, dev, { context: 'stage', user: 'eve' }], 'prod'))
    await clock.advance(60_000)
    expect(heard).toEqual([])
    const renewed: Entry = { ...prod, credentials: { token: 'renewed' } }
    file('one', kubeconfig([renewed, { ...dev, server: 'https://elsewhere:6443' }, { context: 'new' }], 'dev'))
    await clock.advance(10_000)
    expect(heard).toEqual([{ names: ['prod', 'dev', 'new'], changed: ['dev', 'stage'] }])
    file('one', kubeconfig([{ ...prod, user: 'mallory' }], 'prod'))
    await clock.advance(10_000)
    expect(heard[1]?.changed).toEqual(['prod', 'dev', 'new'])
    end()
    file('one', kubeconfig([prod], 'prod'))
    await clock.advance(60_000)
    expect(heard).toHaveLength(2)
  })

  it('changes when a further file comes, and not while a file is half written', async () => {
    const other = join(folder, 'other')
    const { clock, heard } = follow(kubeconfig([prod], 'prod'), other)
    const whole = kubeconfig([dev], 'dev')
    writeFileSync(other, whole.slice(0, 40))
    await clock.advance(30_000)
    expect(heard).toEqual([])
    writeFileSync(other, whole)
    await clock.advance(10_000)
    expect(heard).toEqual([{ names: ['prod', 'dev'], changed: [] }])
  })
})
