import { spawn } from 'node:child_process'
import { failure, type Result, success } from './result'

/** `users[].user.exec` of a kubeconfig: a program that gives credentials. */
export interface Plugin {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly apiVersion: string
  /** What it is told of the cluster, where it asks for that. */
  readonly cluster?: object
}

/** What a plugin gave. It holds secrets: nothing of it is ever shown. */
export interface Credential {
  readonly token?: string
  /** PEM. */
  readonly certificate?: string
  readonly key?: string
  /** Milliseconds since 1970; absent: until it is refused. */
  readonly expires?: number
}

export interface PluginLimits {
  /** Milliseconds. A plugin may open a browser for a person to sign in. */
  readonly patience: number
  /** Bytes. A certificate chain has some thousand. */
  readonly output: number
}

const LIMITS: PluginLimits = { patience: 60_000, output: 1024 * 1024 }

/** The plugin that a kubeconfig's user entry names, or undefined where the entry is not one. */
export function readPlugin(exec: unknown, cluster: object): Plugin | undefined {
  const { command, args, env, apiVersion, provideClusterInfo } = objectOf(exec)
  if (typeof command !== 'string' || command === '') return undefined
  const pairs = listOf(env).flatMap((entry) => {
    const { name, value } = objectOf(entry)
    return typeof name === 'string' && typeof value === 'string' ? [[name, value] as const] : []
  })
  return {
    command,
    args: listOf(args).map(String),
    env: Object.fromEntries(pairs),
    apiVersion: typeof apiVersion === 'string' ? apiVersion : 'client.authentication.k8s.io/v1',
    ...(provideClusterInfo === true ? { cluster } : {}),
  }
}

/**
 * Runs a plugin to its end, and kills it where it takes too long or says too much. Its errors go nowhere: what it
 * prints may hold a token. Follows client-go plugin/pkg/client/auth/exec: KUBERNETES_EXEC_INFO, ExecCredential.
 */
export function runPlugin(plugin: Plugin, limits = LIMITS): Promise<Result<Credential, string>> {
  const { command, args, env, apiVersion, cluster } = plugin
  const spec = { interactive: false, ...(cluster === undefined ? {} : { cluster }) }
  const info = JSON.stringify({ kind: 'ExecCredential', apiVersion, spec })
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env, KUBERNETES_EXEC_INFO: info },
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    let length = 0

    function end(result: Result<Credential, string>) {
      clearTimeout(late)
      resolve(result)
      child.stdout.destroy()
      child.kill('SIGKILL')
    }

    const late = setTimeout(
      () => end(failure(`the credential plugin ${command} gave no answer within ${limits.patience / 1000} s`)),
      limits.patience,
    )
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      if (length > limits.output) end(failure(`the credential plugin ${command} printed too much`))
    })
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT'
      end(failure(`the credential plugin ${command} ${missing ? 'is not installed' : 'cannot be run'}`))
    })
    child.on('close', (code) => {
      if (code !== 0) return end(failure(`the credential plugin ${command} failed`))
      const credential = readCredential(Buffer.concat(chunks).toString('utf8'))
      end(
        credential === undefined
          ? failure(`the credential plugin ${command} gave no credentials`)
          : success(credential),
      )
    })
  })
}

function readCredential(text: string): Credential | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = objectOf(objectOf(json).status)
  const expires = Date.parse(String(expirationTimestamp))
  const lifetime = Number.isNaN(expires) ? {} : { expires }
  const bearer = typeof token === 'string' && token !== '' ? { token: token.trim() } : {}
  if (typeof clientCertificateData === 'string' && typeof clientKeyData === 'string')
    return { ...bearer, certificate: clientCertificateData, key: clientKeyData, ...lifetime }
  return 'token' in bearer ? { ...bearer, ...lifetime } : undefined
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
