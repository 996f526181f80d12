import { accessSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { KubeConfig, loadYaml } from '@kubernetes/client-node'
import type { Clock } from './clock'
import { type Credentials, createCredentials, identityOf, type KubeUser } from './credentials'
import { textOf } from './file'
import { failure, type Result, success } from './result'

/** One way into a cluster, as `kubectl config get-contexts` lists it. */
export interface ContextInfo {
  readonly name: string
  readonly cluster: string
  /** The API server's address. Absent where the context names a cluster that no file holds. */
  readonly server?: string
  /** Absent: anonymous. */
  readonly user?: string
  /** What `kubectl` would use by default. */
  readonly namespace?: string
  /** What a person should know before believing it. */
  readonly warnings: readonly ContextWarning[]
}

/** `insecure`: the server's certificate is not verified. `plaintext`: no TLS on the way to another machine. */
export type ContextWarning = 'insecure' | 'plaintext'

export interface Contexts {
  readonly source: 'kubeconfig' | 'in-cluster'
  /** The files that were read, in order; empty in a cluster. */
  readonly files: readonly string[]
  readonly contexts: readonly ContextInfo[]
  readonly current?: string
  /** Which cluster a context leads to, and as whom; undefined where there is no such context. Holds no secret. */
  identity(name: string): string | undefined
  /** Changes when a file does, comes or goes. */
  stamp(): string
  /** Credentials of one context; of the current one without a name. */
  open(name?: string): Result<Credentials, ConfigError>
}

/** What is wrong with the way to the cluster. `message` says what and where, `fix` the next step; neither holds a secret. */
export interface ConfigError {
  readonly type: /** No kubeconfig anywhere, and not in a cluster: the one case in which the demo cluster may stand in. */
    | 'none'
    /** A file was named and is not there. */
    | 'missing'
    | 'unreadable'
    /** Not YAML, or not a kubeconfig. */
    | 'broken'
    | 'noCurrentContext'
    | 'unknownContext'
    | 'unknownCluster'
    | 'unknownUser'
    /** The cluster's `server` is not an http or https address. */
    | 'badServer'
  readonly message: string
  readonly fix: string
  readonly file?: string
  readonly line?: number
  /** unknownContext: those that there are. */
  readonly names?: readonly string[]
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** An explicit file, which then is the only one. */
  readonly kubeconfig?: string
  /** Where a pod finds its service account. */
  readonly serviceAccount?: string
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * Finds the clusters that this machine knows, in kubectl's order: the named file, `KUBECONFIG` (several files; the
 * first that sets something wins, those that do not exist are passed over), `~/.kube/config`, the service account of
 * a pod. Follows client-go tools/clientcmd/loader.go.
 */
export function loadContexts(surroundings: Surroundings): Result<Contexts, ConfigError> {
  const { env, kubeconfig } = surroundings
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '')
  const named = kubeconfig !== undefined ? [kubeconfig] : listed
  if (named.length > 0) {
    if (named.some(exists)) return fromFiles(named)
    return failure({
      type: 'missing',
      message: `There is no kubeconfig at ${named.join(' or ')}.`,
      fix:
        kubeconfig !== undefined
          ? 'Name a file that exists with --kubeconfig.'
          : 'Correct KUBECONFIG, or `unset KUBECONFIG` to use ~/.kube/config.',
    })
  }
  const home = env.HOME ?? env.USERPROFILE
  const usual = home === undefined ? undefined : join(home, '.kube', 'config')
  if (usual !== undefined && exists(usual)) return fromFiles([usual])
  const account = surroundings.serviceAccount ?? SERVICE_ACCOUNT
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env
  if (host !== undefined && host !== '' && exists(join(account, 'token')))
    return success(inCluster(account, host, port ?? '443'))
  return failure({
    type: 'none',
    message: `There is no kubeconfig: KUBECONFIG is not set and ${usual ?? '~/.kube/config'} does not exist.`,
    fix: 'Copy the kubeconfig of your cluster there, or start with --demo to see the demo cluster.',
  })
}

function exists(file: string): boolean {
  try {
    accessSync(file)
    return true
  } catch (error) {
    // A file that is there and may not be looked at is an error to show, not a reason to take another.
    return codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR'
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false })
      return found === undefined ? '' : `${found.ino}:${found.size}:${found.mtimeMs}`
    })
    .join()
}

/** The files that there are as one configuration: clusters, users and contexts by name, the first of a name wins. */
function readFiles(files: readonly string[]): Result<KubeConfig, ConfigError> {
  const merged = new KubeConfig()
  for (const file of files.filter(exists)) {
    const read = readFile(file)
    if (!read.ok) return read
    const config = read.value
    merged.clusters = firstOfName([...merged.clusters, ...config.clusters])
    merged.users = firstOfName([...merged.users, ...config.users])
    merged.contexts = firstOfName([...merged.contexts, ...config.contexts])
    merged.currentContext ||= config.currentContext
  }
  return success(merged)
}

