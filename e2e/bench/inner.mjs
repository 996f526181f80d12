// Loaded into the server's process before everything else (--import): on SIGUSR2 it collects garbage and writes down
// what is left, and how late the event loop ran since the last time.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const file = process.env.SWITCHBOARD_BENCH_INNER
if (file !== undefined) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  process.on('SIGUSR2', () => {
    const [p99, worst] = [delay.percentile(99), delay.max].map((nanoseconds) => nanoseconds / 1e6 - 5)
    collect()
    const { heapUsed, external } = process.memoryUsage()
    writeFileSync(file, JSON.stringify({ used: heapUsed + external, p99, worst }))
    delay.reset()
  })
}
