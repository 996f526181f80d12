import { fork } from 'node:child_process'

/**
 * Another process of a bench, so that what is measured shares no core's time and no heap with what feeds it.
 * It answers each message with one.
 * @param {string} file beside this one
 * @param {readonly string[]} [words]
 */
export async function startChild(file, words = []) {
  const child = fork(new URL(file, import.meta.url), words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  /** @returns {Promise<any>} */
  const answer = () =>
    new Promise((resolve, reject) => {
      const died = (/** @type {number | null} */ code) => reject(new Error(`${file} ended with code ${code}`))
      child.once('exit', died)
      child.once('message', (message) => {
        child.off('exit', died)
        resolve(message)
      })
    })
  const ready = await answer()
  return {
    /** What it said when it was ready. */
    ready,
    pid: child.pid ?? 0,
    /** @param {import('node:child_process').Serializable} message */
    ask(message) {
      const answered = answer()
      child.send(message)
      return answered
    },
    stop() {
      child.kill('SIGKILL')
      return ended
    },
  }
}
