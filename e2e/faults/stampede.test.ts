import { describe, expect, it } from 'vitest'
import { connectViewer, streamAddress, type Viewer } from '@/lib/viewer/connect'
import { startSwitchboard } from '../switchboard.mjs'

const VIEWERS = 500
const OUTAGE_MS = 3_000
const SLOT_MS = 100
/** A tenth of them. With full jitter up to 30 s it is rarely above 30, with a fixed delay it would be all 500. */
const MOST_IN_A_SLOT = 50
const SPREAD_MS = 10_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what: string, condition: () => boolean) {
  for (let waited = 0; !condition(); waited += 50) {
    if (waited > 120_000) throw new Error(`Waited in vain for ${what}`)
    await pause(50)
  }
}

describe('a server that dies under 500 viewers and returns', () => {
  it('has them back over at least 10 s, never many at once', async () => {
    const options = ['--demo', '--max-streams', String(VIEWERS)]
    let server = await startSwitchboard(options)
    const { url } = server
    const viewers: { readonly viewer: Viewer; asked: number; lost: boolean }[] = []
    try {
      for (let index = 0; index < VIEWERS; index += 1) {
        const entry = { asked: 0, lost: false }
        const viewer = connectViewer({
          address: `${url}${streamAddress(['namespace:kube-public'])}`,
          fetch(input, init) {
            entry.asked = performance.now()
            return fetch(input, init)
          },
          clock: {
            now: () => performance.now(),
            wallNow: () => Date.now(),
            setTimeout(run, delay) {
              const timer = setTimeout(run, delay)
              return () => clearTimeout(timer)
            },
          },
          random: Math.random,
          listener(state) {
            if (state.connection.status === 'lost') entry.lost = true
          },
        })
        viewers.push(Object.assign(entry, { viewer }))
      }
      const isLive = ({ viewer: { state } }: (typeof viewers)[number]) =>
        state.complete && state.connection.status === 'open'
      await until('all to be live', () => viewers.every(isLive))
      const lives = new Set(viewers.map(({ viewer }) => viewer.state.epoch))
      expect(lives.size).toBe(1)

      process.kill(server.pid, 'SIGKILL')
      await until('all to notice', () => viewers.every(({ lost }) => lost))
      await pause(OUTAGE_MS)
      server = await startSwitchboard([...options, '--port', new URL(url).port])
      await until('all to be live again', () =>
        viewers.every((each) => isLive(each) && !lives.has(each.viewer.state.epoch)),
      )

      // Of each, the one attempt that reached the new server.
      const times = viewers.map(({ asked }) => asked).sort((a, b) => a - b)
      const first = times[0]!
      const slots = new Map<number, number>()
      for (const time of times) {
        const slot = Math.floor((time - first) / SLOT_MS)
        slots.set(slot, (slots.get(slot) ?? 0) + 1)
      }
      const spread = times.at(-1)! - first
      const most = Math.max(...slots.values())
      console.log(
        `${VIEWERS} viewers came back over ${(spread / 1000).toFixed(1)} s, half of them within ${((times[VIEWERS / 2]! - first) / 1000).toFixed(1)} s, at most ${most} in ${SLOT_MS} ms`,
      )
      expect(spread).toBeGreaterThanOrEqual(SPREAD_MS)
      expect(most).toBeLessThanOrEqual(MOST_IN_A_SLOT)
    } finally {
      for (const { viewer } of viewers) viewer.close()
      await server.stop()
    }
  }, 300_000)
})
