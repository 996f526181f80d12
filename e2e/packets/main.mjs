// `npm run test:packets`: who answers, told by packets. Everything happens in namespaces of the kernel that this
// process's child is the first in: of the network, of mounts and of processes. When the child ends, by whatever
// cause, the kernel ends the processes in there, and takes apart the networks and what was mounted: nothing that a
// test makes is ever seen outside, and nothing of it can be left behind.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { controlPlaneBinary } from '../cluster/binary.mjs'
import { stationBinary } from './station-binary.mjs'

const tools = ['unshare', 'mount', 'ip', 'sysctl', 'nft', 'iptables', 'openssl']

/** Why it cannot run here, as sentences; undefined where it can. */
function obstacle() {
  if (process.platform !== 'linux')
    return 'This check sends packets through the rules of kube-proxy, which only Linux has. Run it there.'
  if (process.getuid?.() !== 0)
    return 'This check makes networks of its own, which only root may. Run it as root: sudo npm run test:packets'
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0)
  if (missing.length > 0)
    return `Not found: ${missing.join(', ')}. On Debian and Ubuntu: apt-get install nftables iptables iproute2 procps util-linux openssl`
  return undefined
}

/** @param {readonly string[]} args */
async function main(args) {
  const reason = obstacle()
  if (reason !== undefined) throw new Error(reason)
  await controlPlaneBinary({ log: console.log })
  await stationBinary({ log: console.log })
  const inside = fileURLToPath(new URL('./inside.mjs', import.meta.url))
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
  const child = spawn('unshare', [...namespaces, process.execPath, inside, ...args], {
    // The child reads the pipe only to learn of our death. Ctrl-C reaches us alone, so that there is one order to end.
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.stdin.end())
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('\n0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
}
