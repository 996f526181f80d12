import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { type Api, createApi } from '@/lib/cluster/api'
import { nextStep } from '@/lib/cluster/api-error'
import { systemClock } from '@/lib/cluster/clock'
import { success } from '@/lib/cluster/result'
import { type Clusters, openClusters } from './clusters'
import { isLoopback } from './guard'
import { listen } from './listen'
import { createLog, type Log } from './log'
import { createMetrics } from './metrics'
import type { Options } from './options'
import { createOuterServer } from './outer'
import { share } from './shared'
import { createStaticFiles } from './static-files'
import { asksForStream, serveStream } from './stream'
import { createSwitchboard, type Switchboard } from './switchboard'
import { outliveReaders, quietly, terminal } from './terminal'

/** The bundle of this file stands in dist/, one below the project. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

const FIRST_PORT = 4400
/** A cluster that does not answer at start is told after this long; it goes on being asked. */
const PATIENCE_MS = 8_000
/** Streams get a bye at once; this is for answers under way. */
const GRACE_MS = 3_000

/** Starts Switchboard. Resolves with the exit code where it cannot start, and not at all while it runs. */
export async function main(options: Options): Promise<number> {
  outliveReaders()
  const found = await openClusters({ ...options, env: process.env })
  if (!found.ok) return fail(found.error.message, found.error.fix)
  const clusters = found.value
  const log = logFor(options)
  const apis = new Map<string, Api>()
  const switchboard = createSwitchboard({
    source: clusters.source,
    current: clusters.current,
    contexts: clusters.contexts.contexts,
    connect(context) {
      const credentials = clusters.contexts.open(context)
      if (!credentials.ok) return credentials
      const api = createApi({ credentials: credentials.value })
      apis.set(context, api)
      return success(api)
    },
    clock: systemClock,
    random: Math.random,
    limits: { viewers: options.maxStreams },
    historyMebibytes: options.history,
    log,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
  })
  clusters.follow(({ contexts }, changed) => switchboard.update(contexts, changed))
  share({ switchboard, metrics: createMetrics({ switchboard, services: options.metricsServices }) })
  const opened = switchboard.open()
  if (!opened.ok) return fail(opened.error.message, opened.error.fix)

  if (!options.dev) await passBuiltConfig()
  const pages = next({
    dev: options.dev,
    dir: root,
    hostname: options.host,
    ...(options.dev ? { turbopack: true } : {}),
  })
  await quietly(() => pages.prepare())
  const handle = pages.getRequestHandler()
  const files = options.dev ? undefined : await createStaticFiles(join(root, '.next', 'static'), '/_next/static/')
  const upgrade = options.dev ? pages.getUpgradeHandler() : undefined
  const opening = await listen({
    create: () =>
      createOuterServer({
        handle: (request, response) =>
          asksForStream(request) ? serveStream(request, response, switchboard) : handle(request, response),
        onFailure: (path, error) => log.error('A request failed', { path, error: String(error) }),
        allowedHosts: allowedHosts(options),
        ...(files === undefined ? {} : { files }),
        ...(upgrade === undefined ? {} : { upgrade }),
      }),
    host: options.host,
    firstPort: FIRST_PORT,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  if (!opening.ok) return fail(opening.error)
  greet(options, opening.value.port, clusters)
  log.info('Started', { port: opening.value.port, host: options.host, context: clusters.current, pid: process.pid })
  const api = apis.get(clusters.current)
  if (api !== undefined) void tellIfSilent(api, log)
  return untilStopped(opening.value.servers, switchboard, clusters, log)
}

/**
 * Gives Next the configuration as the build resolved it, the way its standalone output does: reading next.config.ts
 * again would load a compiler for one small file, 28 MiB of memory.
 */
async function passBuiltConfig(): Promise<void> {
  const text = await readFile(join(root, '.next', 'required-server-files.json'), 'utf8')
  const { config } = JSON.parse(text) as { readonly config: unknown }
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
}

/** The log goes to standard error: standard output is for the few lines that a person or a script waits for. */
function logFor({ logLevel, logFormat }: Options): Log {
  return createLog({
    level: logLevel,
    format: logFormat ?? (process.stderr.isTTY ? 'text' : 'json'),
    now: () => new Date().toISOString(),
    write: (line) => process.stderr.write(`${line}\n`),
  })
}

function fail(message: string, fix = ''): number {
  terminal.complain(`Switchboard cannot start. ${message}${fix === '' ? '' : `\n${fix}`}`)
  return 1
}

/** A specific address to listen on is a name that people will use; an address for all interfaces is none. */
function allowedHosts({ host, allowedHosts: named }: Options): readonly string[] {
  const wildcard = host === '0.0.0.0' || host === '::' || host === ''
  return wildcard || isLoopback(host) ? named : [...named, bracketed(host)]
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function greet(options: Options, port: number, { current, demo }: Clusters): void {
  const path = options.namespace === undefined ? '' : `n/${encodeURIComponent(options.namespace)}`
  const wildcard = options.host === '0.0.0.0' || options.host === '::'
  const address = `http://${wildcard ? 'localhost' : bracketed(options.host)}:${port}/${path}`
  if (demo === undefined) terminal.say(`Switchboard  ${address}  (context ${current})`)
  else {
    terminal.say(`Switchboard  ${address}  (demo cluster, ${demo.because})`)
    terminal.say(`Change it:   kubectl --kubeconfig ${demo.kubeconfig} scale deployment frontend --replicas=5`)
  }
}

/** Says once in the log what the page says all the time: the cluster gives no answer, why, and the next step. */
async function tellIfSilent(api: Api, log: Log): Promise<void> {
  const answer = await api.get('/version', AbortSignal.timeout(PATIENCE_MS))
  if (answer.ok) return
  const { error } = answer
  const { context, server } = api.credentials
  const reason = error.type === 'aborted' ? `no answer within ${PATIENCE_MS / 1000} s` : error.message
  const step = nextStep(error.type === 'aborted' ? { type: 'unreachable', message: reason } : error, server.origin)
  log.warn(`The cluster of context ${context} (${server.origin}) does not answer: ${reason}. ${step} Still trying.`)
}

/** Runs until a signal, then ends within ten seconds; a second signal ends at once. */
function untilStopped(
  servers: readonly Server[],
  switchboard: Switchboard,
  clusters: Clusters,
  log: Log,
): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false
    const stop = (signal: NodeJS.Signals) => {
      if (stopping) return resolve(1)
      stopping = true
      log.info('Stopping', { signal })
      switchboard.close()
      const closed = servers.map((server) => new Promise((done) => server.close(done)))
      for (const server of servers) server.closeIdleConnections()
      const late = setTimeout(() => {
        for (const server of servers) server.closeAllConnections()
      }, GRACE_MS)
      void Promise.all(closed).then(async () => {
        clearTimeout(late)
        await clusters.close()
        log.info('Stopped')
        resolve(0)
      })
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}
