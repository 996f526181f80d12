import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

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

/** @param {number} bytes */
export const mib = (bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`
