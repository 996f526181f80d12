import { startControlPlane } from '../cluster/control-plane.mjs'
import { eventually } from '../cluster/wait.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import { openBrowser } from './page.mjs'
import { expectPaint, paintedAt } from './probe.mjs'
import { percentile, row } from './report.mjs'
import { readStream } from './stream.mjs'
import { watch } from './watch.mjs'
import { workloads } from './workloads.mjs'

const namespace = 'bench'
const services = 100
const podsEach = 10
const changes = 50

/** A namespace of 1,000 pods and 100 Services on the real control plane, seen in Chromium. */
export async function benchNamespace() {
  const plane = await startControlPlane({ log: console.log })
  let switchboard
  let browser
  try {
    await plane.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
    const started = performance.now()
    await plane.kubectl(['apply', '--server-side', '-f', '-'], {
      input: JSON.stringify(workloads(namespace, services, podsEach)),
    })
    await eventually('1,000 ready endpoints', async () => (await readyEndpoints(plane)) === services * podsEach, {
      timeoutMs: 300_000,
      everyMs: 1000,
    })
    row(
      '1,000 pods in 100 Deployments on the real control plane: ready',
      `${((performance.now() - started) / 1000).toFixed(1)} s`,
    )

    switchboard = await startSwitchboard([], { env: { KUBECONFIG: plane.kubeconfig } })
    await eventually('readiness', async () => (await fetch(`${switchboard?.url}/readyz`)).ok)
    browser = await openBrowser()

    await firstPictures(browser, switchboard.url)
    const view = await openNamespace(browser, switchboard.url)
    await oneUnready(plane, view)
    await oneAdded(plane, view)
    row('the snapshot and all changes since, as the stream sent them', kb(view.stream.bytes()))
    view.stream.close()
    await eventToPixel(plane, browser, switchboard.url)
  } finally {
    await browser?.close()
    await switchboard?.stop()
    await plane.stop()
  }
}

/** @param {import('../cluster/control-plane.mjs').ControlPlane} plane */
async function readyEndpoints(plane) {
  const slices = await plane.call('GET', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`)
  return slices.items
    .flatMap((/** @type {any} */ slice) => slice.endpoints ?? [])
    .filter((/** @type {any} */ e) => e.conditions.ready).length
}

const card = (service) => `[data-testid=graph] [data-card="service:${namespace}/${service}"]`
const firstService = card('app-000')

async function openNamespace(browser, url) {
  const view = {
    ...(await browser.openPage()),
    stream: await readStream(`${url}/api/stream?view=namespace:${namespace}`),
  }
  await view.page.goto(`${url}/n/${namespace}`)
  await expectPaint(view.page, 'complete', firstService, `${podsEach}/${podsEach}`)
  await paintedAt(view.page, 'complete')
  await view.page.waitForTimeout(1500)
  return view
}

/** Link → first complete picture, in a browser that has the scripts and in one that has not. */
async function firstPictures(browser, url) {
  const times = []
  for (let round = 0; round < 6; round += 1) {
    const view = await browser.openPage()
    await view.page.addInitScript(
      ({ selector, text }) => {
        const { probe } = /** @type {any} */ (window)
        probe.waiting.push({ name: 'complete', selector, text })
      },
      { selector: firstService, text: `${podsEach}/${podsEach}` },
    )
    const at = performance.timeOrigin + performance.now()
    await view.page.goto(`${url}/n/${namespace}`)
    const time = (await paintedAt(view.page, 'complete')) - at
    if (round === 0) {
      await view.page.waitForTimeout(1000)
      row(
        'namespace graph, 1,000 pods: link → first complete picture, empty cache',
        `${time.toFixed(0)} ms, ${kb(view.bytes())} of page and scripts`,
        '≤ 1 s',
      )
    } else times.push(time)
    await view.page.close()
  }
  row('the same with a warm cache, median of 5', `${percentile(times, 0.5).toFixed(0)} ms`, '≤ 1 s')
}

const kb = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`

/** Positions of all cards, to see that nothing moves. */
const positions = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('.react-flow__node')].map((node) => {
        const { x, y } = node.getBoundingClientRect()
        return [node.getAttribute('data-id'), `${x},${y}`]
      }),
    ),
  )

