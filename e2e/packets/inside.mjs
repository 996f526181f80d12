// The first process in namespaces of its own (main.mjs): the rest of the check runs below it and ends with it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const INTERRUPTED = 130

// Whoever started this is gone or wants an end; a first process that exits takes all others with it.
process.stdin.on('close', () => process.exit(INTERRUPTED)).resume()

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
}

/** @returns {{ passed: number, failed: number, skipped: number }} one failure where no report was written */
function counts(/** @type {string} */ report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
})

// Names of networks, locks and temporary files all go into memory that is ours alone.
run('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
const temporary = '/run/tmp'
mkdirSync(temporary)

const report = `${temporary}/report.json`
const words = ['run', '--config=e2e/packets/vitest.config.ts', '--reporter=verbose', '--reporter=json']
const runner = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', ...words, `--outputFile.json=${report}`, ...positionals],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TMPDIR: temporary, SWITCHBOARD_PACKETS: values.short ? 'short' : 'full' },
  },
)
const [code] = await once(runner, 'exit')
const { passed, failed, skipped } = counts(report)
const broken = code !== 0 && failed === 0 ? 1 : failed
console.log(`\n${passed} passed, ${broken} failed, ${skipped} skipped`)
process.exit(broken + skipped > 0 || passed === 0 ? 1 : 0)
