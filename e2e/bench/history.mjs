import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../bin/prepare.mjs'
import { row } from './report.mjs'
import { mib } from './usage.mjs'

const run = promisify(execFile)
const ENOUGH = 4096

/**
 * @typedef {{ middle: number, worst: number }} Times
 * @typedef {{ heap: number, looks?: { figures: { bytes: number, changes: number }, reach: number, moment: Times, picture: Times, strips: Times } }} Hour
 */

/** What an hour of history costs on the heap, how well the bound is kept, and how long a look back takes. */
export async function benchHistory() {
  const folder = mkdtempSync(join(root, 'dist', 'bench-'))
  try {
    const { build } = await import('esbuild')
    const program = join(folder, 'history-hour.mjs')
    await build({
      absWorkingDir: root,
      entryPoints: ['e2e/bench/history-hour.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      alias: { '@': root },
      logLevel: 'warning',
    })
    /** @param {readonly number[]} words @returns {Promise<Hour>} */
    const hour = async (...words) => {
      const { stdout } = await run(process.execPath, [
        '--expose-gc',
        '--max-old-space-size=4096',
        program,
        ...words.map(String),
      ])
      return JSON.parse(stdout)
    }
    const many = [20, 50, 10]
    const one = [1, 1, 5000, 0]
    const [without, whole, bounded] = [await hour(0, ...many), await hour(ENOUGH, ...many), await hour(64, ...many)]
    report('10,000 pods, 10 turn a second, each with its slice, for an hour', without, whole, bounded)
    const [bare, long, short] = [await hour(0, ...one), await hour(ENOUGH, ...one), await hour(64, ...one)]
    report('one Service of 5,000 endpoints, 10 turn a second for an hour', bare, long, short)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} what @param {Hour} without @param {Hour} whole @param {Hour} bounded */
function report(what, without, whole, bounded) {
  if (whole.looks === undefined || bounded.looks === undefined) throw new Error('Nothing was kept.')
  const { figures, reach, moment, picture, strips } = whole.looks
  row(
    `${what}: memory of its history`,
    `${mib(whole.heap - without.heap)} of heap, reckoned as ${mib(figures.bytes)}, for ${figures.changes.toLocaleString('en')} changes of ${Math.round(reach / 60)} minutes`,
  )
  row(
    `${what}: with --history 64`,
    `${mib(bounded.heap - without.heap)} of heap, reaches ${(bounded.looks.reach / 60).toFixed(0)} minutes back`,
    '≤ 64 MiB',
  )
  const told = (/** @type {Times} */ { middle, worst }) => `${middle.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`
  row(`${what}: a random moment of a namespace`, told(moment), '≤ 200 ms')
  row(`${what}: the same as messages in JSON`, told(picture), '≤ 200 ms')
  row(`${what}: the strips of a Service`, told(strips), '≤ 300 ms')
}
