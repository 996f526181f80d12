import { startControlPlane } from '../cluster/control-plane.mjs'
import { eventually } from '../cluster/wait.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { openBrowser } from './page.mjs'
import { paintedAt } from './probe.mjs'
import { percentile, row } from './report.mjs'
import { readStream } from './stream.mjs'
import { mib, usageOf } from './usage.mjs'

const namespaces = 50
const servicesEach = 100
const endpointsEach = 10
/** Requests that are under way at one time while the cluster is filled. */
const lanes = 48
/** A frame that is later than this is one that a person sees miss: 50 frames a second. */
const FRAME_MS = 20

/** A wall of 5,000 Services and 50,000 endpoints on the real control plane, seen in Chromium. */
export async function benchWall() {
  const plane = await startControlPlane({ log: console.log })
  let switchboard
  try {
    const begun = performance.now()
    await fill(plane)
    row(
      '5,000 Services and 50,000 endpoints on the real control plane: made',
      `${((performance.now() - begun) / 1000).toFixed(1)} s`,
    )
    switchboard = await startSwitchboard([], { env: { KUBECONFIG: plane.kubeconfig } })
    await eventually('readiness', async () => (await fetch(`${switchboard?.url}/readyz`)).ok)
    await measureWall(switchboard)
  } finally {
    await switchboard?.stop()
    await plane.stop()
  }
}

/**
 * Services without a selector, each with a slice of its own making, which the controllers leave alone.
 * @param {import('../cluster/control-plane.mjs').ControlPlane} plane
 */
async function fill(plane) {
  const spaces = Array.from({ length: namespaces }, (_, index) => `bench-${String(index).padStart(2, '0')}`)
  await inLanes(spaces, (name) => plane.call('POST', '/api/v1/namespaces', { metadata: { name } }))
  const all = spaces.flatMap((namespace, space) =>
    Array.from({ length: servicesEach }, (_, index) => ({ namespace, index: space * servicesEach + index })),
  )
  await inLanes(all, async ({ namespace, index }) => {
    const name = `app-${String(index % servicesEach).padStart(3, '0')}`
    const ports = [{ name: 'http', port: 80, protocol: 'TCP' }]
    await plane.call('POST', `/api/v1/namespaces/${namespace}/services`, {
      metadata: { name, labels: { app: name, tier: index % 2 === 0 ? 'web' : 'data' } },
      spec: { ports },
    })
    await plane.call('POST', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
      metadata: {
        name: `${name}-own`,
        labels: { 'kubernetes.io/service-name': name, 'endpointslice.kubernetes.io/managed-by': 'bench.example.com' },
      },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: Array.from({ length: endpointsEach }, (_, each) => ({
        addresses: [`10.${128 + (index >> 10)}.${(index >> 2) & 255}.${(index & 3) * endpointsEach + each + 1}`],
        conditions: { ready: true },
        zone: `zone-${'abc'[each % 3]}`,
      })),
    })
  })
}

/** @template T @param {readonly T[]} items @param {(item: T) => Promise<unknown>} act */
async function inLanes(items, act) {
  const queue = items.values()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const item of queue) await act(item)
    }),
  )
}

/**
 * Looks at the wall of 5,000 Services, ten endpoints each, that a running product shows.
 * @param {{ url: string, pid: number }} switchboard
 */
export async function measureWall({ url, pid }) {
  const browser = await openBrowser()
  try {
    const stream = await readStream(`${url}/api/stream?view=overview`)
    // A real cluster has a Service of its own besides.
    const { services } = await fetch(`${url}/api/overview`).then((answer) => answer.json())
    const whole = `${services.length.toLocaleString('en')} Services`
    await firstPictures(browser, url, whole)
    row('the snapshot of the wall, as the stream sent it', `${(stream.bytes() / 1024).toFixed(0)} KB`)
    stream.close()
    await scrolling(browser, url, whole)
    row('the server behind it: memory', mib(usageOf(pid).rss))
  } finally {
    await browser.close()
  }
}

/** Link → the heading counts every Service, and every tile in the window counts every endpoint: `whole` is what the heading says then. */
async function firstPictures(browser, url, whole) {
  const times = []
  for (let round = 0; round < 6; round += 1) {
    const view = await browser.openPage()
    await view.page.addInitScript((text) => {
      const { probe } = /** @type {any} */ (window)
      probe.waiting.push({ name: 'first', selector: '[data-service]', text: '10/10' })
      probe.waiting.push({ name: 'complete', selector: 'h1', text })
    }, whole)
    const at = performance.timeOrigin + performance.now()
    await view.page.goto(url, { waitUntil: 'commit' })
    const time = (await paintedAt(view.page, 'complete')) - at
    const first = (await paintedAt(view.page, 'first')) - at
    const wrong = await view.page.evaluate(
      (want) =>
        [...document.querySelectorAll('[data-service^="bench-"]')].filter((tile) => !tile.textContent?.includes(want))
          .length,
      `${endpointsEach}/${endpointsEach}`,
    )
    if (wrong > 0) throw new Error(`${wrong} tiles of the first complete wall count wrong.`)
    if (round === 0) {
      const tiles = await view.page.locator('[data-service]').count()
      row(
        'wall, 5,000 Services: link → every tile of the window right, empty cache',
        `${time.toFixed(0)} ms, the first tiles at ${first.toFixed(0)} ms, ${tiles} tiles in the page, main thread ${(await view.busy()).toFixed(0)} ms`,
        '≤ 1.5 s',
      )
    } else times.push(time)
    await view.page.close()
  }
  row('the same with a warm cache, median of 5', `${percentile(times, 0.5).toFixed(0)} ms`, '≤ 1.5 s')
}

/** The time between frames while a script scrolls, as a hand on a wheel does and as one on the scroll bar does. */
async function scrolling(browser, url, whole) {
  const view = await browser.openPage()
  await view.page.goto(url)
  await view.page.getByRole('heading', { level: 1, name: whole }).waitFor()
  await view.page.waitForTimeout(1500)
  for (const [what, speed] of /** @type {const} */ ([
    ['2,400 px/s, as by a wheel', 2400],
    ['12,000 px/s, as by the scroll bar', 12_000],
  ])) {
    const busyBefore = await view.busy()
    const deltas = await view.page.evaluate(
      (speed) =>
        new Promise((resolve) => {
          /** @type {number[]} */
          const deltas = []
          let last = performance.now()
          const begun = last
          const step = (/** @type {number} */ now) => {
            deltas.push(now - last)
            last = now
            window.scrollTo(0, ((now - begun) / 1000) * speed)
            if (now - begun < 5000) requestAnimationFrame(step)
            else resolve(deltas.slice(2))
          }
          requestAnimationFrame(step)
        }),
      speed,
    )
    const good = deltas.filter((/** @type {number} */ delta) => delta <= FRAME_MS).length / deltas.length
    const mean =
      deltas.reduce((/** @type {number} */ sum, /** @type {number} */ delta) => sum + delta, 0) / deltas.length
    row(
      `wall, scrolled at ${what}`,
      `${(1000 / mean).toFixed(1)} frames/s, p50 ${percentile(deltas, 0.5).toFixed(1)} ms, p95 ${percentile(deltas, 0.95).toFixed(1)} ms, ${(100 * good).toFixed(0)}% within ${FRAME_MS} ms, main thread ${((await view.busy()) - busyBefore).toFixed(0)} ms in 5 s`,
      '≥ 50 frames/s',
    )
  }
  await view.page.close()
}
