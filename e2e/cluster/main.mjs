// `npm run cluster`: keeps one real control plane running for hands-on use, and runs kubectl against it.
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { cacheFolder, controlPlaneBinary } from './binary.mjs'
import { kubectlEnvironment, startControlPlane } from './control-plane.mjs'
import { openDoor, stopRunning, whoRuns } from './running.mjs'

const usage = `Usage: npm run cluster                         start a real control plane and keep it until Ctrl-C
       npm run cluster -- --nodes 12 --port 6443
       npm run cluster -- kubectl ARGUMENTS    the kubectl of its version, against the running one
       npm run cluster -- stop                 end the running one`

const socket = join(cacheFolder(), 'cluster.sock')
const noneRuns = 'No control plane is running. Start one in another terminal: npm run cluster'

/** Where the user stands: npm itself moves to the root of the project. */
const userFolder = process.env.INIT_CWD ?? process.cwd()

/** @param {string[]} args */
async function main([command, ...rest]) {
  if (command === 'kubectl') return kubectl(rest)
  if (command === 'stop') return stop()
  const { values } = parseArgs({
    args: command === undefined ? [] : [command, ...rest],
    options: { nodes: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(usage)
  return serve({
    ...(values.nodes !== undefined && { nodes: Number(values.nodes) }),
    ...(values.port !== undefined && { apiPort: Number(values.port) }),
  })
}

/**
 * @param {{ nodes?: number, apiPort?: number }} options
 */
async function serve(options) {
  mkdirSync(cacheFolder(), { recursive: true })
  const other = await whoRuns(socket, () => console.log('A control plane is already running.'))
  if (other !== undefined) return console.log(`\n  export KUBECONFIG=${other.kubeconfig}\n`)

  /** @type {import('./control-plane.d.mts').ControlPlane | undefined} */
  let plane
  process.on('exit', () => rmSync(socket, { force: true }))
  const end = async () => {
    await plane?.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
  /** @type {(running: import('./running.mjs').Running) => void} */
  let announce = () => {}
  await openDoor(socket, new Promise((resolve) => (announce = resolve)), end)

  const directory = join(cacheFolder(), 'cluster')
  rmSync(directory, { recursive: true, force: true })
  console.log('Starting etcd, kube-apiserver, kube-controller-manager, kube-scheduler and KWOK …')
  plane = await startControlPlane({ ...options, directory, log: console.log })
  announce({ pid: process.pid, kubeconfig: plane.kubeconfig })
  const tutorial = relative(userFolder, fileURLToPath(new URL('./tutorial.yaml', import.meta.url)))
  console.log(`
A real Kubernetes is running at ${plane.server}. In another terminal:

  export KUBECONFIG=${plane.kubeconfig}
  npm start
  npm run cluster -- kubectl apply -f ${tutorial}
  npm run cluster -- kubectl scale deployment frontend --replicas=5

Without rights: --context viewer@control-plane, also alice and bob. Ctrl-C ends it and leaves nothing behind.`)
}

/** @param {string[]} args */
async function kubectl(args) {
  const running = await whoRuns(socket)
  if (running === undefined) return fail(noneRuns)
  const child = spawn(await controlPlaneBinary(), ['kubectl', ...args], {
    cwd: userFolder,
    env: kubectlEnvironment(running.kubeconfig),
    stdio: 'inherit',
  })
  process.on('SIGINT', () => {})
  child.once('exit', (code) => process.exit(code ?? 1))
}

async function stop() {
  if (await stopRunning(socket)) console.log('The control plane has ended.')
  else fail(noneRuns)
}

/** @param {string} message */
function fail(message) {
  console.error(message)
  process.exitCode = 1
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
  process.exit()
}
