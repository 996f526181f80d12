import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { RequestOptions } from 'node:https'
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node'
import type { ApiError } from './api-error'
import { type Clock, systemClock } from './clock'
import type { ConfigError } from './contexts'
import { textOf } from './file'
import { type Credential, type Plugin, readPlugin, runPlugin } from './plugin'
import { failure, type Result, success } from './result'

/** What a request adds to reach the API server as someone: headers, certificates, the name to verify, a proxy's agent. */
export interface Authority {
  readonly options: RequestOptions
  /** Counts how often the credentials were read: a refusal of an older reading is no news. */
  readonly reading: number
}

/** The identity that one context gives, kept fresh. It never shows itself in a message or a log. */
export interface Credentials {
  readonly context: string
  readonly server: URL
  /** What the next request adds. Those who ask at the same time share one answer, so a plugin runs once. */
  authority(): Promise<Result<Authority, ApiError>>
  /** The API server refused this authority: read everything anew before the next request. */
  refused(authority: Authority): void
}

export interface OpenContext {
  readonly config: KubeConfig
  readonly context: string
}

/** A user entry with what client-node leaves out of it. */
export interface KubeUser extends User {
  readonly tokenFile?: string
  readonly impersonateGroups?: readonly string[]
}

export interface CredentialsOptions {
  readonly clock?: Pick<Clock, 'now' | 'wallNow'>
  /** Changes when what `load` reads has changed. */
  readonly stamp?: () => string
  readonly run?: (plugin: Plugin) => Promise<Result<Credential, string>>
}

/** How long OpenID Connect may take to renew a token. */
const RENEWAL_MS = 60_000
/** Twenty watches are refused at once when a token ends: one new reading serves them all. */
const REREAD_MS = 5_000
/** A token file is written anew long before its token ends: client-go transport/token_source.go reads it every minute. */
const TOKEN_FILE_MS = 60_000

/** Everything that was read for one authority after the other, until it is refused or has changed on disk. */
interface Reading extends OpenContext {
  readonly cluster: Cluster | undefined
  readonly user: KubeUser | undefined
  readonly plugin: Plugin | undefined
  readonly unsupported: string | undefined
  readonly stamp: string
  readonly at: number
  issued?: Credential
  failed?: { readonly at: number; readonly error: ApiError }
  token?: { readonly at: number; readonly text: string }
}

/**
 * Credentials from a configuration that `load` reads now, again when `stamp` says that it has changed, and again after
 * each refusal. Where the context then leads to another cluster or is another's, they end: a token never goes to the
 * server of another, and two clusters never mix.
 */
export function createCredentials(
  load: () => Result<OpenContext, ConfigError>,
  { clock = systemClock, stamp = () => '', run = runPlugin }: CredentialsOptions = {},
): Result<Credentials, ConfigError> {
  const first = load()
  if (!first.ok) return first
  const { context } = first.value
  const identity = identityOf(first.value.config, context)
  const server = new URL(clusterOf(first.value)?.server ?? '')
  let reading: Reading = prepare(first.value)
  let readings = 1
  let refused = false
  let running: Promise<Result<Authority, ApiError>> | undefined

  function prepare(open: OpenContext): Reading {
    return { ...prepared(open), stamp: stamp(), at: clock.now() }
  }

  /** Reads everything anew where that is due. A file that is just being written is no reason to stop before a refusal. */
  function refresh(): ApiError | undefined {
    if (!refused && reading.stamp === stamp()) return undefined
    const again = load()
    if (!again.ok) return refused ? { type: 'credentials', message: again.error.message } : undefined
    if (identityOf(again.value.config, context) !== identity)
      return {
        type: 'credentials',
        message: `the kubeconfig was changed: ${context} now leads to another cluster or user`,
      }
    reading = prepare(again.value)
    readings += 1
    refused = false
    return undefined
  }

  async function ask(): Promise<Result<Authority, ApiError>> {
    const outdated = refresh()
    if (outdated !== undefined) return failure(outdated)
    const now = reading
    if (now.unsupported !== undefined) return failure({ type: 'credentials', message: now.unsupported })
    const headers: Record<string, string | readonly string[]> = {}
    const options: RequestOptions = { headers: {} }
    try {
      await inTime(now.config.applyToHTTPSOptions(options))
      if (now.user?.tokenFile !== undefined) headers.Authorization = `Bearer ${tokenOf(now, now.user.tokenFile)}`
    } catch (error) {
      return failure({ type: 'credentials', message: reasonOf(error) })
    }
    const issued = await issuedTo(now)
    if (!issued.ok) return issued
    const { token, certificate, key } = issued.value
    if (token !== undefined) headers.Authorization = `Bearer ${token}`
    if (now.user?.impersonateGroups !== undefined) headers['Impersonate-Group'] = now.user.impersonateGroups
    // Only a proxy needs client-node's agent: ours keeps connections open between requests.
    const { agent, ...own } = options
    const proxy = now.cluster?.proxyUrl && agent instanceof http.Agent ? { agent: keptAlive(agent) } : {}
    const pair = certificate === undefined || key === undefined ? {} : { cert: certificate, key }
    return success({
      options: { ...own, ...proxy, ...pair, headers: { ...own.headers, ...headers } },
      reading: readings,
    })
  }

  /** What the plugin gave last, for as long as it is valid; a plugin that failed is left alone for a while. */
  async function issuedTo(now: Reading): Promise<Result<Credential, ApiError>> {
    if (now.plugin === undefined) return success({})
    if (now.issued !== undefined && (now.issued.expires ?? Number.POSITIVE_INFINITY) > clock.wallNow())
      return success(now.issued)
    if (now.failed !== undefined && clock.now() - now.failed.at < REREAD_MS) return failure(now.failed.error)
    const issued = await run(now.plugin)
    if (issued.ok) {
      now.issued = issued.value
      return issued
    }
    now.failed = { at: clock.now(), error: { type: 'credentials', message: issued.error } }
    return failure(now.failed.error)
  }

  /** The token that the file holds, read every minute; one that was read stands where the file is missing for a moment. */
  function tokenOf(now: Reading, file: string): string {
    if (now.token !== undefined && clock.now() - now.token.at < TOKEN_FILE_MS) return now.token.text
    try {
      now.token = { at: clock.now(), text: readFileSync(file, 'utf8').trim() }
    } catch (error) {
      if (now.token === undefined) throw error
    }
    return now.token.text
  }

  return success({
    context,
    server,
    authority() {
      running ??= ask().finally(() => {
        running = undefined
      })
      return running
    },
    refused(authority) {
      if (authority.reading === readings && clock.now() - reading.at >= REREAD_MS) refused = true
    },
  })
}