/** What one change costs the page: time from the event at a plain watcher, main thread, wire, cards touched and moved. */
async function measureChange(plane, view, what, { path, sees, act, selector, text, target }) {
  const before = { bytes: view.stream.bytes(), busy: await view.busy(), positions: await positions(view.page) }
  await view.page.evaluate(() => /** @type {any} */ (window).probe.touched.clear())
  await expectPaint(view.page, what, selector, text)
  let seenAt = Number.NaN
  const stop = watch({ server: plane.server, caFile: plane.caFile, token: plane.adminToken }, path, (event, at) => {
    if (Number.isNaN(seenAt) && sees(event)) seenAt = at
  })
  try {
    const answeredAt = await act()
    const painted = await paintedAt(view.page, what)
    await view.page.waitForTimeout(1000)
    const after = await positions(view.page)
    const moved = Object.entries(before.positions).filter(
      ([id, place]) => after[id] !== undefined && after[id] !== place,
    ).length
    const touched = await view.page.evaluate(() => /** @type {any} */ (window).probe.touched.size)
    const figures = [
      `event → pixel ${(painted - seenAt).toFixed(0)} ms`,
      `API answer → pixel ${(painted - answeredAt).toFixed(0)} ms`,
      `main thread ${((await view.busy()) - before.busy).toFixed(0)} ms in all`,
      `${kb(view.stream.bytes() - before.bytes)} on the wire`,
      `${touched} cards touched`,
      `${moved} moved`,
    ]
    row(what, figures.join(', '), target)
  } finally {
    stop()
  }
}

const clock = () => performance.timeOrigin + performance.now()

/** A pod that stays Running and turns unready, or ready again, through its status. */
async function setReady(plane, pod, ready) {
  const status = ready ? 'True' : 'False'
  await plane.call(
    'PATCH',
    `/api/v1/namespaces/${namespace}/pods/${pod}/status`,
    { status: { conditions: [{ type: 'Ready', status }] } },
    { contentType: 'application/strategic-merge-patch+json' },
  )
  return clock()
}

async function podsOf(plane, app) {
  const pods = await plane.call('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${app}`)
  return pods.items.map((/** @type {any} */ pod) => pod.metadata.name)
}

async function oneUnready(plane, view) {
  const [pod] = await podsOf(plane, 'app-000')
  await measureChange(plane, view, 'one of 1,000 pods turns unready', {
    path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1&labelSelector=kubernetes.io/service-name%3Dapp-000`,
    sees: (event) =>
      event.object.endpoints?.some((/** @type {any} */ e) => e.targetRef?.name === pod && e.conditions.ready === false),
    act: () => setReady(plane, pod, false),
    selector: firstService,
    text: `${podsEach - 1}/${podsEach}`,
    target: '≤ 50 ms of main thread, nothing moves, ≤ 2 KB',
  })
}

async function oneAdded(plane, view) {
  await measureChange(plane, view, 'a Deployment of 10 pods gets one more', {
    path: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1&labelSelector=kubernetes.io/service-name%3Dapp-001`,
    sees: (event) =>
      event.object.endpoints?.filter((/** @type {any} */ e) => e.conditions.ready).length === podsEach + 1,
    act: async () => {
      await plane.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/app-001/scale`, {
        spec: { replicas: podsEach + 1 },
      })
      return clock()
    },
    selector: card('app-001'),
    text: `${podsEach + 1}/${podsEach + 1}`,
    target: '≤ 100 ms of main thread',
  })
}

/** On a Service's page: 50 changes of readiness, each from the event at a plain watcher to the paint of its card. */
async function eventToPixel(plane, browser, url) {
  const [pod] = await podsOf(plane, 'app-002')
  const view = await browser.openPage()
  await view.page.goto(`${url}/n/${namespace}/s/app-002`)
  const endpointCard = (/** @type {string} */ address, /** @type {string} */ state) =>
    `[data-testid=graph] [data-endpoint="${address}"][data-state="${state}"]`
  const { status } = await plane.call('GET', `/api/v1/namespaces/${namespace}/pods/${pod}`)
  await view.page.waitForSelector(endpointCard(status.podIP, 'ready'))
  const seen = new Map()
  const stop = watch(
    { server: plane.server, caFile: plane.caFile, token: plane.adminToken },
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1&labelSelector=kubernetes.io/service-name%3Dapp-002`,
    (event, at) => {
      const ready = event.object.endpoints?.find((/** @type {any} */ e) => e.targetRef?.name === pod)?.conditions.ready
      seen.set(String(ready), at)
    },
  )
  const times = []
  try {
    await view.page.waitForTimeout(1000)
    for (let change = 0; change < changes; change += 1) {
      const ready = change % 2 === 1
      seen.delete(String(ready))
      await expectPaint(view.page, `change ${change}`, endpointCard(status.podIP, ready ? 'ready' : 'notReady'))
      await setReady(plane, pod, ready)
      const painted = await paintedAt(view.page, `change ${change}`)
      await eventually('the event at the watcher', () => seen.has(String(ready)))
      times.push(painted - seen.get(String(ready)))
      await view.page.waitForTimeout(100)
    }
  } finally {
    stop()
  }
  row(
    `event → pixel, ${changes} changes, 1,000 pods, real control plane`,
    `p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`,
    'p50 ≤ 100 ms, p99 ≤ 250 ms',
  )
}
