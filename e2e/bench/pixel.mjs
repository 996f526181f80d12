import { eventually } from '../cluster/wait.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { openBrowser } from './page.mjs'
import { expectPaint, paintedAt } from './probe.mjs'
import { percentile, row } from './report.mjs'
import { startFullPlane } from './sync.mjs'
import { watch } from './watch.mjs'

const namespace = 'bench-0'
const service = 'app-000'
const changes = 100

/**
 * From the event to the pixel at 10,000 pods: 100 times a pod of one Service turns unready or ready again, and a page
 * of its namespace and the wall, open side by side, paint the new count. A clock starts where a plain watch on the API
 * server sees the slice's event.
 */
export async function benchPixel() {
  const plane = await startFullPlane()
  let switchboard
  // Each in a browser of its own, as before two people: one that is behind the other paints once a second.
  const browsers = []
  try {
    switchboard = await startSwitchboard([], { env: { KUBECONFIG: plane.kubeconfig } })
    const { url } = switchboard
    await eventually('readiness', async () => (await fetch(`${url}/readyz`)).ok)
    browsers.push(await openBrowser(), await openBrowser())
    const [one, other] = browsers
    const pages = [
      await shownOn(one, 'a namespace of 1,000 pods', `${url}/n/${namespace}`, 'service:'),
      await shownOn(other, 'the wall', url),
    ]
    const { items } = await plane.call('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${service}`)
    const pod = items[0].metadata.name
    /** @type {Map<string, number>} */
    const seen = new Map()
    const stop = watch(
      { server: plane.server, caFile: plane.caFile, token: plane.adminToken },
      `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1&labelSelector=kubernetes.io/service-name%3D${service}`,
      ({ object }, at) => {
        const endpoint = object.endpoints?.find((/** @type {any} */ { targetRef }) => targetRef?.name === pod)
        seen.set(String(endpoint?.conditions.ready), at)
      },
    )
    try {
      for (let change = 0; change < changes; change += 1) {
        const ready = change % 2 === 1
        seen.delete(String(ready))
        for (const shown of pages) await shown.expect(`change ${change}`, ready ? '10/10' : '9/10')
        await setReady(plane, pod, ready)
        await eventually('the event at the watcher', () => seen.has(String(ready)))
        const at = seen.get(String(ready)) ?? Number.NaN
        for (const shown of pages) shown.times.push((await shown.painted(`change ${change}`)) - at)
        // What is found of the change before has come, so that each change is one by itself.
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    } finally {
      stop()
    }
    for (const { what, times } of pages)
      row(
        `event → pixel on ${what}, ${changes} changes, 10,000 pods on the real control plane`,
        `p50 ${percentile(times, 0.5).toFixed(0)} ms, p90 ${percentile(times, 0.9).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
        'p50 ≤ 100 ms, p99 ≤ 250 ms',
      )
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()))
    await switchboard?.stop()
    await plane.stop()
  }
}

/**
 * A page that shows the Service, once it is at rest.
 * @param {Awaited<ReturnType<typeof openBrowser>>} browser
 * @param {string} what
 * @param {string} address
 * @param {string} [card] prefix of the Service's id where it is a card of a graph; else it is a tile
 */
async function shownOn(browser, what, address, card) {
  const { page } = await browser.openPage()
  const of = `${namespace}/${service}`
  const selector = card === undefined ? `[data-service="${of}"]` : `[data-testid=graph] [data-card="${card}${of}"]`
  await page.goto(address)
  await expectPaint(page, 'complete', selector, '10/10')
  await paintedAt(page, 'complete')
  await page.waitForTimeout(3000)
  return {
    what,
    /** @type {number[]} */
    times: [],
    expect: (/** @type {string} */ name, /** @type {string} */ text) => expectPaint(page, name, selector, text),
    painted: (/** @type {string} */ name) => paintedAt(page, name),
  }
}

async function setReady(plane, pod, ready) {
  await plane.call(
    'PATCH',
    `/api/v1/namespaces/${namespace}/pods/${pod}/status`,
    { status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] } },
    { contentType: 'application/strategic-merge-patch+json' },
  )
}
