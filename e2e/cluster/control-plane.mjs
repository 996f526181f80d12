import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { connect as connectSocket, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from './api.mjs'
import { controlPlaneBinary } from './binary.mjs'
import { writeCertificates } from './certificates.mjs'
import { kubeconfigText } from './kubeconfig.mjs'
import { workerNode } from './nodes.mjs'
import { supervise } from './supervisor.mjs'
import { eventually } from './wait.mjs'

/** @typedef {import('./control-plane.d.mts').ComponentName} ComponentName */
/** @typedef {import('./supervisor.mjs').Component} Component */

const MAX_NODES = 250
const stages = fileURLToPath(new URL('./stages.yaml', import.meta.url))

/** No client-side throttle that a real cluster of this size would feel. */
const unthrottled = ['--kube-api-qps=2000', '--kube-api-burst=3000']

/**
 * A real Kubernetes, on loopback unless told: etcd, kube-apiserver with RBAC, kube-controller-manager and
 * kube-scheduler as they are, and KWOK in the place of the kubelets (stages.yaml says which faults a pod can order).
 * Fulfilled when the nodes are Ready and pods can be created in `default`, about five seconds later on two cores.
 *
 * Nothing survives it: once `stop` is called, or this process ends in whatever way, every process and the directory
 * go too.
 *
 * @param {import('./control-plane.d.mts').ControlPlaneOptions} [options]
 * @returns {Promise<import('./control-plane.d.mts').ControlPlane>}
 * @throws {Error} with the last lines of its log when a component ends during the start
 */
export async function startControlPlane({
  directory: wantedDirectory,
  nodes = 6,
  address = '127.0.0.1',
  apiPort,
  users = ['viewer', 'alice', 'bob'],
  managerFlags = [],
  log = () => {},
} = {}) {
  if (!(nodes >= 1 && nodes <= MAX_NODES))
    throw new RangeError(`A control plane has 1 to ${MAX_NODES} nodes, not ${nodes}`)
  const binary = await controlPlaneBinary({ log })
  const port = apiPort ?? (await freePort(address))
  const server = `https://${address}:${port}`
  const directory = emptyDirectory(wantedDirectory)
  const supervisor = supervise(directory)
  const components = /** @type {Map<ComponentName, Component>} */ (new Map())
  const dismissed = /** @type {Set<Component>} */ (new Set())
  let stopping = false
  /** @type {import('./api.d.mts').Api | undefined} */
  let client

  /**
   * @param {ComponentName} name
   * @param {readonly string[]} args
   */
  function launch(name, args) {
    const component = supervisor.start(name, binary, [name, ...args])
    components.set(name, component)
    component.ended.then((how) => {
      if (!stopping && !dismissed.has(component)) log(`${name} ended with ${how}:\n${component.lastWords()}`)
    })
    return component
  }

  /** @param {ComponentName} name */
  function componentNamed(name) {
    const component = components.get(name)
    if (component === undefined) throw new Error(`The control plane has no component ${name}`)
    return component
  }

  async function stop() {
    stopping = true
    client?.close()
    await supervisor.end()
  }

  try {
    const certificates = await writeCertificates(directory, address)
    const tokens = Object.fromEntries(['admin', ...users].map((user) => [user, randomBytes(16).toString('hex')]))
    const tokenFile = join(directory, 'tokens.csv')
    await writeFile(tokenFile, tokenRows(tokens), { mode: 0o600 })
    const kubeconfig = join(directory, 'kubeconfig')
    const authority = await readFile(certificates.caFile)
    await writeFile(kubeconfig, kubeconfigText({ server, authority, tokens }), { mode: 0o600 })
    const adminToken = tokens.admin ?? ''
    const api = connect({ server, caFile: certificates.caFile, token: adminToken })
    client = api

    const startApiServer = async () => {
      if (components.get('kube-apiserver')?.running()) return
      const component = launch(
        'kube-apiserver',
        apiServerArguments({ address, port, etcdSocket, certificates, tokenFile }),
      )
      await whileRunning(component, 'the API server to be ready', async () => {
        const { status } = await api.request('GET', '/readyz')
        return status === 200
      })
    }

    const etcdSocket = join(directory, 'etcd.sock')
    const etcd = launch('etcd', etcdArguments(join(directory, 'etcd'), etcdSocket))
    await whileRunning(etcd, 'etcd to listen', () => accepts(etcdSocket))
    await startApiServer()
    const manager = launch('kube-controller-manager', [
      `--kubeconfig=${kubeconfig}`,
      `--service-account-private-key-file=${certificates.tokenKey}`,
      `--root-ca-file=${certificates.caFile}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--concurrent-deployment-syncs=20',
      '--concurrent-replicaset-syncs=20',
      '--concurrent-service-endpoint-syncs=20',
      ...unthrottled,
      ...managerFlags,
    ])
    launch('kube-scheduler', [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', ...unthrottled])
    const kwok = launch('kwok', [
      `--kubeconfig=${kubeconfig}`,
      `--config=${stages}`,
      '--manage-all-nodes=true',
      '--node-lease-duration-seconds=40',
    ])
    for (let number = 1; number <= nodes; number++) await api.call('POST', '/api/v1/nodes', workerNode(number))
    await whileRunning(kwok, `${nodes} nodes to be Ready`, async () => {
      const { items } = await api.call('GET', '/api/v1/nodes')
      return items.every(takesPods)
    })
    await whileRunning(manager, 'the service account of pods in default', () =>
      api.call('GET', '/api/v1/namespaces/default/serviceaccounts/default'),
    )

    return {
      kubeconfig,
      server,
      port,
      caFile: certificates.caFile,
      adminToken,
      tokens,
      request: api.request,
      call: api.call,
      kubectl: (args, options) => kubectl(binary, kubeconfig, args, options),
      startApiServer,
      async stopApiServer(signal = 'SIGKILL') {
        const component = componentNamed('kube-apiserver')
        dismissed.add(component)
        component.signal(signal)
        component.signal('SIGCONT')
        await component.ended
      },
      pause: (name) => componentNamed(name).signal('SIGSTOP'),
      resume: (name) => componentNamed(name).signal('SIGCONT'),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Environment in which `BINARY kubectl …` speaks to the cluster of a kubeconfig and keeps its caches beside it.
 *
 * @param {string} kubeconfig
 */
export function kubectlEnvironment(kubeconfig) {
  return { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: join(dirname(kubeconfig), 'kubectl'), KUBERC: 'off' }
}

/**
 * @param {string} binary
 * @param {string} kubeconfig
 * @param {readonly string[]} args
 * @param {import('./control-plane.d.mts').KubectlOptions} [options]
 * @returns {Promise<string>}
 */
function kubectl(binary, kubeconfig, args, { input = '' } = {}) {
  return new Promise((resolve, reject) => {
    const options = { env: kubectlEnvironment(kubeconfig), maxBuffer: 256 * 1024 * 1024 }
    const child = execFile(binary, ['kubectl', ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`kubectl ${args.join(' ')}: ${stderr.trim() || error.message}`, { cause: error }))
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}

/**
 * `eventually`, for as long as the component that it depends on runs.
 *
 * @template T
 * @param {Component} component
 * @param {string} what
 * @param {() => T | Promise<T>} probe
 */
function whileRunning(component, what, probe) {
  const unless = () => (component.running() ? undefined : `${component.name} ended.\n${component.lastWords()}`)
  return eventually(what, () => Promise.race([probe(), component.ended.then(() => undefined)]), { unless })
}

/**
 * A socket of its own and no port, as in Kubernetes' integration tests (test/integration/framework/etcd.go): the
 * advertised address is one that nobody can call, the peer port is any.
 *
 * @param {string} dataDirectory
 * @param {string} socket
 */
function etcdArguments(dataDirectory, socket) {
  return [
    `--data-dir=${dataDirectory}`,
    `--listen-client-urls=unix://${socket}`,
    '--advertise-client-urls=http://127.0.0.111:0',
    '--listen-peer-urls=http://127.0.0.1:0',
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]
}

/**
 * @param {{ address: string, port: number, etcdSocket: string, tokenFile: string, certificates: Awaited<ReturnType<typeof writeCertificates>> }} of
 */
function apiServerArguments({ address, port, etcdSocket, tokenFile, certificates }) {
  return [
    `--etcd-servers=unix://${etcdSocket}`,
    `--bind-address=${address}`,
    `--advertise-address=${address}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${certificates.certificate}`,
    `--tls-private-key-file=${certificates.certificateKey}`,
    `--token-auth-file=${tokenFile}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${certificates.tokenPublicKey}`,
    `--service-account-signing-key-file=${certificates.tokenKey}`,
    '--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112',
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--event-ttl=10m',
  ]
}

/**
 * @param {Record<string, string>} tokens
 * @returns {string} CSV as kube-apiserver reads it: token, name, uid, groups
 */
function tokenRows(tokens) {
  return Object.entries(tokens)
    .map(([user, token]) => `${token},${user},${user}${user === 'admin' ? ',system:masters' : ''}\n`)
    .join('')
}

/** Ready, and rid of the taint that the API server puts on every new node. @param {import('./api.d.mts').Json} node */
function takesPods(node) {
  const ready = node.status.conditions?.some(
    (/** @type {{ type: string, status: string }} */ condition) =>
      condition.type === 'Ready' && condition.status === 'True',
  )
  return ready && node.spec.taints === undefined
}

/**
 * @param {string | undefined} wanted
 * @throws {Error} when it holds anything, because it will be removed
 */
function emptyDirectory(wanted) {
  if (wanted === undefined) return mkdtempSync(join(tmpdir(), 'switchboard-'))
  mkdirSync(wanted, { recursive: true, mode: 0o700 })
  if (readdirSync(wanted).length > 0)
    throw new Error(`${wanted} is not empty, and a control plane removes its directory.`)
  return wanted
}

/**
 * Below the range from which the kernel gives out ports, so that nobody takes it while the API server is away.
 *
 * @param {string} address
 * @returns {Promise<number>}
 */
async function freePort(address) {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const free = await new Promise((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, address, () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

/**
 * @param {string} socket
 * @returns {Promise<boolean>}
 */
function accepts(socket) {
  return new Promise((resolve) => {
    const connection = connectSocket(socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}
