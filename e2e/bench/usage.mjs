import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { eventually } from '../cluster/wait.mjs'

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/**
 * What a process has used, as Linux counts it.
 * @param {number} pid
 */
export function usageOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return {
    /** Seconds on a core, of all its threads, user and system. */
    cpu: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    /** Bytes of memory now, and the most there ever was. */
    rss: kib('VmRSS') * 1024,
    peak: kib('VmHWM') * 1024,
  }
}

/**
 * The environment in which a server can tell `innerOf` about itself.
 * @param {string} file to write to
 */
export const innerEnvironment = (file) => ({
  NODE_OPTIONS: `--import ${new URL('./inner.mjs', import.meta.url).href}`,
  SWITCHBOARD_BENCH_INNER: file,
})

/**
 * What a process keeps after a collection of its garbage, in bytes, and how late its event loop ran since the last
 * time it was asked, in milliseconds.
 * @param {number} pid
 * @param {string} file as in its `innerEnvironment`
 * @returns {Promise<{ used: number, p99: number, worst: number }>}
 */
export async function innerOf(pid, file) {
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  return eventually('the figures of the server', () => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')))
}

/** @param {number} bytes */
export const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`
