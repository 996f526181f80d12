// `npm run bench [name …]`: measures and prints a table. Nothing here asserts: the machines differ.
import { ensureBuilt, ensureInstalled } from '../../bin/prepare.mjs'

ensureInstalled()
ensureBuilt()

const { benchHistory } = await import('./history.mjs')
const { benchNamespace } = await import('./namespace.mjs')
const { benchPixel } = await import('./pixel.mjs')
const { printTable } = await import('./report.mjs')
const { benchService } = await import('./service.mjs')
const { benchStreams } = await import('./streams.mjs')
const { benchSync, benchSyncDemo } = await import('./sync.mjs')
const { benchWall } = await import('./wall.mjs')

/** @type {Record<string, () => Promise<void>>} */
const benches = {
  namespace: benchNamespace,
  service: benchService,
  wall: benchWall,
  pixel: benchPixel,
  streams: benchStreams,
  history: benchHistory,
  'sync-demo': benchSyncDemo,
  sync: benchSync,
}
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => benches[name] === undefined)
if (unknown.length > 0) {
  console.error(`No bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : Object.keys(benches)) await benches[name]?.()
printTable()
