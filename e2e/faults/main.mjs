// `npm run test:faults`: every promise about faults, the test that holds it, and whether it does. Ends with one plain
// line of counts; a skipped test proves nothing, so it fails the run as a failed one does.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seeds: { type: 'string' },
    first: { type: 'string', default: '1' },
  },
})
const seeds = values.seeds ?? (values.short ? '100' : '300')
const env = {
  ...process.env,
  SWITCHBOARD_SEEDS: seeds,
  SWITCHBOARD_FIRST_SEED: values.first,
  SWITCHBOARD_SOCKET_SEEDS: values.short ? '1' : '5',
}

/** @typedef {{ ancestorTitles: string[], title: string, status: string, duration?: number, failureMessages: string[] }} Result */

/** @returns {Promise<readonly Result[]>} nothing where no report was written */
async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-faults-'))
  const report = join(folder, 'report.json')
  try {
    const runner = spawn(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config=e2e/faults/vitest.config.ts',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => runner.kill(signal))
    await once(runner, 'exit')
    return JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap(
      (/** @type {{ assertionResults: Result[] }} */ file) => file.assertionResults,
    )
  } catch (error) {
    console.error(error)
    return []
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One row for all seeds that hold, one for each that does not. @param {readonly Result[]} results */
function rowsOf(results) {
  const good = results.filter(({ title, status }) => /^seed \d+$/.test(title) && status === 'passed')
  const others = results.filter((result) => !good.includes(result))
  const seconds = good.reduce((sum, { duration = 0 }) => sum + duration, 0)
  const numbers = good.map(({ title }) => Number(title.slice('seed '.length)))
  return [
    ...(good.length === 0
      ? []
      : [[`${good.length} seeds, ${Math.min(...numbers)} to ${Math.max(...numbers)}`, 'passed', seconds]]),
    ...others.map(({ title, status, duration = 0 }) => [title, status, duration]),
  ]
}

const started = performance.now()
const results = await run()
/** @type {Map<string, Result[]>} */
const promises = new Map()
for (const result of results) {
  const promise = result.ancestorTitles.join(', ')
  promises.set(promise, [...(promises.get(promise) ?? []), result])
}
console.log('| promise | test | result |\n|---|---|---|')
for (const [promise, tests] of promises)
  for (const [title, status, duration] of rowsOf(tests))
    console.log(`| ${promise} | ${title} | ${status}, ${(Number(duration) / 1000).toFixed(1)} s |`)
for (const { ancestorTitles, title, failureMessages } of results.filter(({ status }) => status === 'failed'))
  console.log(`\n${ancestorTitles.join(', ')}: ${title}\n${failureMessages.join('\n')}`)

const count = (/** @type {(status: string) => boolean} */ is) => results.filter(({ status }) => is(status)).length
const passed = count((status) => status === 'passed')
const failed = results.length === 0 ? 1 : count((status) => status === 'failed')
const skipped = results.length - passed - count((status) => status === 'failed')
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s, seeds ${values.first} and on: ${seeds}`)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed + skipped > 0 ? 1 : 0)
