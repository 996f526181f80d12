import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Kept apart from us by its own session, so that Ctrl-C does not reach it. It learns of each process on stdin; when
 * that pipe closes, for which our death by any cause is enough, it ends what still runs and removes the folder. A
 * process killed a moment ago may still be writing, hence the second attempts.
 */
const WATCHDOG = `
running=
while read -r verb pid; do
  case $verb in
    started) running="$running $pid" ;;
    ended)
      left=
      for one in $running; do [ "$one" = "$pid" ] || left="$left $one"; done
      running=$left ;;
  esac
done
for pid in $running; do kill -s KILL -- "-$pid" 2>/dev/null; done
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf -- "$1" 2>/dev/null && exit
  sleep 0.1
done
exit 1
`

/**
 * @typedef {object} Component
 * @property {string} name
 * @property {Promise<string>} ended fulfilled with how it ended, as words: "code 1", "SIGKILL"
 * @property {() => boolean} running
 * @property {(signal: NodeJS.Signals) => void} signal
 * @property {() => string} lastWords the last lines of its log
 */

/**
 * Starts processes that never outlive us, and a folder that does not either: whether `end` is called, an exception
 * ends the program, or it is killed without a chance to say goodbye.
 *
 * @param {string} directory removed with everything in it at the end
 */
export function supervise(directory) {
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'watchdog', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.stdin.on('error', () => {})
  const gone = once(watchdog, 'exit')
  /** @type {Set<Component>} */
  const components = new Set()

  /**
   * @param {string} name also of its log file in the folder
   * @param {string} command
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} [env]
   * @returns {Component}
   */
  function start(name, command, args, env = process.env) {
    const logFile = join(directory, `${name}.log`)
    const output = openSync(logFile, 'a')
    const child = spawn(command, args, { cwd: directory, detached: true, env, stdio: ['ignore', output, output] })
    closeSync(output)
    if (child.pid !== undefined) watchdog.stdin.write(`started ${child.pid}\n`)
    let running = true
    /** @type {Promise<string>} */
    const ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    }).then((how) => {
      running = false
      components.delete(component)
      if (child.pid !== undefined) watchdog.stdin.write(`ended ${child.pid}\n`)
      return how
    })
    const component = {
      name,
      ended,
      running: () => running,
      signal: (/** @type {NodeJS.Signals} */ signal) => {
        if (running && child.pid !== undefined) process.kill(-child.pid, signal)
      },
      lastWords: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n'),
    }
    components.add(component)
    return component
  }

  return {
    start,
    /** Ends every process and removes the folder; done once nothing is left. May be called again. */
    async end() {
      const endings = [...components].map((component) => component.ended)
      watchdog.stdin.end()
      await Promise.all([gone, ...endings])
    },
  }
}
