// A process that holds a demo cluster of many pods, for a bench: words are Services and pods of each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'switchboard-demo-cluster-'))
const outfile = join(folder, 'server.mjs')
await build({
  absWorkingDir: root,
  entryPoints: ['lib/demo/server.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  alias: { '@': root },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
})
const { startDemoCluster } = await import(pathToFileURL(outfile).href)
rmSync(folder, { recursive: true })

const [services = 5000, podsPerService = 10] = process.argv.slice(2).map(Number)
const cluster = await startDemoCluster({
  scenario: { services, podsPerService, namespaces: 50, nodes: Math.ceil((services * podsPerService) / 100) },
})
process.on('message', () => process.send?.({}))
process.send?.({ url: cluster.url })