/** Credentials of nobody, for a server that asks for none. */
export function anonymous(context: string, server: string): Credentials {
  const nobody = success({ options: {}, reading: 0 })
  return { context, server: new URL(server), authority: async () => nobody, refused() {} }
}

/**
 * Which cluster a context leads to, and as whom: what is read under one identity must never be shown under another.
 * A renewed token or certificate of the same user is the same identity.
 */
export function identityOf(config: KubeConfig, context: string): string {
  const entry = config.contexts.find(({ name }) => name === context)
  const cluster = config.clusters.find(({ name }) => name === entry?.cluster)
  const { server, caData, caFile, tlsServerName, skipTLSVerify, proxyUrl } = cluster ?? {}
  const parts = [
    server,
    caData,
    caFile === undefined ? undefined : textOf(caFile),
    tlsServerName,
    skipTLSVerify,
    proxyUrl,
    entry?.user,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64')
}

function clusterOf({ config, context }: OpenContext) {
  return config.getCluster(config.getContextObject(context)?.cluster ?? '') ?? undefined
}

/**
 * Makes a configuration ready to be asked. Plugins and token files are ours: client-node sets no limit to a plugin,
 * shows what it prints, and sends the line feed at the end of a token file. Besides, it gives no options without a
 * user, and refuses plain http unless it is told not to verify.
 */
function prepared({ config, context }: OpenContext) {
  const entry = config.getContextObject(context)
  const user: KubeUser | undefined = config.users.find(({ name }) => name === entry?.user)
  const nobody: User = { name: 'switchboard:anonymous' }
  const { exec, ...rest } = user ?? nobody
  config.users = [...config.users.filter(({ name }) => name !== rest.name), rest]
  config.contexts = config.contexts.map((each) => (each === entry ? { ...entry, user: rest.name } : each))
  config.clusters = config.clusters.map((each) =>
    each.server.startsWith('http:') ? { ...each, skipTLSVerify: true } : each,
  )
  config.setCurrentContext(context)
  const cluster = clusterOf({ config, context })
  const plugin = readPlugin(exec, {
    server: cluster?.server,
    'tls-server-name': cluster?.tlsServerName,
    'insecure-skip-tls-verify': cluster?.skipTLSVerify,
    'certificate-authority-data': caOf(cluster),
    'proxy-url': cluster?.proxyUrl,
    config: null,
  })
  return { config, context, cluster, user, plugin, unsupported: unsupported(user) }
}

/** kubectl 1.26 dropped all auth-providers but OpenID Connect; the others would run programs that no limit holds. */
function unsupported(user: KubeUser | undefined): string | undefined {
  const name: unknown = user?.authProvider?.name
  if (typeof name !== 'string' || name === 'oidc') return undefined
  return `the auth-provider ${name} is no longer supported, by kubectl neither: let the kubeconfig name an exec plugin`
}

/** hpagent's agents close each connection after one request unless they are told not to. */
function keptAlive(agent: http.Agent): http.Agent {
  return Object.assign(agent, { keepAlive: true })
}

function caOf(cluster: Cluster | undefined): string | undefined {
  if (cluster?.caFile === undefined) return cluster?.caData
  return Buffer.from(textOf(cluster.caFile) ?? '').toString('base64')
}

async function inTime(renewal: Promise<void>): Promise<void> {
  let cancel = () => {}
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('late')), RENEWAL_MS)
    cancel = () => clearTimeout(timer)
  })
  await Promise.race([renewal, late]).finally(() => cancel())
}

/** What went wrong, in words that hold no secret. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const path = error instanceof Error && 'path' in error ? ` ${String(error.path)}` : ''
  return path === '' ? 'the credentials could not be prepared' : `the file${path} cannot be read (${code})`
}
