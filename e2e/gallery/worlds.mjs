import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { startFaultProxy } from '../faults/proxy.mjs'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

const refused = 'forbidden: User "ann" cannot list resource "services" in API group "" at the cluster scope'

/**
 * The clusters that the screens show: the demo cluster as it is, seen whole (`url`), and by a second server (`others`)
 * as the contexts `part` (one namespace may be read), `denied` (nothing may), `away` (to be closed and opened again),
 * `empty` (no Service yet) and `bulk` (many).
 */
export async function openWorlds() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-gallery-'))
  const switchboard = await startSwitchboard(['--demo'])
  const kubeconfig = /** @type {string} */ (switchboard.kubeconfig)
  const { server } = parse(readFileSync(kubeconfig, 'utf8')).clusters[0].cluster
  const [part, denied, away] = await Promise.all(
    [server, server, server].map((each) => startFaultProxy({ server: each })),
  )
  for (const verb of /** @type {const} */ (['list', 'watch'])) {
    const fault = { type: /** @type {const} */ ('status'), code: 403, message: refused }
    denied.inject({ verb, fault })
    part.inject({ verb, clusterWide: true, fault })
    for (const namespace of ['default', 'data', 'monitoring']) part.inject({ verb, namespace, fault })
  }
  const [empty, bulk] = await Promise.all([startCluster(0, 0), startCluster(300, 12)])
  const servers = { part: part.url, denied: denied.url, away: away.url, empty: empty.url, bulk: bulk.url }
  const file = join(folder, 'kubeconfig')
  const named = Object.entries(servers)
  writeFileSync(
    file,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'bulk',
      clusters: named.map(([name, url]) => ({ name, cluster: { server: url } })),
      users: [{ name: 'ann', user: { token: 'hers' } }],
      contexts: named.map(([name]) => ({
        name,
        context: { cluster: name, user: 'ann', ...(name === 'part' && { namespace: 'shop' }) },
      })),
    }),
  )
  const others = await startSwitchboard(['--kubeconfig', file])
  return {
    url: switchboard.url,
    others: others.url,
    api: kubeApi(kubeconfig),
    away,
    async close() {
      await Promise.all([others.stop(), switchboard.stop()])
      await Promise.all([part, denied, away].map((proxy) => proxy.stop()))
      for (const cluster of [empty, bulk]) cluster.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** @typedef {Awaited<ReturnType<typeof openWorlds>>} Worlds */

/** A demo cluster in a process of its own: so many Services of so many pods, none where there are none. */
async function startCluster(/** @type {number} */ services, /** @type {number} */ pods) {
  const child = fork(new URL('../bench/demo-cluster.mjs', import.meta.url), [String(services), String(pods)])
  const [{ url }] = await once(child, 'message')
  return { url: /** @type {string} */ (url), stop: () => child.kill() }
}