function firstOfName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  const seen = new Set<string>()
  return entries.filter((entry) => !seen.has(entry.name) && seen.add(entry.name))
}

function readFile(file: string): Result<KubeConfig, ConfigError> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return failure({
      type: 'unreadable',
      file,
      message: `The kubeconfig ${file} cannot be read (${codeOf(error) || 'unknown error'}).`,
      fix: `Check with \`ls -l ${file}\` that you may read it.`,
    })
  }
  const config = new KubeConfig()
  try {
    config.loadFromString(text)
    config.makePathsAbsolute(dirname(file))
    config.users = config.users.map((user) => completed(user, loadYaml(text), dirname(file)))
    return success(config)
  } catch (error) {
    return failure(broken(file, text, error))
  }
}

/** What client-node leaves out of a user entry: its token file, its groups, and where a relative command is. */
function completed(user: KubeUser, config: KubeconfigYaml, folder: string): KubeUser {
  const entry = config.users?.find(({ name }) => name === user.name)?.user ?? {}
  const { tokenFile, 'as-groups': groups, exec } = entry
  const command = exec?.command
  return {
    ...user,
    ...(tokenFile === undefined ? {} : { tokenFile: isAbsolute(tokenFile) ? tokenFile : join(folder, tokenFile) }),
    ...(groups === undefined ? {} : { impersonateGroups: groups }),
    ...(command?.includes('/') && !isAbsolute(command) ? { exec: { ...exec, command: join(folder, command) } } : {}),
  }
}

interface KubeconfigYaml {
  readonly users?: readonly {
    readonly name?: string
    readonly user?: {
      readonly tokenFile?: string
      readonly 'as-groups'?: readonly string[]
      readonly exec?: { readonly command?: string }
    } | null
  }[]
}

/** The parser's reason and line; never its excerpt of the text, which may hold a token. */
function broken(file: string, text: string, error: unknown): ConfigError {
  const fix = `Correct ${file}; \`kubectl config view --kubeconfig ${file}\` shows whether kubectl can read it.`
  if (error instanceof Error && 'reason' in error && 'mark' in error) {
    const mark = error.mark as { readonly line?: number } | undefined
    const line = (mark?.line ?? 0) + 1
    return { type: 'broken', file, line, message: `${file}, line ${line}: ${String(error.reason)}.`, fix }
  }
  if (text.trim() === '') return { type: 'broken', file, message: `The kubeconfig ${file} is empty.`, fix }
  const code = codeOf(error)
  const reason =
    code !== '' && error instanceof Error && 'path' in error
      ? `it names ${String(error.path)}, which cannot be read (${code})`
      : error instanceof Error && /^(clusters|users|contexts)\[\d+\]/.test(error.message)
        ? error.message
        : 'it is not a kubeconfig'
  return { type: 'broken', file, message: `${file}: ${reason}.`, fix }
}

function fromFiles(named: readonly string[]): Result<Contexts, ConfigError> {
  const files = named.filter(exists)
  const first = readFiles(named)
  if (!first.ok) return first
  const config = first.value
  const contexts = config.contexts.map((context): ContextInfo => {
    const cluster = config.clusters.find(({ name }) => name === context.cluster)
    const server = cluster?.server
    return {
      name: context.name,
      cluster: context.cluster,
      ...(server === undefined ? {} : { server }),
      ...(context.user ? { user: context.user } : {}),
      ...(context.namespace ? { namespace: context.namespace } : {}),
      warnings: warningsOf(cluster),
    }
  })
  const identities = new Map(config.contexts.map(({ name }) => [name, identityOf(config, name)]))
  return success({
    source: 'kubeconfig',
    files,
    contexts,
    ...(config.currentContext ? { current: config.currentContext } : {}),
    identity: (name) => identities.get(name),
    stamp: () => stampOf(named),
    open(name) {
      const chosen = pick(config, files, name)
      if (!chosen.ok) return chosen
      const context = chosen.value
      // The files are read again when they change and when the API server refuses us: a renewed token counts at once.
      const load = () => {
        const again = readFiles(named)
        if (!again.ok) return again
        const still = pick(again.value, files, context)
        return still.ok ? success({ config: again.value, context }) : still
      }
      return createCredentials(load, { stamp: () => stampOf(named) })
    },
  })
}

