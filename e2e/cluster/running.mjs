import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'

/**
 * What the one running control plane tells to whoever asks.
 *
 * @typedef {object} Running
 * @property {number} pid
 * @property {string} kubeconfig
 */

/**
 * Opens the place where the running one is found: a socket in the file system, which, unlike a file with a process
 * id, nobody answers once its process is dead. Each caller is told about it as a line of JSON, as soon as that is
 * known; a caller that says "stop" ends it, and is hung up on when that is done.
 *
 * @param {string} path
 * @param {Promise<Running>} running
 * @param {() => void} onStop
 */
export async function openDoor(path, running, onStop) {
  await rm(path, { force: true })
  const door = createServer((caller) => {
    caller.on('error', () => {})
    caller.on('data', (words) => {
      if (words.toString().trim() === 'stop') onStop()
    })
    running.then((facts) => caller.write(`${JSON.stringify(facts)}\n`))
  })
  door.listen(path)
  await once(door, 'listening')
}

/**
 * The running one, once it has started; undefined if there is none.
 *
 * @param {string} path
 * @param {() => void} [onWaiting] called first if there is one
 * @returns {Promise<Running | undefined>}
 */
export async function whoRuns(path, onWaiting = () => {}) {
  const call = await callDoor(path)
  if (call === undefined) return undefined
  onWaiting()
  let line = ''
  for await (const part of call) {
    line += part
    if (line.endsWith('\n')) return JSON.parse(line)
  }
  return undefined
}

/**
 * Ends the running one and waits until it is gone.
 *
 * @param {string} path
 * @returns {Promise<boolean>} false if there was none
 */
export async function stopRunning(path) {
  const call = await callDoor(path)
  if (call === undefined) return false
  call.resume()
  call.write('stop\n')
  await once(call, 'close')
  return true
}

/**
 * @param {string} path
 * @returns {Promise<import('node:net').Socket | undefined>}
 */
function callDoor(path) {
  return new Promise((resolve) => {
    const call = connect(path)
    call.once('connect', () => resolve(call.setEncoding('utf8')))
    call.once('error', () => resolve(undefined))
    call.on('error', () => {})
  })
}
