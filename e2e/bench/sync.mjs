import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControlPlane } from '../cluster/control-plane.mjs'
import { eventually } from '../cluster/wait.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { startChild } from './child.mjs'
import { row } from './report.mjs'
import { kubeconfigOf } from './streams.mjs'
import { mib, usageOf } from './usage.mjs'
import { workloads } from './workloads.mjs'

/** First sync and memory at 50,000 pods of the demo cluster, which plays in another process. */
export async function benchSyncDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'))
  const cluster = await startChild('./demo-cluster.mjs', ['5000', '10'])
  try {
    const kubeconfig = join(folder, 'kubeconfig')
    writeFileSync(kubeconfig, kubeconfigOf(cluster.ready.url))
    await measure('50,000 pods, 5,000 Services (demo cluster over HTTP)', kubeconfig, '≤ 20 s, ≤ 600 MiB')
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true })
  }
}

/**
 * A real control plane with 10,000 ready pods behind 1,000 Services, a tenth of them in each of the namespaces
 * `bench-0` to `bench-9`; making them takes minutes.
 */
export async function startFullPlane() {
  const services = 1000
  const podsEach = 10
  const namespaces = 10
  const plane = await startControlPlane({ nodes: 100, log: console.log })
  try {
    for (let index = 0; index < namespaces; index += 1) {
      const namespace = `bench-${index}`
      await plane.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
      await plane.kubectl(['apply', '--server-side', '-f', '-'], {
        input: JSON.stringify(workloads(namespace, services / namespaces, podsEach)),
      })
    }
    await eventually(
      '10,000 ready pods',
      async () => {
        const { items } = await plane.call('GET', '/apis/apps/v1/deployments')
        const ready = items.reduce(
          (/** @type {number} */ sum, /** @type {any} */ { status }) => sum + (status.readyReplicas ?? 0),
          0,
        )
        return ready === services * podsEach
      },
      { timeoutMs: 1_800_000, everyMs: 3000 },
    )
    return plane
  } catch (error) {
    await plane.stop()
    throw error
  }
}

/** First sync and memory at 10,000 pods of the real control plane. */
export async function benchSync() {
  const plane = await startFullPlane()
  try {
    await measure('10,000 pods, 1,000 Services (real control plane)', plane.kubeconfig)
  } finally {
    await plane.stop()
  }
}

/**
 * @param {string} what
 * @param {string} kubeconfig
 * @param {string} [target]
 */
async function measure(what, kubeconfig, target = '') {
  const begun = performance.now()
  const switchboard = await startSwitchboard([], { env: { KUBECONFIG: kubeconfig } })
  try {
    const { pid, url } = switchboard
    const served = performance.now()
    await eventually('readiness', async () => (await fetch(`${url}/readyz`)).ok, { everyMs: 20 })
    const synced = performance.now()
    const { cpu, rss, peak } = usageOf(pid)
    await new Promise((resolve) => setTimeout(resolve, 15_000))
    const overview = await fetch(`${url}/api/overview`).then((response) => response.arrayBuffer())
    const settled = usageOf(pid)
    const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`
    row(
      `${what}: first sync`,
      [
        `${seconds(synced - begun)} from the command, ${seconds(synced - served)} from its address`,
        `CPU ${cpu.toFixed(1)} s`,
        `memory ${mib(rss)} then, ${mib(settled.rss)} after 15 s and one overview of ${mib(overview.byteLength)}, ${mib(Math.max(peak, settled.peak))} at most`,
      ].join(', '),
      target,
    )
  } finally {
    await switchboard.stop()
  }
}
