// `npm run test:cluster`: what must hold against Kubernetes itself. Ends with one plain line of counts; a skipped
// test proves nothing, so it fails the run as a failed one does.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { controlPlaneBinary } from './binary.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'switchboard-report-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** @returns {{ passed: number, failed: number, skipped: number }} one failure where no report was written */
function counts(/** @type {string} */ report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** @returns {Promise<number | null>} the exit code of vitest */
async function vitest(/** @type {string} */ report, /** @type {string[]} */ filters) {
  const words = ['run', '--config', 'e2e/cluster/vitest.config.ts', '--reporter=default', '--reporter=json']
  const runner = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', ...words, `--outputFile.json=${report}`, ...filters],
    { cwd: root, stdio: 'inherit' },
  )
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => runner.kill(signal))
  const [code] = await once(runner, 'exit')
  return code
}

try {
  await controlPlaneBinary({ log: console.log })
  const report = join(folder, 'report.json')
  const code = await vitest(report, process.argv.slice(2))
  const { passed, failed, skipped } = counts(report)
  const broken = code !== 0 && failed === 0 ? 1 : failed
  console.log(`\n${passed} passed, ${broken} failed, ${skipped} skipped`)
  process.exitCode = broken + skipped > 0 || passed === 0 ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('\n0 passed, 1 failed, 0 skipped')
  process.exitCode = 1
}
