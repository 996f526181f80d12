/**
 * One screen of the product: where it is, and what is done there before it is drawn. `from` is the server that shows
 * it, `until` what is there once it is whole.
 *
 * @typedef {object} Screen
 * @property {string} id
 * @property {string} title
 * @property {'url' | 'others'} [from]
 * @property {string | ((worlds: Worlds) => Promise<string>)} path
 * @property {string} [until]
 * @property {(page: Page, worlds: Worlds) => Promise<void>} [act]
 */

/** @typedef {import('./worlds.mjs').Worlds} Worlds */
/** @typedef {import('@playwright/test').Page} Page */

const graph = '[data-testid=graph] [data-endpoint]'
const tiles = 'a[data-service]'
const heading = 'main h1'

/** @param {string} namespace @param {string} labels */
const podOf =
  (namespace, labels) =>
  async (/** @type {Worlds} */ { api }) => {
    const { items } = await api.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(labels)}`)
    return `/n/${namespace}/p/${items[0].metadata.name}`
  }

/** @type {readonly { readonly title: string, readonly screens: readonly Screen[] }[]} */
export const chapters = [
  {
    title: 'The wall',
    screens: [
      { id: 'wall', title: 'Every Service, trouble first', path: '/', until: tiles },
      { id: 'wall-zones', title: 'Grouped by zone', path: '/?group=zone', until: tiles },
      { id: 'wall-gateways', title: 'Grouped by Gateway', path: '/?group=gateway', until: tiles },
      { id: 'wall-filtered', title: 'Only what is in trouble', path: '/?healthy=hide', until: tiles },
      { id: 'wall-no-match', title: 'Nothing matches the filter', path: '/?q=nothing-is-called-so', until: heading },
      { id: 'wall-full', title: 'Left on a screen', path: '/?screen=full', until: tiles },
      { id: 'wall-many', title: '300 Services', from: 'others', path: '/?context=bulk', until: tiles },
      { id: 'wall-empty', title: 'No Service yet', from: 'others', path: '/?context=empty', until: heading },
      { id: 'wall-partial', title: 'One namespace may be read', from: 'others', path: '/?context=part', until: tiles },
      { id: 'wall-denied', title: 'Nothing may be read', from: 'others', path: '/?context=denied', until: heading },
    ],
  },
  {
    title: 'A namespace',
    screens: [
      { id: 'namespace', title: 'Clients, Services, endpoints, pods', path: '/n/shop', until: graph },
      {
        id: 'namespace-many',
        title: 'Pods folded',
        from: 'others',
        path: '/n/bulk-1?context=bulk',
        until: '[data-card]',
      },
      { id: 'namespace-unknown', title: 'A namespace that does not exist', path: '/n/nowhere', until: heading },
    ],
  },
  {
    title: 'A Service',
    screens: [
      { id: 'service', title: 'Who answers', path: '/n/default/s/web-service', until: graph },
      {
        id: 'service-ghosts',
        title: 'A selector that nobody matches',
        path: '/n/shop/s/storefront',
        until: '[data-card]',
      },
      { id: 'service-unready', title: 'Two of five fail their probe', path: '/n/shop/s/search', until: graph },
      { id: 'service-headless', title: 'Headless', path: '/n/shop/s/catalog-peers', until: graph },
      { id: 'service-balancer', title: 'Behind a load balancer', path: '/n/shop/s/payments', until: graph },
      {
        id: 'service-vantage',
        title: 'For a client on worker-2',
        path: '/n/shop/s/catalog?from=node/worker-2',
        until: graph,
      },
      {
        id: 'service-traffic',
        title: 'Traffic by vantage',
        path: '/n/shop/s/catalog?from=node/worker-2&tab=traffic',
        until: '[role=tabpanel]',
      },
      { id: 'service-ports', title: 'Ports', path: '/n/shop/s/web?tab=ports', until: '[role=tabpanel]' },
      { id: 'service-slices', title: 'EndpointSlices', path: '/n/shop/s/web?tab=slices', until: '[role=tabpanel]' },
      { id: 'service-dns', title: 'DNS', path: '/n/shop/s/web?tab=dns', until: '[role=tabpanel]' },
      { id: 'service-kubectl', title: 'kubectl', path: '/n/shop/s/web?tab=kubectl', until: '[role=tabpanel]' },
      { id: 'service-yaml', title: 'YAML', path: '/n/shop/s/web?yaml=Service/shop/web', until: '.cm-content' },
      { id: 'service-unknown', title: 'Called, and not there', path: '/n/shop/s/nobody', until: heading },
      { id: 'service-loading', title: 'Loading', path: '/n/default/s/web-service', until: 'main', act: hold },
      {
        id: 'service-stale',
        title: 'Stale',
        from: 'others',
        path: '/n/default/s/web-service?context=away',
        until: graph,
        act: lose,
      },
    ],
  },
  {
    title: 'Time',
    screens: [
      {
        id: 'time',
        title: 'Three endpoints become five',
        path: '/n/default/s/web-service?tab=time',
        until: '[role=tabpanel]',
        act: scale,
      },
      {
        id: 'time-past',
        title: 'As it was',
        path: past('/n/default/s/web-service?tab=time'),
        until: '[role=tabpanel]',
      },
      { id: 'time-wall', title: 'The wall as it was', path: past('/?'), until: tiles },
    ],
  },
  {
    title: 'Pods and nodes',
    screens: [
      { id: 'pod', title: 'A pod that answers', path: podOf('default', 'app=frontend'), until: heading },
      { id: 'pod-ghost', title: 'A pod that a selector misses', path: podOf('shop', 'app=frontend'), until: heading },
      { id: 'node', title: 'A node', path: '/nodes/worker-2', until: heading },
    ],
  },
  {
    title: 'Finding and asking',
    screens: [
      { id: 'search', title: 'Search', path: '/', until: tiles, act: search },
      {
        id: 'keys',
        title: 'Keys',
        path: '/n/default/s/web-service',
        until: graph,
        act: (page) => page.keyboard.press('?'),
      },
      { id: 'what-if', title: 'What if', path: '/what-if', until: heading },
      {
        id: 'what-if-node',
        title: 'Without a node',
        path: '/what-if?remove=node/worker-2&how=drained',
        until: heading,
      },
    ],
  },
  {
    title: 'Learning',
    screens: [
      { id: 'tour', title: 'The tour begins', path: '/tour', until: heading },
      { id: 'tour-scale', title: 'Two addresses join', path: '/tour?chapter=3', until: graph },
      { id: 'tour-selector', title: 'The selector breaks', path: '/tour?chapter=5', until: '[data-card]' },
      { id: 'legend', title: 'The legend', path: '/n/shop', until: graph, act: (page) => page.keyboard.press('l') },
    ],
  },
]

/** Five, once, so that the strips have something to tell. */
async function scale(/** @type {Page} */ page, /** @type {Worlds} */ { api }) {
  const frontend = '/apis/apps/v1/namespaces/default/deployments/frontend'
  if ((await api.get(frontend)).spec.replicas !== 3) return
  await api.scale('default', 'frontend', 5)
  while ((await api.get(frontend)).status.readyReplicas !== 5) await page.waitForTimeout(200)
  await page.waitForTimeout(3_000)
}

/** A page as it was some seconds ago. @param {string} path */
function past(path) {
  return async () => `${path}&at=${encodeURIComponent(new Date(Date.now() - 8_000).toISOString())}`
}

/** The page, before its stream has told anything: it reads one of its own where no worker shares one. */
async function hold(/** @type {Page} */ page) {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
  await page.context().route('**/api/stream*', () => {})
  await page.reload()
  await page.locator('main').waitFor()
}

async function lose(/** @type {Page} */ page, /** @type {Worlds} */ { away }) {
  await away.close()
  await page.locator('[data-feed=stale]').waitFor()
  await page.waitForTimeout(500)
  await away.open()
}

async function search(/** @type {Page} */ page) {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('web')
  await page.getByRole('dialog').getByRole('option').first().waitFor()
}
