import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Starts the product as a person would and waits until it prints its address.
 * @param {string[]} options as on the command line, for instance `['--demo']`
 * @param {{ env?: Record<string, string>, timeout?: number }} [more]
 * @returns {Promise<{ url: string, kubeconfig: string | undefined, pid: number, output: () => string, stop: () => Promise<number | null> }>}
 *   `url` without a slash at its end; `kubeconfig` is the file that demo mode prints
 * @throws {Error} with all that it printed, when it ends or stays silent before it serves
 */
export function startSwitchboard(options, { env = {}, timeout = 120_000 } = {}) {
  const child = spawn(process.execPath, [join(root, 'bin', 'switchboard.mjs'), ...options], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ why) => {
      child.kill('SIGKILL')
      reject(new Error(`Switchboard ${why}:\n${output}`))
    }
    const timer = setTimeout(() => fail('did not print its address in time'), timeout)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with code ${code}`)
    })
    const read = (/** @type {Buffer} */ chunk) => {
      output += chunk
      const address = /^Switchboard\s+(http:\/\/\S+?)\/?(?:\s|$)/m.exec(output)?.[1]
      const told = !/\(demo cluster/.test(output) || /--kubeconfig/.test(output)
      if (address === undefined || !told || !output.endsWith('\n')) return
      clearTimeout(timer)
      resolve({
        url: address,
        get kubeconfig() {
          return /--kubeconfig[= ](\S+)/.exec(output)?.[1]
        },
        pid: /** @type {number} */ (child.pid),
        output: () => output,
        stop: () => {
          child.kill('SIGTERM')
          return ended
        },
      })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
}
