import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

const namespace = 'many'
const pods = 90
const ingresses = 40

/** A Deployment of 90 pods behind one Service, called through 40 Ingresses and a quarter of a route; and a small one. */
async function fill(api: ReturnType<typeof kubeApi>) {
  await api.create('/api/v1/namespaces', { metadata: { name: namespace } })
  for (const [name, replicas] of [
    ['web', pods],
    ['api', 2],
  ] as const) {
    const labels = { app: name }
    const ports = [{ name: 'http', containerPort: 8080 }]
    await api.create(`/apis/apps/v1/namespaces/${namespace}/deployments`, {
      metadata: { name, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name, image: `registry.example/${name}:1`, ports }] },
        },
      },
    })
    await api.create(`/api/v1/namespaces/${namespace}/services`, {
      metadata: { name },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    })
  }
  const backend = { service: { name: 'web', port: { number: 80 } } }
  for (let at = 0; at < ingresses; at += 1) {
    await api.create(`/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`, {
      metadata: { name: `shop-${at}` },
      spec: {
        rules: [{ host: `shop-${at}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    })
  }
  await api.create(`/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`, {
    metadata: { name: 'split' },
    spec: {
      hostnames: ['split.example.com'],
      rules: [
        {
          backendRefs: [
            { group: '', kind: 'Service', name: 'api', port: 80, weight: 1 },
            { group: '', kind: 'Service', name: 'web', port: 80, weight: 3 },
          ],
        },
      ],
    },
  })
}

test.describe('the picture of a namespace', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
    await fill(api)
    await expect
      .poll(
        async () => (await api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/web`)).status?.readyReplicas,
        {
          timeout: 60_000,
        },
      )
      .toBe(pods)
  })
  test.afterAll(() => switchboard?.stop())

  const graph = (page: Page) => page.getByTestId('graph')
  const allCards = (page: Page) => graph(page).locator('[data-card]')
  const cards = (page: Page, beginning: string) => graph(page).locator(`[data-card^="${beginning}"]`)
  const open = async (page: Page, path: string) => {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await expect(cards(page, 'service:').first()).toBeVisible()
    // What comes late beside the picture is there.
    await expect(page.getByRole('button', { name: /^(From|来自)/ })).toBeVisible()
    await page.waitForTimeout(500)
  }
  const query = (page: Page) => new URL(page.url()).searchParams
  const viewport = (page: Page) => graph(page).locator('.react-flow__viewport').getAttribute('style')

  test('folds many pods by workload and zone, unfolds them in place, and the address says so', async ({ page }) => {
    await open(page, `/n/${namespace}`)
    const groups = graph(page).getByRole('button', { name: /^Endpoints of web/ })
    await expect(groups.first()).toBeVisible()
    const totals = (await groups.allTextContents()).map((name) => Number(/of (\d+) ready/.exec(name)?.[1]))
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(pods)
    await expect(graph(page).locator('[data-endpoint]')).toHaveCount(2)

    const before = await cards(page, `service:${namespace}/web`).boundingBox()
    await groups.first().click({ position: { x: 20, y: 10 } })
    await expect.poll(() => graph(page).locator('[data-endpoint]').count()).toBeGreaterThan(8)
    expect(query(page).get('unfold')).toMatch(/^endpoints:many\/web:Deployment\/web:/)
    expect(await cards(page, `service:${namespace}/web`).boundingBox()).toEqual(before)

    await page.reload()
    await expect.poll(() => graph(page).locator('[data-endpoint]').count()).toBeGreaterThan(8)
    await cards(page, `service:${namespace}/web`).focus()
    await page.keyboard.press('Escape')
    await expect(graph(page).locator('[data-endpoint]')).toHaveCount(2)
    expect(query(page).has('unfold')).toBe(false)
  })

  test('draws many clients of one kind as one, with their number, and Enter shows each of them', async ({ page }) => {
    await open(page, `/n/${namespace}/s/web`)
    const many = graph(page).getByRole('button', { name: new RegExp(`^${ingresses} clients of web: Ingress`) })
    await expect(many).toContainText(`${ingresses} × Ingress`)
    await many.focus()
    await page.keyboard.press('Enter')
    await expect(many).toHaveCount(0)
    await expect.poll(() => cards(page, 'client:ingress/').count()).toBeGreaterThan(5)
  })

  test('tells what part of its requests a route sends, on the edge and in words', async ({ page }) => {
    await open(page, `/n/${namespace}`)
    await expect(graph(page).locator('[data-route-weight] text')).toHaveText(['25%', '75%'])
    await expect(
      graph(page).getByRole('group', { name: /^HTTPRoute split\.example\.com, takes 25% of the requests/ }),
    ).toBeVisible()
  })

  test('lights the whole way through a card, and the rest steps back', async ({ page }) => {
    await open(page, '/n/default/s/web-service')
    await expect(graph(page).locator('[data-endpoint]')).toHaveCount(3)
    await graph(page).locator('[data-endpoint]').nth(1).hover()
    await expect(graph(page).locator('[data-card][data-lit]')).toHaveCount(4)
    await expect(graph(page).locator('path[data-lit]')).toHaveCount(3)
    const opacities = await graph(page)
      .locator('.react-flow__node > :not([data-lit])')
      .first()
      .evaluate(async (card) => {
        await Promise.all(card.getAnimations().map(({ finished }) => finished))
        return getComputedStyle(card).opacity
      })
    expect(opacities).toBe('0.4')
    await page.mouse.move(5, 5)
    await expect(graph(page).locator('[data-lit]')).toHaveCount(0)
  })

  test('moves neither the viewport nor a card that stays when pods come and go', async ({ page }) => {
    await open(page, `/n/${namespace}/s/api`)
    await expect(graph(page).locator('[data-endpoint]')).toHaveCount(2)
    const places = () =>
      graph(page)
        .locator('[data-card]')
        .evaluateAll((all) =>
          Object.fromEntries(
            all.map((card) => [card.getAttribute('data-card'), JSON.stringify(card.getBoundingClientRect())]),
          ),
        )
    const [before, seen] = [await places(), await viewport(page)]
    await api.scale(namespace, 'api', 4)
    await expect(graph(page).locator('[data-endpoint][data-state=ready]')).toHaveCount(4)
    await page.waitForTimeout(400)
    const after = await places()
    expect(after[`service:${namespace}/api`]).toBe(before[`service:${namespace}/api`])
    expect(await viewport(page)).toBe(seen)
    await api.scale(namespace, 'api', 2)
    await expect(graph(page).locator('.react-flow__node:not(.leaving) [data-endpoint]')).toHaveCount(2)
    expect(await viewport(page)).toBe(seen)
  })

  test('holds still for those who ask for less motion', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, '/n/default/s/web-service')
    const durations = await graph(page)
      .locator('.react-flow__node, svg, path')
      .evaluateAll((all) => [...new Set(all.map((element) => getComputedStyle(element).transitionDuration))])
    expect(
      durations
        .join(', ')
        .split(', ')
        .every((duration) => duration === '0s'),
    ).toBe(true)
  })

  test('walks, zooms and fits with the keys alone, and keeps the focus in view', async ({ page }) => {
    await open(page, '/n/shop')
    const focused = page.locator('[data-card]:focus')
    await cards(page, 'service:shop/cart').focus()
    await page.keyboard.press('ArrowRight')
    await expect(focused).toHaveAttribute('data-endpoint', /.+/)
    await page.keyboard.press('End')
    await expect(focused).toBeInViewport()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await expect(focused).toBeInViewport()
    await page.keyboard.press('f')
    expect(await viewport(page)).toMatch(/scale\(0\./)
    await page.keyboard.press('Home')
    await expect(focused).toBeFocused()
    await page.keyboard.press('0')
    await expect.poll(() => viewport(page)).toMatch(/scale\(1\)/)
    await expect(focused).toBeInViewport()
  })

  test('shows where in a large picture one is; the overview scrolls by keys, and can be put away', async ({ page }) => {
    await open(page, '/n/shop')
    const overview = page.getByRole('slider', { name: /^Overview/ })
    await expect(overview).toHaveAttribute('aria-valuenow', '0')
    await overview.focus()
    await page.keyboard.press('End')
    await expect(overview).toHaveAttribute('aria-valuenow', '100')
    await expect(cards(page, 'service:shop/web').last()).toBeVisible()
    await page.getByRole('button', { name: 'Hide the overview' }).click()
    await expect(overview).toHaveCount(0)
    expect(query(page).get('overview')).toBe('off')
    await page.getByRole('button', { name: 'Show the overview' }).click()
    await expect(overview).toBeVisible()
  })

  test('has no overview where the picture is seen whole, nor on a phone', async ({ page }) => {
    await open(page, '/n/default/s/web-service')
    await page.waitForTimeout(500)
    await expect(page.getByTestId('overview')).toHaveCount(0)
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, '/n/shop')
    await page.waitForTimeout(500)
    await expect(page.getByTestId('overview')).toHaveCount(0)
  })

  test('prints all of it, and is as before afterwards', async ({ page }) => {
    await open(page, '/n/shop')
    const onScreen = await allCards(page).count()
    const seen = await viewport(page)
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    expect(await allCards(page).count()).toBeGreaterThan(onScreen)
    expect(await cards(page, 'service:').count()).toBe(13)
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await expect(allCards(page)).toHaveCount(onScreen)
    expect(await viewport(page)).toBe(seen)
  })

  test('gives a finger targets of its size on a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, `/n/${namespace}`)
    const heights = await graph(page)
      .locator('[data-card]')
      .evaluateAll((all) => all.map((card) => card.getBoundingClientRect().height))
    expect(heights.length).toBeGreaterThan(5)
    expect(heights.filter((height) => height < 44)).toEqual([])
  })

  for (const lang of ['en', 'zh-CN'])
    for (const width of [1440, 390])
      for (const theme of ['light', 'dark'])
        test(`has no accessibility fault, folded, unfolded and pointed at: ${lang}, ${width} wide, ${theme}`, async ({
          page,
        }) => {
          await page.setViewportSize({ width, height: 844 })
          await open(page, `/n/${namespace}?lang=${lang}&theme=${theme}`)
          await expect(page.locator('html')).toHaveAttribute('lang', lang)
          expect(await violations(page)).toEqual([])
          await cards(page, 'group:endpoints:')
            .first()
            .click({ position: { x: 20, y: 10 } })
          await expect.poll(() => graph(page).locator('[data-endpoint]').count()).toBeGreaterThan(8)
          expect(await violations(page)).toEqual([])
        })
})
