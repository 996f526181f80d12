import type { RequestOptions } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'
import type { ApiError } from './api-error'
import { type Clock, systemClock } from './clock'
import type { ConfigError } from './contexts'
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

/** How long a credential plugin may take: it may open a browser to sign in. */
const PLUGIN_MS = 60_000
/** Twenty watches are refused at once when a token ends: one new reading serves them all. */
const REREAD_MS = 5_000

/** Credentials from a configuration that `load` reads now, and again after each refusal. */
export function createCredentials(
  load: () => Result<OpenContext, ConfigError>,
  clock: Pick<Clock, 'now'> = systemClock,
): Result<Credentials, ConfigError> {
  const first = load()
  if (!first.ok) return first
  let open: OpenContext | undefined = prepare(first.value)
  let reading = 1
  let readAt = clock.now()
  let running: Promise<Result<Authority, ApiError>> | undefined
  const server = new URL(clusterOf(first.value)?.server ?? '')

  async function ask(): Promise<Result<Authority, ApiError>> {
    if (open === undefined) {
      const again = load()
      if (!again.ok) return failure({ type: 'credentials', message: again.error.message })
      open = prepare(again.value)
      reading += 1
      readAt = clock.now()
    }
    const { config } = open
    const cluster = clusterOf(open)
    const options: RequestOptions = { headers: {} }
    let cancel = () => {}
    const late = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new Error('timed out')), PLUGIN_MS)
      cancel = () => clearTimeout(timer)
    })
    try {
      await Promise.race([config.applyToHTTPSOptions(options), late])
    } catch (error) {
      return failure({ type: 'credentials', message: reasonOf(error, config.getCurrentUser()?.exec?.command) })
    } finally {
      cancel()
    }
    // Only a proxy needs client-node's agent: ours keeps connections open between requests.
    const { agent, ...own } = options
    return success({ options: cluster?.proxyUrl && agent !== undefined ? { ...own, agent } : own, reading })
  }

  return success({
    context: first.value.context,
    server,
    authority() {
      running ??= ask().finally(() => {
        running = undefined
      })
      return running
    },
    refused(authority) {
      if (authority.reading === reading && clock.now() - readAt >= REREAD_MS) open = undefined
    },
  })
}

/** Credentials of nobody, for a server that asks for none: the demo cluster. */
export function anonymous(context: string, server: string): Credentials {
  const nobody = success({ options: {}, reading: 0 })
  return { context, server: new URL(server), authority: async () => nobody, refused() {} }
}

function clusterOf({ config, context }: OpenContext) {
  return config.getCluster(config.getContextObject(context)?.cluster ?? '')
}

/** client-node gives no options without a user, and refuses plain http unless it is told not to verify. */
function prepare(open: OpenContext): OpenContext {
  const { config, context } = open
  const entry = config.getContextObject(context)
  if (entry !== null && !entry.user) {
    const nobody = { name: 'switchboard:anonymous' }
    config.users = [...config.users, nobody]
    config.contexts = config.contexts.map((each) => (each === entry ? { ...entry, user: nobody.name } : each))
  }
  config.clusters = config.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  )
  config.setCurrentContext(context)
  return open
}

/** What went wrong, without a plugin's own output, which may hold a token. */
function reasonOf(error: unknown, command: string | undefined): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (command !== undefined) {
    if (code === 'ENOENT') return `the credential plugin ${command} is not installed`
    if (error instanceof Error && error.message === 'timed out')
      return `the credential plugin ${command} gave no answer within ${PLUGIN_MS / 1000} s`
    return `the credential plugin ${command} failed`
  }
  const path = error instanceof Error && 'path' in error ? ` ${String(error.path)}` : ''
  return code === '' ? 'the credentials could not be prepared' : `the file${path} cannot be read (${code})`
}
