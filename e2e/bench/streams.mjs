import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../cluster/wait.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { startChild } from './child.mjs'
import { percentile, row } from './report.mjs'
import { innerEnvironment, innerOf, mib, usageOf } from './usage.mjs'

const namespaces = 25
const perSecond = 500
const audiences = [0, 1, 100, 400, 1000]
const seconds = 20

/** @param {string} server */
export const kubeconfigOf = (server) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server } }],
    users: [{ name: 'bench', user: {} }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  })

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * 5,000 pods in 25 namespaces, 500 of them turning a second, each with its slice; viewers look at a namespace each, and
 * so get about ten frames a second.
 */
export async function benchStreams() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-bench-'))
  const api = await startChild('./stub-api.mjs', [String(namespaces), '20', '10'])
  const viewers = await Promise.all([startChild('./stream-viewers.mjs'), startChild('./stream-viewers.mjs')])
  let switchboard
  try {
    const kubeconfig = join(folder, 'kubeconfig')
    const inner = join(folder, 'inner')
    writeFileSync(kubeconfig, kubeconfigOf(api.ready.url))
    switchboard = await startSwitchboard(['--max-streams', '2000'], {
      env: { KUBECONFIG: kubeconfig, ...innerEnvironment(inner) },
    })
    const { url, pid } = switchboard
    await eventually('readiness', async () => (await fetch(`${url}/readyz`)).ok)
    row('5,000 pods, 500 Services, nobody looking: memory', mib(usageOf(pid).rss))
    let open = 0
    /** What it keeps with one viewer, warm: what each further one adds is counted from here. */
    let alone = 0
    for (const audience of audiences) {
      const fresh = Array.from(
        { length: audience - open },
        (_, index) => `${url}/api/stream?view=namespace:n-${(open + index) % namespaces}`,
      )
      await Promise.all(
        viewers.map((viewer, part) =>
          viewer.ask({ open: fresh.filter((_, index) => index % viewers.length === part) }),
        ),
      )
      open = audience
      await eventually(`${open} pictures`, async () => {
        const told = await Promise.all(viewers.map((viewer) => viewer.ask({ take: true })))
        return told.reduce((sum, { ready }) => sum + ready, 0) === open
      })
      await api.ask({ perSecond })
      await pause(5_000)
      await innerOf(pid, inner)
      await Promise.all(viewers.map((viewer) => viewer.ask({ take: true })))
      const before = usageOf(pid)
      const begun = performance.now()
      await pause(seconds * 1000)
      const after = usageOf(pid)
      const time = (performance.now() - begun) / 1000
      const told = await Promise.all(viewers.map((viewer) => viewer.ask({ take: true })))
      const kept = await innerOf(pid, inner)
      await api.ask({ perSecond: 0 })
      if (audience === 1) alone = kept.used
      report(audience, told, {
        cpu: (after.cpu - before.cpu) / time,
        rss: after.rss,
        each: (kept.used - alone) / (audience - 1),
        late: kept.p99,
        time,
      })
    }
  } finally {
    await switchboard?.stop()
    await Promise.all([api, ...viewers].map((child) => child.stop()))
    rmSync(folder, { recursive: true })
  }
}

/**
 * @param {number} audience
 * @param {{ ages: number[], frames: number, bytes: number, ended: number, late: number }[]} told
 * @param {{ cpu: number, rss: number, each: number, late: number, time: number }} used
 */
function report(audience, told, { cpu, rss, each, late, time }) {
  const ages = told.flatMap((part) => part.ages)
  const sum = (/** @type {'frames' | 'bytes' | 'ended'} */ name) => told.reduce((total, part) => total + part[name], 0)
  const figures = [
    `CPU ${(100 * cpu).toFixed(0)} % of a core`,
    `memory ${mib(rss)}`,
    `event loop p99 ${late.toFixed(0)} ms late`,
  ]
  if (audience > 0) {
    figures.push(
      ...(audience > 1 ? [`${(each / 1024).toFixed(0)} KiB kept a viewer`] : []),
      `${(sum('frames') / audience / time).toFixed(1)} frames/s and ${(sum('bytes') / 1024 / audience / time).toFixed(1)} KiB/s each`,
      `event → frame p50 ${percentile(ages, 0.5).toFixed(0)} ms, p99 ${percentile(ages, 0.99).toFixed(0)} ms, worst ${percentile(ages, 1).toFixed(0)} ms`,
      `event loop of the viewers' processes p99 ${Math.max(...told.map((part) => part.late)).toFixed(0)} ms late`,
    )
    if (sum('ended') > 0) figures.push(`${sum('ended')} streams ended`)
  }
  const target = audience === 1000 ? 'p99 < 150 ms, ≤ 64 KiB a viewer' : audience <= 1 ? 'CPU ≤ 50 %' : ''
  row(`${perSecond} pod changes/s, each with its slice, ${audience} viewers`, figures.join(', '), target)
}