function warningsOf(cluster: { readonly server: string; readonly skipTLSVerify: boolean } | undefined) {
  if (cluster === undefined || !URL.canParse(cluster.server)) return []
  const { protocol, hostname } = new URL(cluster.server)
  if (protocol === 'https:') return cluster.skipTLSVerify ? (['insecure'] as const) : []
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ? [] : (['plaintext'] as const)
}

/** The name of a context whose cluster and user exist. */
function pick(config: KubeConfig, files: readonly string[], name?: string): Result<string, ConfigError> {
  const names = config.contexts.map((context) => context.name)
  const known = names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`
  const wanted = name ?? config.currentContext
  if (!wanted)
    return failure({
      type: 'noCurrentContext',
      names,
      message: `${files.join(', ')} has no current context. ${known}`,
      fix: 'Choose one with --context NAME, or `kubectl config use-context NAME`.',
    })
  const context = config.contexts.find((entry) => entry.name === wanted)
  if (context === undefined)
    return failure({
      type: 'unknownContext',
      names,
      message: `There is no context "${wanted}" in ${files.join(', ')}. ${known}`,
      fix:
        name === undefined
          ? 'Choose one with --context NAME, or `kubectl config use-context NAME`.'
          : 'Choose one of these with --context NAME.',
    })
  const cluster = config.clusters.find((entry) => entry.name === context.cluster)
  if (cluster === undefined)
    return failure({
      type: 'unknownCluster',
      message: `The context "${wanted}" names the cluster "${context.cluster}", which ${files.join(', ')} does not hold.`,
      fix: `Correct it with \`kubectl config set-context ${wanted} --cluster=NAME\`, or fetch the kubeconfig anew.`,
    })
  if (!/^https?:$/.test(URL.canParse(cluster.server) ? new URL(cluster.server).protocol : ''))
    return failure({
      type: 'badServer',
      message: `The server of the cluster "${cluster.name}" is not an http or https address.`,
      fix: `Correct it with \`kubectl config set-cluster ${cluster.name} --server=https://HOST:6443\`.`,
    })
  if (context.user && !config.users.some((entry) => entry.name === context.user))
    return failure({
      type: 'unknownUser',
      message: `The context "${wanted}" names the user "${context.user}", which ${files.join(', ')} does not hold.`,
      fix: `Correct it with \`kubectl config set-context ${wanted} --user=NAME\`, or sign in to the cluster again.`,
    })
  return success(wanted)
}

/** The one context of a pod; its token file is read again every minute, and on a refusal. No plugin is ever run. */
function inCluster(account: string, host: string, port: string): Contexts {
  const name = 'in-cluster'
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`
  const namespace = textOf(join(account, 'namespace'))?.trim()
  const load = () => {
    const config = new KubeConfig()
    config.loadFromOptions({
      clusters: [{ name, server, caFile: join(account, 'ca.crt'), skipTLSVerify: false }],
      users: [{ name, tokenFile: join(account, 'token') }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    })
    return success({ config, context: name })
  }
  return {
    source: 'in-cluster',
    files: [],
    contexts: [{ name, cluster: name, server, user: name, ...(namespace ? { namespace } : {}), warnings: [] }],
    current: name,
    identity: (wanted) => (wanted === name ? server : undefined),
    stamp: () => '',
    open: (wanted) =>
      wanted === undefined || wanted === name
        ? createCredentials(load)
        : failure({
            type: 'unknownContext',
            names: [name],
            message: `There is no context "${wanted}": inside a cluster there is only "${name}".`,
            fix: 'Leave --context out.',
          }),
  }
}

export interface Following {
  readonly contexts: Contexts
  /** Finds the contexts anew, as they were found first. */
  readonly load: () => Result<Contexts, ConfigError>
  readonly clock: Clock
  /** The files have changed. `changed`: contexts that now lead to another cluster, are another's, or are gone. */
  readonly onChange: (contexts: Contexts, changed: readonly string[]) => void
}

const LOOK_MS = 10_000

/**
 * Looks every ten seconds whether the files have changed. While they cannot be read, half written perhaps, what was
 * known before stays. Returns the way to end it.
 */
export function followContexts({ contexts, load, clock, onChange }: Following): () => void {
  let known = contexts
  let seen = contexts.stamp()
  let cancel = clock.setTimeout(look, LOOK_MS)

  function look() {
    cancel = clock.setTimeout(look, LOOK_MS)
    const stamp = known.stamp()
    if (stamp === seen) return
    const next = load()
    if (!next.ok) return
    const before = known
    known = next.value
    seen = stamp
    const names = before.contexts.map(({ name }) => name)
    onChange(
      known,
      names.filter((name) => known.identity(name) !== before.identity(name)),
    )
  }

  return () => cancel()
}
